import { part, type Api } from './api.ts';
import type { KudosReason, Post, PostKind, Revision } from './schema.ts';

export interface NewPost {
  subjectId?: string;
  kind: PostKind;
  title?: string;
  /** May be missing where something else says it: a title, a file, a shared post. */
  body?: string;
  fileIds?: string[];
  poll?: { options: string[]; multiple?: boolean; endsAt?: string; anonymous?: boolean; hideUntilVoted?: boolean };
  kudos?: { memberIds: string[]; reason?: KudosReason };
  announcement?: { expiresAt: string; acknowledge?: boolean };
  sharedPostId?: string;
  language?: string;
  /** In no feed before. */
  publishAt?: string;
}

export const readPost = (api: Api, id: string, signal?: AbortSignal) => api.get<Post>(`posts/${part(id)}`, {}, signal);

export const readPosts = (api: Api, ids: string[]) =>
  api.get<{ items: Post[] }>('posts', { ids: ids.join(',') }).then(page => page.items);

export const addPost = (api: Api, post: NewPost, idempotencyKey: string) =>
  api.send<Post>('POST', 'posts', { body: post, idempotencyKey });

/** What is left out stays as it is; `fileIds` are all that it is to have. */
export type PostChange = Pick<NewPost, 'body' | 'title' | 'fileIds' | 'publishAt'> & {
  announcement?: { expiresAt: string };
};

export const editPost = (api: Api, id: string, change: PostChange, version?: number) =>
  api.send<Post>('PATCH', `posts/${part(id)}`, version === undefined ? { body: change } : { body: change, version });

export const deletePost = (api: Api, id: string) => api.send('DELETE', `posts/${part(id)}`);

export const restorePost = (api: Api, id: string) => api.send<Post>('POST', `posts/${part(id)}/restore`);

export const markPostRead = (api: Api, id: string) => api.send('POST', `posts/${part(id)}/read`);

export const readPostRevisions = (api: Api, id: string) =>
  api.get<{ items: Revision[] }>(`posts/${part(id)}/revisions`).then(page => page.items);
