import { part, type Api } from './api.ts';
import type { MemberSummary } from './schema.ts';

export const acknowledge = (api: Api, postId: string) =>
  api.send('PUT', `posts/${part(postId)}/acknowledgement`, { body: {} });

/** Of those who are missing the first hundred by name, and how many there are. */
export const readAcknowledgements = (api: Api, postId: string) =>
  api.get<{ missing: MemberSummary[]; total?: number; done: number }>(`posts/${part(postId)}/acknowledgements`);
