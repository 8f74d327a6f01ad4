import type { Api } from '../api/api.ts';
import { findMentionCandidates } from '../api/members.ts';
import { findRecords } from '../api/records.ts';

/** What elements may ask of the server while somebody writes or looks closer. They know no server themselves. */
export const servicesOf = (api: Api) => ({
  findMembers: (query: string, subjectId?: string) => findMentionCandidates(api, query, subjectId),
  findRecords: (query: string) => findRecords(api, query),
});

export type Services = ReturnType<typeof servicesOf>;
