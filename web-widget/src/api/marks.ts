import { part, type Api } from './api.ts';
import type { Reactable } from './reactions.ts';

export type Mark = 'bookmark' | 'mute' | 'follow' | 'pin';

/** Sets a mark on a post or a comment, or takes it off. */
export const mark = (api: Api, { item, id }: Reactable, mark: Mark, on: boolean) =>
  api.send(on ? 'PUT' : 'DELETE', `${item}s/${part(id)}/${mark}`, on ? { body: {} } : {});

/** What is as new as the post, or newer, counts as not read. */
export const markUnread = (api: Api, postId: string) => api.send('POST', `posts/${part(postId)}/unread`);
