import { newKey, part, type Api } from './api.ts';
import type { ConnectionStatus, MemberSummary } from './schema.ts';

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
  fields: Record<string, { name: string; kind: string }[]>;
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
  ok: boolean;
  outcome: 'passed' | 'warned' | 'failed' | 'skipped';
  detail: string;
  remedy?: string;
}

export interface DryRun {
  people: { users: number; more: boolean; teams: number };
  types: {
    type: string;
    count: number;
    more: boolean;
    samples: { externalId: string; name: string; owner?: string; seenBy: string[]; isKnown: boolean }[];
    unreadable: { externalId: string; reason: string }[];
    failure?: string;
    remedy?: string;
  }[];
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
}

export interface StoryPreview {
  stories: number;
  changes: number;
  perDay: { day: string; stories: number }[];
}

export interface AudienceReason {
  name: string;
  open: boolean;
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

export const readSetAside = (api: Api, key: string) =>
  api.get<{ items: SetAsideRow[]; count: number }>(`connections/${part(key)}/set-aside`);

export const replaySetAside = (api: Api, key: string, ids?: string[]) =>
  api.send<{ asked: number }>('POST', `connections/${part(key)}/set-aside/replay`, { body: ids ? { ids } : {} });

export const readComparison = (api: Api, key: string) => api.get<Comparison>(`connections/${part(key)}/comparison`);

export const compareNow = (api: Api, key: string) =>
  api.send<Comparison>('POST', `connections/${part(key)}/comparison`);

export const simulateRules = (api: Api, key: string, rules: FollowRule[]) =>
  api.send<Simulation>('POST', `connections/${part(key)}/follow-rules/simulation`, { body: { rules } });

export const previewStories = (api: Api, key: string, trackedFields: TrackedField[]) =>
  api.send<StoryPreview>('POST', `connections/${part(key)}/story-preview`, { body: { trackedFields, days: 30 } });

export const readAudienceReason = (api: Api, record: string, memberId?: string) =>
  api.get<AudienceReason>(`records/${part(record)}/audience-reason`, { memberId });
