import { part, type Api } from './api.ts';
import { recordPath, type Place } from './feeds.ts';
import type { FollowLevel, Following, MemberSummary, Record_, RecordSummary } from './schema.ts';

export const readRecord = (api: Api, place: Place & { kind: 'record' }, signal?: AbortSignal) =>
  api.get<Record_>(recordPath(place), {}, signal);

export const findRecords = (api: Api, query: string, limit = 8, signal?: AbortSignal) =>
  api.get<{ items: RecordSummary[] }>('records', { query, limit }, signal).then(page => page.items);

export const followRecord = (api: Api, id: string, level: FollowLevel) =>
  api.send<Following>('PUT', `records/${part(id)}/follow`, { body: { level } });

export const unfollowRecord = (api: Api, id: string) => api.send('DELETE', `records/${part(id)}/follow`);

export const readFollowers = (api: Api, id: string, pageToken?: string) =>
  api.get<{ items: MemberSummary[]; count: number; nextPageToken?: string }>(`records/${part(id)}/followers`, {
    limit: 20,
    pageToken,
  });

/** Contacts or opportunities of an account, by name; those that the reader may see. */
export const readRelated = (api: Api, id: string, kind: 'contact' | 'opportunity', limit: number, pageToken?: string) =>
  api.get<{ items: RecordSummary[]; nextPageToken?: string }>(`records/${part(id)}/related`, {
    kind,
    limit,
    pageToken,
  });
