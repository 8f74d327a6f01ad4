import { describe, expect, it, vi } from 'vitest';
import { Drafts } from './drafts.ts';

/** As much of a browser's storage as drafts use. */
function storage(): Storage {
  const kept: Record<string, string> = {};
  Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, value: string) => void (kept[key] = value) },
    removeItem: { value: (key: string) => void delete kept[key] },
  });
  return kept as unknown as Storage;
}

describe('drafts', () => {
  it('are kept for each place by itself', () => {
    const drafts = new Drafts('server 1', storage());
    drafts.save('post 10', { body: 'about Acme' });
    drafts.save('comment 11', { body: 'an answer' });
    expect(drafts.read('post 10')?.body).toBe('about Acme');
    expect(drafts.places()).toEqual(['post 10', 'comment 11']);
  });

  it('are not another member’s', () => {
    const kept = storage();
    new Drafts('server 1', kept).save('post 10', { body: 'mine' });
    expect(new Drafts('server 2', kept).read('post 10')).toBeUndefined();
  });

  it('are gone when the field is emptied', () => {
    const drafts = new Drafts('s', storage());
    drafts.save('post 10', { body: 'x' });
    drafts.save('post 10', { body: '  ' });
    expect(drafts.read('post 10')).toBeUndefined();
  });

  it('stand in the composer again after a tab was closed while sending', () => {
    vi.useFakeTimers();
    const drafts = new Drafts('s', storage());
    drafts.save('post 10', { body: 'on its way' });
    drafts.hold('post 10', 'key');
    expect(drafts.read('post 10')).toBeUndefined();
    vi.advanceTimersByTime(120_000);
    drafts.recover();
    vi.useRealTimers();
    expect(drafts.read('post 10')?.body).toBe('on its way');
  });

  it('do without a storage', () => {
    const drafts = new Drafts('s', null);
    drafts.save('post 10', { body: 'x' });
    expect(drafts.read('post 10')).toBeUndefined();
  });
});
