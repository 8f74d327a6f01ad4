import { part, type Api } from './api.ts';
import type { Reactable } from './reactions.ts';
import type { AuditEntry, MemberRole, RoleHolder } from './schema.ts';

export const closeThread = (api: Api, postId: string, reason?: string) =>
  api.send('PUT', `posts/${part(postId)}/closed`, { body: reason ? { reason } : {} });

export const reopenThread = (api: Api, postId: string) => api.send('DELETE', `posts/${part(postId)}/closed`);

/** Takes text and files away for good; that something stood here stays to be seen. */
export const remove = (api: Api, { item, id }: Reactable, reason: string) =>
  api.send('PUT', `${item}s/${part(id)}/removal`, { body: { reason } });

/** Moderators and admins, the admins first. */
export const readRoles = (api: Api, pageToken?: string) =>
  api.get<{ items: RoleHolder[]; nextPageToken?: string }>('roles', { limit: 50, pageToken });

export const setRole = (api: Api, memberId: string, role: MemberRole, reason?: string) =>
  api.send('PUT', `members/${part(memberId)}/role`, { body: reason ? { role, reason } : { role } });

export interface AuditQuery {
  actor?: string;
  action?: string;
  from?: string;
  to?: string;
}

export const readAudit = (api: Api, query: AuditQuery, pageToken?: string) =>
  api.get<{ items: AuditEntry[]; nextPageToken?: string }>('audit', { ...query, limit: 50, pageToken });

/** What occurs in the log, to choose from. */
export const readAuditActions = (api: Api) => api.get<{ items: string[] }>('audit/actions').then(page => page.items);

/** Walks over the whole log: whether every line is as it was written. */
export const checkAudit = (api: Api) =>
  api.get<{ entries: number; intact: boolean; firstBroken?: string }>('audit/check');

/** Where the log is to be had as CSV, narrowed alike. */
export const auditExport = (api: Api, query: AuditQuery) => {
  const address = new URL('api/v1/audit/export', api.root);
  for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value as string);
  return address.href;
};
