import { part, type Api } from './api.ts';
import type { FollowLevel, Following, Topic } from './schema.ts';

/** Without a query the topics of the most posts of late. */
export const findTopics = (api: Api, query?: string, limit = 8, signal?: AbortSignal) =>
  api.get<{ items: Topic[] }>('topics', { query, limit }, signal).then(page => page.items);

/** By its id, or by the name as it stands in a text. */
export const readTopic = (api: Api, idOrName: string, signal?: AbortSignal) =>
  api.get<Topic>(`topics/${part(idOrName)}`, {}, signal);

export const readRelatedTopics = (api: Api, id: string, limit = 8) =>
  api.get<{ items: Topic[] }>(`topics/${part(id)}/related`, { limit }).then(page => page.items);

/** Puts a post under a topic; a word that was none becomes one. */
export const giveTopic = (api: Api, postId: string, name: string) =>
  api.send<Topic>('POST', `posts/${part(postId)}/topics`, { body: { name } });

export const takeTopic = (api: Api, postId: string, topicId: string) =>
  api.send('DELETE', `posts/${part(postId)}/topics/${part(topicId)}`);

export const renameTopic = (api: Api, id: string, change: { name: string; description?: string }) =>
  api.send<Topic>('PATCH', `topics/${part(id)}`, { body: change });

/** Puts this topic's posts and followers into another. */
export const mergeTopic = (api: Api, id: string, into: string) =>
  api.send<Topic>('POST', `topics/${part(id)}/merge`, { body: { into } });

export const deleteTopic = (api: Api, id: string) => api.send('DELETE', `topics/${part(id)}`);

export const followTopic = (api: Api, id: string, level: FollowLevel) =>
  api.send<Following>('PUT', `topics/${part(id)}/follow`, { body: { level } });

export const unfollowTopic = (api: Api, id: string) => api.send('DELETE', `topics/${part(id)}/follow`);
