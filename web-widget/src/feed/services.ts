import type { Api } from '../api/api.ts';
import { part } from '../api/api.ts';
import { findMentionCandidates } from '../api/members.ts';
import { addPost, type NewPost } from '../api/posts.ts';
import { findRecords } from '../api/records.ts';
import type { Subject } from '../api/schema.ts';

/** What elements may ask of the server while somebody writes or looks closer. They know no server themselves. */
export const servicesOf = (api: Api) => ({
  findMembers: (query: string, subjectId?: string) => findMentionCandidates(api, query, subjectId),
  findRecords: (query: string) => findRecords(api, query),
  findPlaces: (query: string) => findPlaces(api, query),
  addPost: (post: NewPost, idempotencyKey: string) => addPost(api, post, idempotencyKey),
  readFile: (id: string, size?: number) => api.bytes(`files/${part(id)}/content${size ? `?size=${size}` : ''}`),
});

/** Where one may write: records by their name, and spaces one is in. */
async function findPlaces(api: Api, query: string): Promise<Subject[]> {
  const spaces = api.get<{ items: (Subject & { capabilities?: { post?: boolean } })[] }>('spaces', {
    filter: 'mine',
    query: query || undefined,
    limit: 5,
  });
  const [records, found] = await Promise.all([query ? findRecords(api, query, 6) : [], spaces]);
  return [...records, ...found.items.filter(space => space.capabilities?.post !== false)];
}

export type Services = ReturnType<typeof servicesOf>;
