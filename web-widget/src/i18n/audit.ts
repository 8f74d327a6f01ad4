import { msg, str } from '@lit/localize';
import type { AuditEntry, MemberRole } from '../api/schema.ts';
import { roleName } from './roles.ts';

/** What was done, to choose from; what we know no words for is called as the log calls it. */
export function auditActionName(action: string): string {
  switch (action) {
    case 'post-removed':
      return msg('Posts removed');
    case 'comment-removed':
      return msg('Comments removed');
    case 'role-changed':
      return msg('Roles changed');
    default:
      return plain(action);
  }
}

/**
 * What was done, to follow the name of who did it.
 * @param about the name of the member whom it is about, if it is about one
 */
export function auditText({ action, item, details }: AuditEntry, about: string): string {
  switch (action) {
    case 'post-removed':
      return msg('removed a post');
    case 'comment-removed':
      return msg('removed a comment');
    case 'role-changed':
      return roleChangeText(details, about);
    default:
      return [plain(action), about || item, details].filter(Boolean).join(' · ');
  }
}

/** @param details `member -> moderator` */
function roleChangeText(details: string | undefined, about: string): string {
  const [from, to] = details?.toLowerCase().split(' -> ') ?? [];
  if (!isRole(from) || !isRole(to)) return msg(str`changed the role of ${about}`);
  if (to === 'member') return msg(str`took the role ${roleName(from)} from ${about}`);
  return from === 'member'
    ? msg(str`gave ${about} the role ${roleName(to)}`)
    : msg(str`changed the role of ${about} from ${roleName(from)} to ${roleName(to)}`);
}

const isRole = (text: string | undefined): text is MemberRole =>
  text === 'member' || text === 'moderator' || text === 'admin';

const plain = (action: string) => action.replaceAll('-', ' ').replace(/^./, first => first.toUpperCase());
