import { msg, str } from '@lit/localize';
import type { FollowLevel, ReactionKind, Reason, RecordKind } from '../api/schema.ts';
import type { ApiProblem } from '../api/problem.ts';

/** Words for the names that the server uses. Functions, since the language may change while we run. */

export function reactionName(kind: ReactionKind): string {
  switch (kind) {
    case 'agree':
      return msg('Agree');
    case 'thanks':
      return msg('Thanks');
    case 'celebrate':
      return msg('Celebrate');
    case 'insightful':
      return msg('Insightful');
    case 'sad':
      return msg('Sad');
    case 'question':
      return msg('I have a question', { desc: 'a reaction' });
  }
}

export function recordKindName(kind: RecordKind | 'member', type = ''): string {
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
    default:
      return type || msg('Record');
  }
}

/** A standard field in the reader's language; one of the company's own as the CRM spells it. */
export function fieldName(field: string): string {
  switch (field) {
    case 'stage':
      return msg('Stage');
    case 'amount':
      return msg('Amount');
    case 'closeOn':
      return msg('Close date');
    case 'owner':
      return msg('Owner');
    case 'account':
      return msg('Account');
    case 'name':
      return msg('Name');
    case 'type':
      return msg('Type');
    case 'industry':
      return msg('Industry');
    case 'phone':
      return msg('Phone');
    case 'email':
      return msg('E-mail');
    case 'website':
      return msg('Website');
    case 'title':
      return msg('Job title');
    case 'city':
      return msg('City');
    case 'country':
      return msg('Country');
    case 'probability':
      return msg('Probability');
    default:
      return field.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, first => first.toUpperCase());
  }
}

export function followName(level: FollowLevel): string {
  switch (level) {
    case 'everything':
      return msg('Everything');
    case 'people':
      return msg("People's posts");
    case 'mentions':
      return msg('Mentions only');
    case 'muted':
      return msg('Muted');
  }
}

/** Why a post is on the home page. */
export function reasonText({ kind, name }: Reason): string | undefined {
  switch (kind) {
    case 'follows-record':
    case 'follows-account':
    case 'follows-member':
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
