import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftSync } from './draft-sync.ts';
import type { Draft } from './drafts.ts';
import type { KeptDraft, Services } from './services.ts';

const kept = (body: string, version: string, more = {}) => ({
  place: 'subject:100',
  body,
  version,
  updatedAt: '2027-01-05T10:00:00Z',
  ...more,
});

function device(server: { draft?: ReturnType<typeof kept> & { conflict?: boolean }; answer?: Promise<void> }) {
  const saved: KeptDraft[] = [];
  const dropped: string[] = [];
  const services = {
    readDraft: () => Promise.resolve(server.draft),
    keepDraft: async (_place: string, draft: KeptDraft) => {
      saved.push(draft);
      await server.answer;
      const conflict = server.draft !== undefined && server.draft.version !== draft.basedOn;
      server.draft = conflict ? { ...server.draft!, conflict } : kept(draft.body, String(saved.length));
      return server.draft;
    },
    dropDraft: (place: string) => Promise.resolve(void dropped.push(place)),
  } as unknown as Services;
  const offered: Draft[] = [];
  const sync = new DraftSync(
    () => Promise.resolve(services),
    'subject:100',
    draft => offered.push(draft),
  );
  return { sync, saved, dropped, offered };
}

describe('a draft on two devices', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is saved five seconds after the last key, once', async () => {
    const { sync, saved } = device({});
    sync.later({ body: 'Met' });
    await vi.advanceTimersByTimeAsync(3_000);
    sync.later({ body: 'Met Ann' });
    await vi.advanceTimersByTimeAsync(4_900);
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(saved.map(draft => draft.body)).toEqual(['Met Ann']);
  });

  it('is offered with its time where the other device wrote later', async () => {
    const { sync, offered } = device({ draft: kept('From the phone', '7') });
    await sync.look({ body: 'From the desk', savedAt: '2027-01-05T09:00:00Z' });
    expect(offered).toEqual([{ body: 'From the phone', savedAt: '2027-01-05T10:00:00Z' }]);
  });

  it('is not offered where this device wrote later, and is then saved over the version it knows', async () => {
    const { sync, offered, saved } = device({ draft: kept('From the phone', '7') });
    await sync.look({ body: 'From the desk', savedAt: '2027-01-05T11:00:00Z' });
    sync.later({ body: 'From the desk' });
    await sync.flush();
    expect(offered).toEqual([]);
    expect(saved[0]).toMatchObject({ body: 'From the desk', basedOn: '7' });
  });

  it('is offered when the answer to a save tells of a newer text', async () => {
    const { sync, offered } = device({ draft: kept('From the phone', '7') });
    sync.later({ body: 'From the desk' });
    await sync.flush();
    expect(offered.map(draft => draft.body)).toEqual(['From the phone']);
  });

  it('is dropped too when it is sent while it is being saved', async () => {
    let answer: () => void = () => undefined;
    const { sync, saved, dropped } = device({ answer: new Promise(resolve => (answer = resolve)) });
    sync.later({ body: 'Met' });
    void sync.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toHaveLength(1);
    const dropping = sync.drop();
    await vi.advanceTimersByTimeAsync(0);
    expect(dropped).toEqual([]);
    answer();
    await dropping;
    expect(dropped).toEqual(['subject:100']);
  });

  it('is dropped once it was sent, and not written again', async () => {
    const { sync, saved, dropped } = device({});
    sync.later({ body: 'Met Ann' });
    await sync.flush();
    sync.later({ body: 'Met Ann and' });
    await sync.drop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(dropped).toEqual(['subject:100']);
    expect(saved).toHaveLength(1);
  });
});
