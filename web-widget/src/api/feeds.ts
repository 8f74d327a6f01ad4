import { part, type Api } from './api.ts';
import type { Feed, FeedFilter, FeedOrder } from './schema.ts';

/** Which feed: a record by the CRM's id or by ours, a member's, home, the company's. */
export type Place =
  | { kind: 'home' }
  | { kind: 'company' }
  | { kind: 'member'; id: string }
  | { kind: 'record'; id: string }
  | { kind: 'record'; connection: string; type: string; externalId: string };

export interface FeedQuery {
  order?: FeedOrder;
  filter?: FeedFilter;
  pageToken?: string;
  limit?: number;
}

export function pathOf(place: Place): string {
  if (place.kind === 'member') return `members/${part(place.id)}/feed`;
  if (place.kind === 'record') return `${recordPath(place)}/feed`;
  return `feeds/${place.kind}`;
}

export function recordPath(place: Place & { kind: 'record' }): string {
  if ('id' in place) return `records/${part(place.id)}`;
  return `records/${part(place.connection)}/${part(place.type)}/${part(place.externalId)}`;
}

export function readFeed(api: Api, place: Place, query: FeedQuery, signal?: AbortSignal): Promise<Feed> {
  return api.get<Feed>(pathOf(place), { ...query }, signal);
}

/** How many posts came since the page that carried the token. */
export function readUpdates(api: Api, place: Place, token: string, query: FeedQuery) {
  return api.get<{ count: number; capped?: boolean }>(`${pathOf(place)}/updates`, {
    token,
    order: query.order,
    filter: query.filter,
  });
}
