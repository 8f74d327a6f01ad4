import { part, type Api } from './api.ts';
import type { Reactable } from './reactions.ts';

export const closeThread = (api: Api, postId: string, reason?: string) =>
  api.send('PUT', `posts/${part(postId)}/closed`, { body: reason ? { reason } : {} });

export const reopenThread = (api: Api, postId: string) => api.send('DELETE', `posts/${part(postId)}/closed`);

/** Takes text and files away for good; that something stood here stays to be seen. */
export const remove = (api: Api, { item, id }: Reactable, reason: string) =>
  api.send('PUT', `${item}s/${part(id)}/removal`, { body: { reason } });
