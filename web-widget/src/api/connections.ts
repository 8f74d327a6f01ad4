import { newKey, part, type Api } from './api.ts';
import type { ConnectionStatus, MemberSummary, Money } from './schema.ts';

/** What only admins get to know of a connection, and do with it. */
export interface ConnectionDetail extends ConnectionStatus {
  declared?: boolean;
  version?: number;
  running?: 'draft' | 'running' | 'paused' | 'cancelled';
  nextTryAt?: string;
  nextStep?: string;
  lagSeconds?: number;
  lastReconciledAt?: string;
  webhooks?: boolean;
  webhookAddresses?: string[];
  setAsideCount?: number;
  callBudget?: { used: number; limit: number; resetsAt?: string };
  load?: {
    phase: 'loading' | 'comparing' | 'following';
    type?: string;
    done: number;
    total?: number;
    ratePerSecond?: number;
    secondsLeft?: number;
  };
  setup?: ConnectionSetup;
}

export interface ConnectionSetup {
  address?: string;
  credentials: { name: string; set: boolean; value?: string }[];
  visibility: 'everyone' | 'teams';
  mirror: Mirror;
  /** What can be mirrored and tracked, with what the options declare. */
  types: string[];
  fields: Record<string, AdapterField[]>;
  options: Record<string, string>;
  webhooks: boolean;
  embed: { secretSet: boolean; origins: string[]; seenAt?: string };
}

export interface Mirror {
  types: string[];
  trackedFields: TrackedField[];
  followRules: FollowRule[];
}

export interface TrackedField {
  type: string;
  field: string;
  threshold?: number;
  thresholdPercent?: number;
}

export type Operator = 'EQ' | 'NE' | 'GT' | 'GE' | 'LT' | 'LE' | 'CONTAINS' | 'IN' | 'EMPTY' | 'NOT_EMPTY';

export interface FollowRule {
  id: string;
  type: string;
  reason: 'OWNER' | 'ACCOUNT_OWNER' | 'TEAM' | 'CRITERIA';
  criteria: { field: string; operator: Operator; value?: string }[];
  endDaysAfterClose?: number;
  endDaysOfSilence?: number;
}

export interface AdapterField {
  name: string;
  kind: string;
}

/** A name that ends in .* stands for one option a type. */
export interface AdapterOption {
  name: string;
  label: string;
  choices?: string[];
  help?: string;
}

export interface Adapter {
  id: string;
  name: string;
  addressHelp?: string;
  credentials: {
    name: string;
    kind: 'text' | 'secret' | 'choice' | 'url';
    label: string;
    required: boolean;
    choices?: string[];
    help?: string;
  }[];
  types: string[];
  fields: Record<string, AdapterField[]>;
  needsAddress: boolean;
  options: AdapterOption[];
  /** Whether the CRM says who sees a record, and who is on its team. */
  tellsSight: boolean;
  tellsTeam: boolean;
  webhooks: boolean;
  embed: { kit?: string; how?: string };
}

export interface ConnectionChange {
  name?: string;
  address?: string;
  credentials?: Record<string, string>;
  visibility?: string;
  mirror?: Partial<Mirror>;
  options?: Record<string, string>;
  embed?: { secret?: string; origins?: string[] };
}

export interface NewConnection extends ConnectionChange {
  name: string;
  adapter: string;
}

export interface Check {
  name: string;
  /** Its name in the reader’s language. */
  label: string;
  ok: boolean;
  outcome: 'passed' | 'warned' | 'failed' | 'skipped';
  detail: string;
  remedy?: string;
}

export interface DryRun {
  people: { users: number; more: boolean; teams: number; failure?: string; remedy?: string };
  types: {
    type: string;
    count: number;
    more: boolean;
    samples: Sample[];
    unreadable: { externalId: string; reason: string }[];
    failure?: string;
    remedy?: string;
  }[];
}

/** A record as it would stand here; seen by everybody where nobody is named. */
export interface Sample {
  externalId: string;
  name: string;
  account?: string;
  owner?: string;
  seenBy: string[];
  fields: Record<string, string | number | boolean | Money>;
  url?: string;
  isKnown: boolean;
}

export interface Run {
  id: string;
  kind: 'load' | 'changes' | 'comparison';
  at: string;
  endedAt?: string;
  read: number;
  written: number;
  unchanged: number;
  setAside: number;
  failure?: string;
}

export interface SetAsideRow {
  id: string;
  type: string;
  externalId: string;
  reason: string;
  lastAt: string;
  times: number;
}

export interface ReadFile {
  type: string;
  name: string;
  state: 'reading' | 'read' | 'refused';
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  refused: number;
  notice?: string;
  startedAt: string;
}

export interface MirroredRecord {
  id: string;
  type: string;
  externalId: string;
  name: string;
  gone: boolean;
}

export interface Comparison {
  state: 'none' | 'requested' | 'running' | 'done';
  at?: string;
  endedAt?: string;
  read?: number;
  repaired?: number;
  count: number;
  differences: { type: string; externalId: string; recordId?: string; name?: string; what: string }[];
  failure?: string;
}

export interface Simulation {
  records: number;
  members: { member: MemberSummary; follows: number }[];
  followsNew: number;
  followsEnding: number;
  samples: { recordId: string; type: string; name: string; members: MemberSummary[] }[];
}

export interface StoryPreview {
  stories: number;
  changes: number;
  perDay: { day: string; stories: number }[];
}

export interface AudienceReason {
  name: string;
  open: boolean;
  openReason?: string;
  parts: { kind: string; name: string; members: number }[];
  members: { member: MemberSummary; reasons: Reason[] }[];
  count: number;
  asked?: { member: MemberSummary; maySee: boolean; reasons: Reason[] };
}
type Reason = { kind: string; name?: string };

export const readConnections = (api: Api, signal?: AbortSignal) =>
  api.get<{ items: ConnectionDetail[] }>('connections', {}, signal).then(page => page.items);

export const readConnection = (api: Api, key: string) => api.get<ConnectionDetail>(`connections/${part(key)}`);

export const readAdapters = (api: Api) => api.get<{ items: Adapter[] }>('adapters').then(page => page.items);

export const createConnection = (api: Api, made: NewConnection) =>
  api.send<ConnectionDetail>('POST', 'connections', { body: made, idempotencyKey: newKey() });

export const changeConnection = (api: Api, key: string, change: ConnectionChange) =>
  api.send<ConnectionDetail>('PATCH', `connections/${part(key)}`, { body: change });

export const removeConnection = (api: Api, key: string) => api.send('DELETE', `connections/${part(key)}`);

export const testConnection = (api: Api, key: string) =>
  api.send<{ checks: Check[] }>('POST', `connections/${part(key)}/test`).then(answer => answer.checks);

export const dryRun = (api: Api, key: string) => api.send<DryRun>('POST', `connections/${part(key)}/dry-run`);

export const setRunning = (api: Api, key: string, state: 'running' | 'paused' | 'cancelled') =>
  api.send<ConnectionDetail>('PUT', `connections/${part(key)}/running`, { body: { state } });

export const readRuns = (api: Api, key: string, pageToken?: string) =>
  api.get<{ items: Run[]; nextPageToken?: string }>(`connections/${part(key)}/runs`, { limit: 10, pageToken });

export const readSetAside = (api: Api, key: string, pageToken?: string) =>
  api.get<{ items: SetAsideRow[]; count: number; nextPageToken?: string }>(`connections/${part(key)}/set-aside`, {
    pageToken,
  });

export const readFiles = (api: Api, key: string) =>
  api.get<{ items: ReadFile[] }>(`connections/${part(key)}/files`).then(page => page.items);

/** Whether this admin sees them or not. */
export const findMirrored = (api: Api, key: string, query: string, pageToken?: string) =>
  api.get<{ items: MirroredRecord[]; nextPageToken?: string }>(`connections/${part(key)}/records`, {
    query,
    pageToken,
  });

export const replaySetAside = (api: Api, key: string, ids?: string[]) =>
  api.send<{ asked: number }>('POST', `connections/${part(key)}/set-aside/replay`, { body: ids ? { ids } : {} });

export const readComparison = (api: Api, key: string) => api.get<Comparison>(`connections/${part(key)}/comparison`);

/** What is gone goes into one that is there: posts, followers and links move. */
export const mergeRecord = (api: Api, key: string, gone: { type: string; externalId: string }, into: string) =>
  api.send<{ recordId: string; name: string }>(
    'POST',
    `connections/${part(key)}/records/${part(gone.type)}/${part(gone.externalId)}/merge`,
    { body: { into } },
  );

export const compareNow = (api: Api, key: string) =>
  api.send<Comparison>('POST', `connections/${part(key)}/comparison`);

export const simulateRules = (api: Api, key: string, rules: FollowRule[]) =>
  api.send<Simulation>('POST', `connections/${part(key)}/follow-rules/simulation`, { body: { rules } });

export const previewStories = (api: Api, key: string, trackedFields: TrackedField[]) =>
  api.send<StoryPreview>('POST', `connections/${part(key)}/story-preview`, { body: { trackedFields, days: 30 } });

export const readAudienceReason = (api: Api, record: string, memberId?: string) =>
  api.get<AudienceReason>(`records/${part(record)}/audience-reason`, { memberId });
