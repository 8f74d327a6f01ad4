import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../api/api.ts';
import type { Post } from '../api/schema.ts';
import { claire, comment, poll, post } from '../../preview/states.ts';
import { act, voted } from './acts.ts';
import { Conversation } from './conversation.ts';
import { Discussion } from './discussion.ts';
import type { RapportToasts, Toast } from '../elements/rapport-toasts/rapport-toasts.ts';

/** A conversation whose server answers as told; what is asked of it is kept. */
function talking(of: Post, answer: () => Response = () => new Response(null, { status: 204 })) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    asked.push(`${init.method} ${url.pathname.replace('/api/v1/', '')} ${String(init.body ?? '')}`.trim());
    if (init.method === 'GET') return Promise.resolve(Response.json({ items: [] }));
    return Promise.resolve(answer());
  });
  const talk = new Conversation(new Api('http://server.example/'), claire);
  talk.accept(of);
  const told: Toast[] = [];
  const toasts = { show: (toast: Toast) => told.push(toast), announce: () => undefined } as unknown as RapportToasts;
  const discussion = new Discussion(talk);
  const around = { discussion, root: document.body, surface: undefined, toasts, seconds: 8 };
  return { talk, asked, told, around, shown: () => talk.posts.get(of.id)! };
}
const refusal = () =>
  Response.json({ type: '/problems/too-many-pins', status: 409, detail: 'At most 3.' }, { status: 409 });
const ref = { item: 'post', id: '1', postId: '1' } as const;

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

describe('what is done by one press', () => {
  it('is shown before the server has answered, and can be undone', async () => {
    const { asked, told, around, shown } = talking(post('1'));
    const done = act({ ...ref, act: 'bookmark' }, around);
    expect(shown().bookmarked).toBe(true);
    await done;
    expect(asked).toEqual(['PUT posts/1/bookmark {}']);
    told[0]!.undo!();
    await vi.waitFor(() => expect(asked).toEqual(['PUT posts/1/bookmark {}', 'DELETE posts/1/bookmark']));
    expect(shown().bookmarked).toBe(false);
  });

  it('is taken back when the server refuses, with the reason for who pressed', async () => {
    const { around, shown } = talking(post('1'), refusal);
    await expect(act({ ...ref, act: 'pin' }, around)).rejects.toThrow('At most 3.');
    expect(shown().pinned).toBeUndefined();
  });

  it('keeps what came meanwhile when it is taken back', async () => {
    const { talk, around, shown } = talking(post('1'), refusal);
    const done = act({ ...ref, act: 'mute' }, around);
    talk.putPost({ ...shown(), commentCount: 5 });
    await expect(done).rejects.toThrow();
    expect(shown()).toMatchObject({ commentCount: 5, muted: undefined });
  });

  it('marks one best answer, and takes the mark off the one before', async () => {
    const comments = [comment('7', 1, { accepted: true }), comment('8', 2)];
    const { talk, asked, around, shown } = talking(post('1', { kind: 'question', comments, commentCount: 2 }));
    await act({ item: 'comment', id: '8', postId: '1', act: 'accept' }, around);
    expect(asked[0]).toBe('PUT posts/1/answer {"commentId":"8"}');
    expect(talk.comment('1', '7')!.accepted).toBe(false);
    expect(talk.comment('1', '8')!.accepted).toBe(true);
    expect(shown().question).toMatchObject({ state: 'answered', answer: { id: '8' } });
  });

  it('closes a thread with the reason that was asked for', async () => {
    const { asked, around, shown } = talking(post('1'));
    const done = act({ ...ref, act: 'close' }, around);
    const dialog = await vi.waitFor(() => {
      const open = document.querySelector('rapport-ask')?.shadowRoot?.querySelector('dialog[open]');
      expect(open).toBeTruthy();
      return open!;
    });
    dialog.querySelector('input')!.value = 'solved by phone';
    dialog.querySelector<HTMLButtonElement>('[type=submit]')!.click();
    await done;
    expect(asked[0]).toBe('PUT posts/1/closed {"reason":"solved by phone"}');
    expect(shown().closed).toMatchObject({ reason: 'solved by phone', by: { id: '1' } });
    expect(shown().capabilities.comment).toBe(false);
  });

  it('removes nothing without a reason', async () => {
    const { asked, around } = talking(post('1'));
    const done = act({ ...ref, act: 'remove' }, around);
    const dialog = await vi.waitFor(() => {
      const open = document.querySelector('rapport-ask')?.shadowRoot?.querySelector('dialog[open]');
      expect(open).toBeTruthy();
      return open as HTMLDialogElement;
    });
    dialog.querySelector<HTMLButtonElement>('[type=submit]')!.click();
    await vi.waitFor(() => expect(dialog.querySelector('[role=alert]')).not.toBeNull());
    expect(dialog.open).toBe(true);
    dialog.close();
    await done;
    expect(asked).toEqual([]);
  });
});

describe('what asks for words first', () => {
  const ask = (name: string) =>
    vi.waitFor(() => {
      const dialog = document.querySelector('rapport-ask')?.shadowRoot?.querySelector('dialog[open]');
      expect(dialog?.textContent).toContain(name);
      return dialog as HTMLDialogElement;
    });

  it('keeps them where they were typed when the server refuses, and takes the change back', async () => {
    const { told, around, shown } = talking(post('1'), refusal);
    const done = act({ ...ref, act: 'close' }, around);
    const dialog = await ask('Close this thread');
    dialog.querySelector('input')!.value = 'solved by phone';
    dialog.querySelector<HTMLButtonElement>('[type=submit]')!.click();
    expect(shown().closed).toBeDefined();
    await vi.waitFor(() => expect(dialog.querySelector('[role=alert]')!.textContent).toContain('At most 3.'));
    expect(dialog.open).toBe(true);
    expect(dialog.querySelector('input')!.value).toBe('solved by phone');
    expect(shown().closed).toBeUndefined();
    dialog.close();
    await done;
    expect(told).toEqual([]);
  });

  it('takes no more of them than the server does', async () => {
    const { around } = talking(post('1'));
    const surface = { settings: { limits: { closeReason: 40 } } } as never;
    const done = act({ ...ref, act: 'close' }, { ...around, surface });
    const dialog = await ask('Close this thread');
    expect(dialog.querySelector('input')!.maxLength).toBe(40);
    dialog.close();
    await done;
  });

  it('is not sent twice by two presses', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { asked, around } = talking(post('1'), () => new Promise<Response>(resolve => (answer = resolve)) as never);
    const done = act({ ...ref, act: 'close' }, around);
    const dialog = await ask('Close this thread');
    dialog.querySelector<HTMLButtonElement>('[type=submit]')!.click();
    dialog.querySelector<HTMLButtonElement>('[type=submit]')!.click();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    answer(new Response(null, { status: 204 }));
    await done;
    expect(asked.filter(each => each.startsWith('PUT'))).toHaveLength(1);
  });
});

describe('the topics of a post', () => {
  it('stand on it as soon as they were given', async () => {
    const { asked, around, shown } = talking(post('1', { topics: [] }), () =>
      Response.json({ id: '9', name: 'pricing' }),
    );
    const done = act({ ...ref, act: 'topics' }, around);
    const element = await vi.waitFor(() => {
      const found = document.querySelector('rapport-topics');
      expect(found?.shadowRoot?.querySelector('dialog[open]')).toBeTruthy();
      return found!;
    });
    const picker = element.renderRoot.querySelector('rapport-picker')!;
    picker.dispatchEvent(new CustomEvent('rapport-pick', { detail: { id: '', name: '#pricing' } }));
    await vi.waitFor(() => expect(element.given).toEqual([{ id: '9', name: 'pricing' }]));
    element.renderRoot.querySelector('dialog')!.close();
    await done;
    expect(asked).toEqual(['POST posts/1/topics {"name":"pricing"}']);
    expect(shown().topics).toEqual([{ id: '9', name: 'pricing' }]);
  });
});

describe('a vote', () => {
  it('moves from one option to another, and the number of voters stays', () => {
    const after = voted(poll, ['b']);
    expect(after.options.map(option => option.votes)).toEqual([2, 2, 0]);
    expect(after.voters).toBe(4);
  });

  it('that is taken back counts no more', () => {
    const after = voted(poll, []);
    expect(after.options.map(option => option.votes)).toEqual([2, 1, 0]);
    expect(after.voters).toBe(3);
  });

  it('tells no figures that are hidden', () => {
    const hidden = { ...poll, options: poll.options.map(({ id, text }) => ({ id, text })) };
    expect(voted(hidden, ['a']).options[0]).toEqual({ id: 'a', text: 'Week 12', mine: true });
  });
});
