import type { Api } from '../api/api.ts';
import { part } from '../api/api.ts';
import { findMentionCandidates } from '../api/members.ts';
import { readDraftVersions } from '../api/me.ts';
import { addPost, type NewPost } from '../api/posts.ts';
import { findRecords, readFollowers } from '../api/records.ts';
import { search, type SearchQuery } from '../api/search.ts';
import { findSimilarQuestions } from '../api/questions.ts';
import type { File_, MemberSummary, ServerDraft, Subject } from '../api/schema.ts';
import { upload, type Uploading } from '../api/uploads.ts';

/** What elements may ask of the server while somebody writes or looks closer. They know no server themselves. */
export const servicesOf = (api: Api) => ({
  findMembers: (query: string, subjectId?: string) => findMentionCandidates(api, query, subjectId),
  findRecords: (query: string) => findRecords(api, query),
  findPlaces: (query: string, last?: Subject[]) => findPlaces(api, query, last),
  search: (query: SearchQuery, signal?: AbortSignal) => search(api, query, signal),
  readFollowers: (recordId: string, pageToken?: string) => readFollowers(api, recordId, pageToken),
  addPost: (post: NewPost, idempotencyKey: string) => addPost(api, post, idempotencyKey),
  findTopics: (query: string) =>
    api
      .get<{ items: { id: string; name: string; postCount?: number }[] }>('topics', { query, limit: 8 })
      .then(page => page.items),
  findSimilarQuestions: (title: string, subjectId?: string) => findSimilarQuestions(api, title, subjectId),
  /** How many a text would notify, and whom it names in vain. */
  previewMentions: (subjectId: string, body: string) =>
    api.send<{ notified: number; cannotSee: MemberSummary[] }>('POST', 'mention-preview', {
      body: { ...(subjectId ? { subjectId } : {}), body },
    }),
  /** What a picture shows, for who can't see it. */
  describeFile: (id: string, description: string) =>
    api.send<File_>('PATCH', `files/${part(id)}`, { body: { description } }),
  upload: (file: File, options: Uploading) => upload(api, file, options),
  readDraft: async (place: string) => {
    const { items } = await api.get<{ items: ServerDraft[] }>('me/drafts');
    return items.find(draft => draft.place === place);
  },
  keepDraft: (place: string, draft: KeptDraft) =>
    api.send<ServerDraft>('PUT', `me/drafts/${part(place)}`, { body: draft }),
  readDraftVersions: (place: string) => readDraftVersions(api, place),
  dropDraft: (place: string) => api.send('DELETE', `me/drafts/${part(place)}`),
  readFile: (id: string, size?: number) => api.bytes(`files/${part(id)}/content${size ? `?size=${size}` : ''}`),
});

/** What was typed so far, for the writer's other devices; `basedOn` is the version that this one knows. */
export interface KeptDraft {
  body: string;
  title?: string;
  kind?: string;
  extra?: Record<string, unknown>;
  updatedAt: string;
  basedOn?: string;
}

/** Where one may write: where one wrote last, records by their name, and spaces one is in. */
async function findPlaces(api: Api, query: string, last: Subject[] = []): Promise<Subject[]> {
  const spaces = api.get<{ items: (Subject & { capabilities?: { post?: boolean } })[] }>('spaces', {
    filter: 'mine',
    query: query || undefined,
    limit: 5,
  });
  const [records, found, standing] = await Promise.all([
    query ? findRecords(api, query, 6) : [],
    spaces,
    Promise.all(last.map(place => stillThere(api, place))),
  ]);
  const first = standing.filter(place => place !== undefined);
  const mine = found.items.filter(space => space.capabilities?.post !== false);
  return [...first, ...records, ...mine.filter(space => !first.some(place => place.id === space.id))];
}

/** A place as it is called now; nothing where one may not write any more. */
async function stillThere(api: Api, place: Subject): Promise<Subject | undefined> {
  if (place.kind === 'member') return undefined;
  const path = place.kind === 'space' ? 'spaces' : 'records';
  try {
    const now = await api.get<Subject & { goneAt?: string; capabilities?: { post?: boolean } }>(
      `${path}/${part(place.id)}`,
    );
    return now.capabilities?.post === false || now.goneAt ? undefined : ({ ...now, kind: place.kind } as Subject);
  } catch {
    return undefined;
  }
}

export type Services = ReturnType<typeof servicesOf>;
