import type { Api } from './api.ts';
import type { PostKind, SearchAnswer, SearchType } from './schema.ts';

export interface SearchQuery {
  q: string;
  type?: SearchType;
  /** A record, a space, a member or a topic. */
  subjectId?: string;
  authorId?: string;
  kind?: PostKind;
  hasFile?: boolean;
  from?: string;
  to?: string;
  order?: 'best' | 'newest';
  limit?: number;
  pageToken?: string;
}

export const search = (api: Api, query: SearchQuery, signal?: AbortSignal) =>
  api.get<SearchAnswer>('search', { ...query }, signal);
