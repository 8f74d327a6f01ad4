import { afterEach, describe, expect, it, vi } from 'vitest';
import { acme, claire, comment, jonas, post } from '../../preview/states.ts';
import { Api } from '../api/api.ts';
import type { RapportToasts, Toast } from '../elements/rapport-toasts/rapport-toasts.ts';
import '../elements/rapport-composer/rapport-composer.ts';
import { Drafts } from './drafts.ts';
import type { Sent, Writing } from './events.ts';
import { FeedDiscussion } from './feed-discussion.ts';
import { FeedStore } from './feed-store.ts';
import { deeds, type Around } from './sending.ts';

type Answer = (method: string, path: string, body: string) => Response | undefined;

/** A feed whose server answers as told; what is asked of it, by which key and version, is kept. */
function talking(answer: Answer) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    const path = url.pathname.replace('/api/v1/', '');
    const { ['Idempotency-Key']: key, ['If-Match']: version } = init.headers as Record<string, string>;
    asked.push([init.method, path, key, version, init.body].filter(Boolean).join(' '));
    return Promise.resolve(answer(init.method!, path, String(init.body)) ?? new Response(null, { status: 204 }));
  });
  const told: (Toast | string)[] = [];
  const toasts = {
    show: (toast: Toast) => told.push(toast),
    announce: (text: string) => told.push(text),
  } as unknown as RapportToasts;
  const feed = new FeedStore(new Api('http://server.example/'), { kind: 'home' }, claire);
  const discussion = new FeedDiscussion(feed);
  const host = document.createElement('div') as unknown as Around['host'];
  Object.assign(host, { renderRoot: host, updateComplete: Promise.resolve() });
  document.body.append(host);
  const surface = { drafts: new Drafts('test', null), undoSeconds: 8 } as never;
  return { feed, discussion, asked, told, around: { discussion, host, surface, toasts, seconds: 8 } satisfies Around };
}

function sent(writing: Writing, more: Partial<Sent> = {}) {
  const settle = vi.fn();
  const taken = vi.fn();
  const draft = { body: 'hello', kind: 'update', savedAt: '2026-11-20T10:00:00Z' };
  const detail: Sent = {
    writing,
    place: 'post 100',
    key: 'k',
    draft,
    kind: 'update',
    body: 'hello',
    more: {},
    files: [],
    settle,
    taken,
    ...more,
  };
  return { detail, settle, taken };
}
const toPost = { mode: 'post', subject: acme } as const;
const toEdit: Writing = {
  mode: 'edit',
  item: 'post',
  id: '1',
  postId: '1',
  subjectId: '100',
  version: 3,
  body: 'before',
};
const refusal = (status: number, type: string) => Response.json({ type: `/problems/${type}`, status }, { status });

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

describe('sending a text', () => {
  it('tells whom it mentions in vain, in one breath with the news that it stands', async () => {
    const { told, around } = talking(() => Response.json({ ...post('9'), cannotSee: [jonas] }));
    await deeds['rapport-send']!(sent(toPost).detail, around);
    expect((told[0] as Toast).text).toBe('Posted. Can’t open this and won’t be notified: Jonas Petersen');
  });

  it('tells the same of a comment, and only says it otherwise', async () => {
    let cannotSee = [jonas];
    const { feed, told, around } = talking(() => Response.json({ ...comment('7', 1), cannotSee }));
    feed.accept(post('1'));
    const writing = { mode: 'comment', postId: '1', subjectId: '100' } as const;
    await deeds['rapport-send']!(sent(writing).detail, around);
    expect((told[0] as Toast).text).toContain('Jonas Petersen');
    cannotSee = [];
    await deeds['rapport-send']!(sent(writing, { key: 'k2' }).detail, around);
    expect(told[1]).toBe('Comment posted.');
  });

  it('keeps what was written with a post that was not taken, and puts it back where it was written', async () => {
    const { feed, around } = talking(() => refusal(503, 'unavailable'));
    await deeds['rapport-send']!(sent(toPost).detail, around);
    expect(feed.posts.get('new-k')!.local).toMatchObject({ state: 'failed', draft: { body: 'hello' } });
    const composer = document.createElement('rapport-composer');
    composer.writing = toPost;
    const takeBack = vi.spyOn(composer, 'takeBack');
    around.host.addEventListener('rapport-compose', () => around.host.append(composer));
    await deeds['rapport-rework']!({ item: 'post', id: 'new-k', postId: 'new-k' }, around);
    expect(takeBack).toHaveBeenCalledWith(expect.objectContaining({ body: 'hello' }), 'k');
    expect(composer.renderRoot.querySelector('textarea')!.value).toBe('hello');
    expect(feed.posts.has('new-k')).toBe(false);
  });
});

describe('a post for later', () => {
  it('is asked for by one key however often it is tried', async () => {
    let reached = false;
    const { asked, around } = talking(() =>
      reached ? Response.json({ id: '9' }, { status: 202 }) : refusal(503, 'unavailable'),
    );
    const { detail, settle, taken } = sent(toPost, { more: { publishAt: '2031-05-01T10:00:00Z' } });
    await deeds['rapport-send']!(detail, around);
    expect(settle).toHaveBeenLastCalledWith(expect.objectContaining({ status: 503 }));
    expect(taken).not.toHaveBeenCalled();
    reached = true;
    await deeds['rapport-send']!(detail, around);
    expect(settle).toHaveBeenLastCalledWith();
    expect(taken).toHaveBeenCalled();
    expect(asked.map(each => each.split(' ')[2])).toEqual(['k', 'k']);
  });
});

describe('a change of a text', () => {
  it('sends the files and the end only where they were changed', async () => {
    const { feed, asked, around } = talking(() => Response.json(post('1', { version: 4 })));
    feed.accept(post('1', { version: 3 }));
    await deeds['rapport-send']!(sent(toEdit).detail, around);
    const more = { fileIds: ['40'], announcement: { expiresAt: '2031-05-01T10:00:00Z' } };
    await deeds['rapport-send']!(sent(toEdit, { more }).detail, around);
    expect(asked[0]).toMatch(/\{"body":"hello"\}$/);
    expect(JSON.parse(asked[1]!.slice(asked[1]!.indexOf('{')))).toEqual({ body: 'hello', ...more });
  });

  it('that meets another one reads it before it gives the refusal, so that both can be shown', async () => {
    const { feed, around } = talking(method =>
      method === 'PATCH'
        ? refusal(412, 'version-mismatch')
        : Response.json(post('1', { version: 5, body: 'In week 12.' })),
    );
    feed.accept(post('1', { version: 3 }));
    const { detail, settle } = sent(toEdit);
    settle.mockImplementation(() => expect(feed.posts.get('1')).toMatchObject({ version: 5, body: 'In week 12.' }));
    await deeds['rapport-send']!(detail, around);
    expect(settle).toHaveBeenCalledWith(expect.objectContaining({ slug: 'version-mismatch' }));
  });

  it('gives the refusal also where the other text can’t be read', async () => {
    const { feed, around } = talking(method =>
      method === 'PATCH' ? refusal(412, 'version-mismatch') : refusal(503, 'unavailable'),
    );
    feed.accept(post('1', { version: 3 }));
    const { detail, settle } = sent(toEdit);
    await deeds['rapport-send']!(detail, around);
    expect(settle).toHaveBeenCalledWith(expect.objectContaining({ slug: 'version-mismatch' }));
  });
});
