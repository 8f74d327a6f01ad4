import { msg, str } from '@lit/localize';
import type { Reason, RecordKind } from '../api/schema.ts';
import type { ApiProblem } from '../api/problem.ts';

/** Words for the names that the server uses. Functions, since the language may change while we run. */

export function recordKindName(kind: RecordKind | 'member' | 'space', type = ''): string {
  switch (kind) {
    case 'account':
      return msg('Account');
    case 'contact':
      return msg('Contact');
    case 'opportunity':
      return msg('Opportunity');
    case 'lead':
      return msg('Lead');
    case 'member':
      return msg('Profile');
    case 'space':
      return msg('Space');
    default:
      return type || msg('Record');
  }
}

/** Why a post is on the home page. */
/** The role that a text mentions, as a reader calls it. */
export function roleName(role: string): string {
  return role === 'owner' ? msg('owner', { id: 'role-owner' }) : msg('account team', { id: 'role-account-team' });
}

export function reasonText({ kind, name }: Reason): string | undefined {
  switch (kind) {
    case 'follows-record':
    case 'follows-account':
    case 'follows-member':
    case 'follows-space':
    case 'follows-topic':
      return name ? msg(str`You follow ${name}`) : undefined;
    case 'own':
      return msg('You wrote this');
    default:
      return undefined;
  }
}

/** A refusal as something to act on. The server's own sentence is best: it is in the reader's language and names the limit. */
export function problemText(problem: ApiProblem): string {
  if (problem.unreachable) return msg('The server can’t be reached.');
  if (problem.signedOut) return msg('Your session has ended.');
  if (problem.status === 429) {
    const seconds = problem.retryAfter ?? 20;
    return msg(str`You’re posting fast. Try again in ${seconds} s.`);
  }
  if (problem.denied) return msg('You can’t open this, or it’s gone.');
  if (problem.status >= 500 || !problem.document.detail) return msg('Something failed on the server.');
  return problem.document.detail;
}
