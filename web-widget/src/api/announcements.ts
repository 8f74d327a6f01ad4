import { part, type Api } from './api.ts';
import type { MemberSummary } from './schema.ts';

export const acknowledge = (api: Api, postId: string) =>
  api.send('PUT', `posts/${part(postId)}/acknowledgement`, { body: {} });

export const readAcknowledgements = (api: Api, postId: string) =>
  api.get<{ missing: MemberSummary[]; done: number }>(`posts/${part(postId)}/acknowledgements`);
