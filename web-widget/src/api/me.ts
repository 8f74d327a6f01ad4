import { part, type Api } from './api.ts';
import type { PostChange } from './posts.ts';
import type { Bookmark, DraftVersion, ScheduledPost, ServerDraft, Stream } from './schema.ts';

interface Listed<T> {
  items: T[];
  nextPageToken?: string;
}

/** A post or a comment. */
export interface Item {
  item: 'post' | 'comment';
  id: string;
}

export const readBookmarks = (api: Api, pageToken?: string) =>
  api.get<Listed<Bookmark>>('me/bookmarks', { limit: 20, pageToken });

export const bookmark = (api: Api, { item, id }: Item, saved: boolean) =>
  api.send(saved ? 'PUT' : 'DELETE', `${item}s/${part(id)}/bookmark`);

export const readDrafts = (api: Api) => api.get<Listed<ServerDraft>>('me/drafts').then(page => page.items);

export const readDraftVersions = (api: Api, place: string) =>
  api.get<Listed<DraftVersion>>(`me/drafts/${part(place)}/versions`).then(page => page.items);

type DraftWords = Pick<ServerDraft, 'body' | 'title' | 'kind' | 'extra' | 'updatedAt'> & { basedOn?: string };

export const saveDraft = (api: Api, place: string, words: DraftWords) =>
  api.send<ServerDraft>('PUT', `me/drafts/${part(place)}`, { body: words });

export const discardDraft = (api: Api, place: string) => api.send('DELETE', `me/drafts/${part(place)}`);

export const readScheduled = (api: Api) => api.get<Listed<ScheduledPost>>('me/scheduled');

/** Sends it once more as it was, to appear when it was to. */
export const scheduleAgain = (api: Api, { post, publishAt }: ScheduledPost, idempotencyKey: string) =>
  api.send<ScheduledPost>('POST', 'posts', { body: { ...post, publishAt }, idempotencyKey });

/** Changes what a waiting post says; what is left out stays as it is. */
export const editScheduled = (api: Api, id: string, change: PostChange, version: number) =>
  api.send<ScheduledPost>('PATCH', `posts/${part(id)}`, { body: change, version });

export const reschedule = (api: Api, id: string, publishAt: string) =>
  api.send<ScheduledPost>('PATCH', `posts/${part(id)}`, { body: { publishAt } });

export type NewStream = Pick<Stream, 'name'> & { sources: { kind: string; id: string }[] };

export const readStreams = (api: Api) => api.get<Listed<Stream>>('me/streams').then(page => page.items);

export const readStream = (api: Api, id: string) => api.get<Stream>(`me/streams/${part(id)}`);

export const createStream = (api: Api, stream: NewStream, idempotencyKey: string) =>
  api.send<Stream>('POST', 'me/streams', { body: stream, idempotencyKey });

export const editStream = (api: Api, id: string, stream: NewStream) =>
  api.send<Stream>('PATCH', `me/streams/${part(id)}`, { body: stream });

export const deleteStream = (api: Api, id: string) => api.send('DELETE', `me/streams/${part(id)}`);
