import { part, type Api } from './api.ts';
import type { Feed, FeedFilter, FeedOrder, PostKind } from './schema.ts';

/** Which feed: a record by the CRM's id or by ours, a member's, a space's, a topic's, home, the company's, one's own ones. */
export type Place =
  | { kind: 'home' | 'company' | 'mentions' }
  | { kind: 'questions'; state: QuestionState }
  | { kind: 'member' | 'space' | 'topic' | 'stream'; id: string }
  | { kind: 'record'; id: string }
  | { kind: 'record'; connection: string; type: string; externalId: string };

export type QuestionState = 'unanswered' | 'mine' | 'followed' | 'all';

/** What else a feed is narrowed to; the parts combine. */
export interface FeedNarrowing {
  kind?: PostKind;
  authorId?: string;
  topic?: string;
  from?: string;
  to?: string;
  unread?: boolean;
  hasFile?: boolean;
  people?: boolean;
}

export interface FeedQuery extends FeedNarrowing {
  order?: FeedOrder;
  filter?: FeedFilter;
  pageToken?: string;
  limit?: number;
}

export function pathOf(place: Place): string {
  if (place.kind === 'record') return `${recordPath(place)}/feed`;
  if (place.kind === 'stream') return `feeds/streams/${part(place.id)}`;
  if ('id' in place) return `${place.kind}s/${part(place.id)}/feed`;
  return `feeds/${place.kind}`;
}

export function recordPath(place: Place & { kind: 'record' }): string {
  if ('id' in place) return `records/${part(place.id)}`;
  return `records/${part(place.connection)}/${part(place.type)}/${part(place.externalId)}`;
}

export function readFeed(api: Api, place: Place, query: FeedQuery, signal?: AbortSignal): Promise<Feed> {
  const state = place.kind === 'questions' ? { state: place.state } : {};
  return api.get<Feed>(pathOf(place), { ...state, ...query }, signal);
}

/** How many posts came since the page that carried the token, which knows its order and filters. */
export function readUpdates(api: Api, place: Place, token: string) {
  return api.get<{ count: number; capped?: boolean }>(`${pathOf(place)}/updates`, { token });
}
