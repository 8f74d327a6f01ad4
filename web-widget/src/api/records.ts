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

export const readFollowers = (api: Api, id: string) =>
  api.get<{ items: MemberSummary[]; count: number }>(`records/${part(id)}/followers`);
