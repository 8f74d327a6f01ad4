import { msg } from '@lit/localize';
import type { MemberRole } from '../api/schema.ts';

export function roleName(role: MemberRole): string {
  switch (role) {
    case 'member':
      return msg('Member', { id: 'role-member', desc: 'has no role in Rapport as a whole' });
    case 'moderator':
      return msg('Moderator');
    case 'admin':
      return msg('Admin');
  }
}

/** What somebody of this role may do besides what everybody may. */
export function roleText(role: MemberRole): string {
  switch (role) {
    case 'moderator':
      return msg('May close threads, pin and announce wherever they read, and remove what must not stay.');
    case 'admin':
      return msg('May do all that, connect CRMs, keep topics in order, give roles and read the audit log.');
    default:
      return '';
  }
}
