import { part, type Api } from './api.ts';
import type { Comment, CommentPage, Revision } from './schema.ts';

/** Where in a thread to read: around a comment, or on from a page that was read. */
export interface CommentQuery {
  around?: string;
  before?: string;
  after?: string;
  limit?: number;
}

export const readComments = (api: Api, postId: string, query: CommentQuery = {}) =>
  api.get<CommentPage>(`posts/${part(postId)}/comments`, { ...query });

export const readComment = (api: Api, id: string) => api.get<Comment>(`comments/${part(id)}`);

export const addComment = (
  api: Api,
  postId: string,
  comment: { body: string; parentId?: string; fileIds?: string[] },
  idempotencyKey: string,
) => api.send<Comment>('POST', `posts/${part(postId)}/comments`, { body: comment, idempotencyKey });

export interface CommentChange {
  body: string;
  /** All that it is to have. */
  fileIds?: string[];
}

export const editComment = (api: Api, id: string, change: CommentChange, version?: number) =>
  api.send<Comment>(
    'PATCH',
    `comments/${part(id)}`,
    version === undefined ? { body: change } : { body: change, version },
  );

export const deleteComment = (api: Api, id: string) => api.send('DELETE', `comments/${part(id)}`);

export const restoreComment = (api: Api, id: string) => api.send<Comment>('POST', `comments/${part(id)}/restore`);

export const readCommentRevisions = (api: Api, id: string) =>
  api.get<{ items: Revision[] }>(`comments/${part(id)}/revisions`).then(page => page.items);
