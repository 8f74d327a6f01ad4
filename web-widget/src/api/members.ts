import { part, type Api } from './api.ts';
import type { FollowLevel, Following, Member, MemberSummary, MentionCandidate } from './schema.ts';

export const readMember = (api: Api, id: string, signal?: AbortSignal) =>
  api.get<Member>(`members/${part(id)}`, {}, signal);

export const findMembers = (api: Api, query: string, signal?: AbortSignal) =>
  api.get<{ items: MemberSummary[] }>('members', { query }, signal).then(page => page.items);

/** People to name in a text about a subject; each says whether they could read it. */
export const findMentionCandidates = (api: Api, query: string, subjectId?: string, signal?: AbortSignal) =>
  api.get<{ items: MentionCandidate[] }>('mention-candidates', { query, subjectId }, signal).then(page => page.items);

export const followMember = (api: Api, id: string, level: FollowLevel) =>
  api.send<Following>('PUT', `members/${part(id)}/follow`, { body: { level } });

export const unfollowMember = (api: Api, id: string) => api.send('DELETE', `members/${part(id)}/follow`);

/** @param hidden whether a post that thanks the reader is left out of her own page */
export const hideKudos = (api: Api, postId: string, hidden: boolean) =>
  api.send(hidden ? 'PUT' : 'DELETE', `posts/${part(postId)}/kudos/hidden`);
