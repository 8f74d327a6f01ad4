import { describe, expect, it, vi } from 'vitest';
import type { Api } from '../api/api.ts';
import { ApiProblem } from '../api/problem.ts';
import type { Comment, Feed, Post } from '../api/schema.ts';
import { Conversation } from './conversation.ts';
import { Discussion, merge, plainSegments, withReaction } from './discussion.ts';
import { FeedDiscussion } from './feed-discussion.ts';
import { FeedStore } from './feed-store.ts';

const ann = { id: '1', name: 'Ann Berg', active: true };
const acme = { id: '10', kind: 'account', type: 'account', connection: 'crm', externalId: 'a', name: 'Acme' } as const;

function post(id: string, more: Partial<Post> = {}): Post {
  return {
    id,
    kind: 'update',
    subject: acme,
    author: ann,
    body: `post ${id}`,
    segments: [],
    publishedAt: '2026-11-20T10:00:00Z',
    version: 1,
    commentCount: 0,
    reactions: { counts: [], total: 0 },
    isRead: true,
    capabilities: { comment: true, react: true },
    ...more,
  };
}

function comment(id: string, ordinal: number): Comment {
  return {
    id,
    postId: '1',
    ordinal,
    author: ann,
    body: id,
    segments: [],
    publishedAt: '2026-11-20T10:00:00Z',
    version: 1,
    reactions: { counts: [], total: 0 },
    capabilities: {},
  };
}

/** A server by hand: each path with what it answers, or the refusal it gives. */
function server(answers: Record<string, unknown>): Api {
  const asked = async (method: string, path: string) => {
    const answer = answers[`${method} ${path}`];
    if (answer instanceof ApiProblem) throw answer;
    if (answer === undefined) throw new ApiProblem({ status: 404 });
    return typeof answer === 'function' ? (answer as () => unknown)() : answer;
  };
  return {
    get: (path: string) => asked('GET', path),
    send: (method: string, path: string) => asked(method, path),
  } as unknown as Api;
}

const page = (ids: string[], more: Partial<Feed> = {}): Feed => ({
  items: ids.map(id => post(id)),
  updatesToken: 't',
  ...more,
});

describe('a feed', () => {
  it('keeps its pages as they came and shows nothing twice', async () => {
    const answers: Record<string, unknown> = { 'GET feeds/home': page(['5', '4', '3'], { nextPageToken: 'n' }) };
    const feed = new FeedStore(server(answers), { kind: 'home' }, ann);
    await feed.load();
    answers['GET feeds/home'] = page(['3', '2', '1']);
    await feed.more();
    expect(feed.view.pages.map(each => each.ids)).toEqual([
      ['5', '4', '3'],
      ['2', '1'],
    ]);
    expect(feed.view.hasMore).toBe(false);
  });

  it('keeps what is on screen when it cannot be read again, and says since when', async () => {
    const answers: Record<string, unknown> = { 'GET feeds/home': page(['1']) };
    const feed = new FeedStore(server(answers), { kind: 'home' }, ann);
    await feed.load();
    answers['GET feeds/home'] = new ApiProblem({ status: 503 });
    await feed.load();
    expect(feed.view.phase).toBe('ready');
    expect(feed.view.pages[0]!.ids).toEqual(['1']);
    expect(feed.view.staleSince).toBeInstanceOf(Date);
  });

  it('takes everything away when the right to see it is withdrawn', async () => {
    const answers: Record<string, unknown> = { 'GET records/10/feed': page(['1'], { record: acme }) };
    const feed = new FeedStore(server(answers), { kind: 'record', id: '10' }, ann);
    await feed.load();
    answers['GET records/10/feed'] = new ApiProblem({ status: 404 });
    await feed.load();
    expect(feed.view.phase).toBe('denied');
    expect(feed.view.posts.size).toBe(0);
    expect(feed.view.record).toBeUndefined();
  });

  it('draws the line below the last post that is new', async () => {
    const items = [post('3', { isRead: false }), post('2', { isRead: false }), post('1')];
    const feed = new FeedStore(server({ 'GET feeds/home': { items, updatesToken: 't' } }), { kind: 'home' }, ann);
    await feed.load();
    expect(feed.view.newUntil).toBe('2');
  });

  it('shows one’s own post at once and gives it the server’s id later, in the same place', async () => {
    let answer: (sent: Post) => void = () => undefined;
    const answers = { 'GET feeds/home': page(['1']), 'POST posts': () => new Promise(resolve => (answer = resolve)) };
    const feed = new FeedStore(server(answers), { kind: 'home' }, ann);
    await feed.load();
    const sending = new FeedDiscussion(feed).send({ subject: acme, kind: 'update', body: 'hello' }, 'k');
    expect(feed.view.pages[0]!.ids).toEqual(['new-k', '1']);
    expect(feed.view.posts.get('new-k')!.local!.state).toBe('sending');
    await Promise.resolve();
    answer(post('2'));
    await sending;
    expect(feed.view.pages[0]!.ids).toEqual(['2', '1']);
    expect(feed.view.keys.get('2')).toBe('new-k');
  });

  it('keeps the text of a post that was refused, with the reason', async () => {
    const answers = { 'GET feeds/home': page([]), 'POST posts': new ApiProblem({ status: 429 }, 20) };
    const feed = new FeedStore(server(answers), { kind: 'home' }, ann);
    await feed.load();
    await new FeedDiscussion(feed).send({ subject: acme, kind: 'update', body: 'hello' }, 'k');
    const failed = feed.view.posts.get('new-k')!;
    expect(failed.body).toBe('hello');
    expect(failed.local).toMatchObject({ state: 'failed', key: 'k', problem: { status: 429, retryAfter: 20 } });
  });

  it('keeps a post that was not sent when another filter is chosen, and sends it again to the letter', async () => {
    const sent: unknown[] = [];
    const feeds = server({ 'GET feeds/home': page([]) });
    const api = {
      get: feeds.get.bind(feeds),
      send: (_method: string, _path: string, { body }: { body: unknown }) => {
        sent.push(body);
        return sent.length === 1 ? Promise.reject(new ApiProblem({ status: 0 })) : Promise.resolve(post('2'));
      },
    } as unknown as Api;
    const feed = new FeedStore(api, { kind: 'home' }, ann);
    await feed.load();
    const talk = new FeedDiscussion(feed);
    await talk.send({ subject: acme, subjectId: acme.id, kind: 'question', title: 'Who knows the buyer?' }, 'k');
    await feed.load({ filter: 'people' });
    expect(feed.view.pages[0]!.ids).toEqual(['new-k']);
    await talk.retry('new-k');
    expect(sent[1]).toEqual(sent[0]);
    expect(feed.view.pages[0]!.ids).toEqual(['2']);
  });

  it('makes up for what it did not hear: posts that are gone, and comments', async () => {
    vi.useFakeTimers();
    const answers: Record<string, unknown> = {
      'GET feeds/home': page(['1', '2']),
      'GET posts': { items: [post('1', { commentCount: 2 })] },
      'GET posts/1/comments': { items: [comment('c1', 1)] },
    };
    const feed = new FeedStore(server(answers), { kind: 'home' }, ann);
    await feed.load();
    const talk = new FeedDiscussion(feed);
    await talk.openThread('1');
    answers['GET posts/1/comments'] = { items: [comment('c2', 2)] };
    talk.hear({ event: 'gap', data: {} } as never);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(feed.view.posts.get('2')!.local).toEqual({ state: 'deleted' });
    expect(feed.view.posts.get('1')!.local).toBeUndefined();
    expect(feed.view.threads.get('1')!.comments.map(each => each.id)).toEqual(['c1', 'c2']);
    vi.useRealTimers();
  });

  it('raises the pill for others’ posts and lets them wait', async () => {
    vi.useFakeTimers();
    const answers = { 'GET feeds/home': page(['1']), 'GET feeds/home/updates': { count: 2 } };
    const feed = new FeedStore(server(answers), { kind: 'home' }, ann);
    await feed.load();
    new FeedDiscussion(feed).hear({
      event: 'change',
      data: { type: 'post-added', subject: '10', post: '2', actor: '7' },
    });
    await vi.advanceTimersByTimeAsync(500);
    vi.useRealTimers();
    expect(feed.view.arrived).toBe(2);
    expect(feed.view.pages[0]!.ids).toEqual(['1']);
  });
});

describe('a thread', () => {
  it('stands in the order of its ordinals, each comment once', () => {
    const merged = merge([comment('a', 1), comment('b', 2)], [comment('c', 3), { ...comment('b', 2), body: 'new' }]);
    expect(merged.map(each => each.body)).toEqual(['a', 'new', 'c']);
  });

  it('takes a deletion back in the view when the server refuses it', async () => {
    const talk = new Conversation(server({ 'DELETE comments/a': new ApiProblem({ status: 409 }) }), ann);
    talk.accept(post('1', { commentCount: 1, comments: [comment('a', 1)] }));
    await expect(new Discussion(talk).deleteComment('1', 'a')).rejects.toThrow();
    expect(talk.comment('1', 'a')!.deleted).toBeUndefined();
  });
});

describe('a reaction', () => {
  it('replaces one’s earlier one and never goes below zero', () => {
    const given = withReaction({ counts: [{ kind: 'agree', count: 1 }], mine: 'agree', total: 1 }, 'thanks');
    expect(given).toEqual({ counts: [{ kind: 'thanks', count: 1 }], mine: 'thanks', total: 1 });
    expect(withReaction(given, undefined)).toEqual({ counts: [], total: 0 });
  });
});

describe('a text on its way', () => {
  it('shows names without their ids', () => {
    expect(plainSegments('[@Ann Berg](member:1)\n\nbye')).toMatchObject([
      { type: 'paragraph', children: [{ text: '@Ann Berg' }] },
      { type: 'paragraph', children: [{ text: 'bye' }] },
    ]);
  });
});
