import { describe, expect, it } from 'vitest';
import { Router } from './router.ts';

const router = new Router('https://example.org/social/app/', () => undefined);
const at = (path: string) => {
  const { page, params } = router.match(`https://example.org/social/app/${path}`);
  const given = Object.entries(params).filter(([name, value]) => !/^\d+$/.test(name) && value !== undefined);
  return { page, ...Object.fromEntries(given) };
};

describe('the map of the app', () => {
  it('knows the parts of a place by their own addresses', () => {
    expect(at('s/55/members')).toEqual({ page: 'space', id: '55', tab: 'members' });
    expect(at('r/nordwind/account/001/files')).toEqual({
      page: 'record',
      connection: 'nordwind',
      type: 'account',
      externalId: '001',
      tab: 'files',
    });
    expect(at('r/7/about')).toEqual({ page: 'record', id: '7', tab: 'about' });
    expect(at('me/drafts')).toEqual({ page: 'saved', tab: 'drafts' });
    expect(at('me/streams/9')).toEqual({ page: 'stream', id: '9' });
  });

  it('reads a topic of any alphabet', () => {
    expect(at('t/%C3%A9t%C3%A9')).toEqual({ page: 'topic', id: 'été' });
  });

  it('says so of what it doesn’t know', () => {
    expect(at('s/1/2/3').page).toBe('missing');
  });
});
