import { part, type Api } from './api.ts';
import type { MemberSummary } from './schema.ts';

/** Votes, or changes the vote; without a choice it is taken back. */
export const vote = (api: Api, postId: string, optionIds: string[]) =>
  optionIds.length > 0
    ? api.send('PUT', `posts/${part(postId)}/vote`, { body: { optionIds } })
    : api.send('DELETE', `posts/${part(postId)}/vote`);

/** The first hundred, and how many there are. */
export const readVoters = (api: Api, postId: string, optionId: string) =>
  api.get<{ items: MemberSummary[]; total?: number }>(`posts/${part(postId)}/voters`, { optionId });
