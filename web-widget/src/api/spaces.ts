import { part, type Api } from './api.ts';
import type {
  FollowLevel,
  Following,
  Membership,
  RecordSummary,
  Space,
  SpaceRole,
  SpaceTemplate,
  SpaceVisibility,
} from './schema.ts';

interface Listed<T> {
  items: T[];
  nextPageToken?: string;
}

export interface NewSpace {
  name: string;
  description?: string;
  visibility: SpaceVisibility;
  broadcast?: boolean;
  topics?: string[];
  /** The key of the preset that it starts from. */
  template?: string;
}

export interface SpaceQuery {
  filter?: 'mine' | 'all';
  archived?: boolean;
  query?: string;
  pageToken?: string;
  limit?: number;
}

const at = (id: string) => `spaces/${part(id)}`;

export const findSpaces = (api: Api, query: SpaceQuery = {}, signal?: AbortSignal) =>
  api.get<Listed<Space>>('spaces', { ...query }, signal);

export const readSpace = (api: Api, id: string, signal?: AbortSignal) => api.get<Space>(at(id), {}, signal);

export const createSpace = (api: Api, space: NewSpace, idempotencyKey: string) =>
  api.send<Space>('POST', 'spaces', { body: space, idempotencyKey });

export const readSpaceTemplates = (api: Api) =>
  api.get<{ items: SpaceTemplate[] }>('space-templates').then(page => page.items);

export const editSpace = (api: Api, id: string, change: Partial<NewSpace>) =>
  api.send<Space>('PATCH', at(id), { body: change });

export const archiveSpace = (api: Api, id: string, archived: boolean) =>
  api.send<Space>(archived ? 'PUT' : 'DELETE', `${at(id)}/archived`);

/** Joins, accepts an invitation, or asks to join. */
export const joinSpace = (api: Api, id: string, message?: string) =>
  api.send<Space>('PUT', `${at(id)}/membership`, { body: message ? { message } : {} });

/** Leaves, takes back a request, or turns down an invitation. */
export const leaveSpace = (api: Api, id: string) => api.send('DELETE', `${at(id)}/membership`);

/** `waiting`: those who asked or are invited, for who manages the space. */
export const readMemberships = (api: Api, id: string, waiting = false, pageToken?: string, signal?: AbortSignal) =>
  api.get<Listed<Membership>>(
    `${at(id)}/members`,
    { filter: waiting ? 'waiting' : undefined, limit: 50, pageToken },
    signal,
  );

/** Lets in who asked, invites who did not, or gives another role. */
export const setSpaceRole = (api: Api, id: string, memberId: string, role: SpaceRole) =>
  api.send<Membership>('PUT', `${at(id)}/members/${part(memberId)}`, { body: { role } });

/** Removes, declines, takes back an invitation. */
export const removeFromSpace = (api: Api, id: string, memberId: string) =>
  api.send('DELETE', `${at(id)}/members/${part(memberId)}`);

export const readSpaceRecords = (api: Api, id: string, signal?: AbortSignal) =>
  api.get<{ items: RecordSummary[] }>(`${at(id)}/records`, {}, signal).then(page => page.items);

export const linkRecord = (api: Api, id: string, recordId: string) =>
  api.send('PUT', `${at(id)}/records/${part(recordId)}`);

export const unlinkRecord = (api: Api, id: string, recordId: string) =>
  api.send('DELETE', `${at(id)}/records/${part(recordId)}`);

export const readSpacesOfRecord = (api: Api, recordId: string, signal?: AbortSignal) =>
  api.get<{ items: Space[] }>(`records/${part(recordId)}/spaces`, {}, signal).then(page => page.items);

export const followSpace = (api: Api, id: string, level: FollowLevel) =>
  api.send<Following>('PUT', `${at(id)}/follow`, { body: { level } });
