import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appAlone } from '../../preview/app.ts';
import { claire, jonas } from '../../preview/states.ts';
import './page-roles.ts';

let first: Promise<Response>;

beforeEach(() => {
  first = Promise.resolve(Response.json({ items: [{ member: claire, role: 'moderator' }], nextPageToken: 'second' }));
  vi.stubGlobal('fetch', (url: URL) => {
    if (url.pathname.endsWith('/members')) return Promise.resolve(Response.json({ items: [jonas] }));
    return url.searchParams.get('pageToken') === 'second'
      ? Promise.resolve(Response.json({ items: [{ member: jonas, role: 'admin' }] }))
      : first;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

async function shown() {
  const { app } = appAlone({ page: 'roles' });
  const page = Object.assign(document.createElement('rapport-page-roles'), { app });
  document.body.append(page);
  await page.updateComplete;
  const root = page.renderRoot as ShadowRoot;
  return { page, root, picker: root.querySelector('rapport-picker')! };
}

describe('the page of roles', () => {
  it('knows the role of whoever is picked, on whichever page of the list', async () => {
    const { page, root, picker } = await shown();
    await vi.waitFor(() => expect(root.querySelectorAll('.rows > li')).toHaveLength(2));
    const [choice] = await picker.find!('Jonas');
    picker.dispatchEvent(new CustomEvent('rapport-pick', { detail: choice }));
    await page.updateComplete;
    expect(root.querySelector<HTMLInputElement>('[name=role]:checked')!.value).toBe('admin');
    expect(root.querySelector('form button.primary')!.getAttribute('aria-disabled')).toBe('true');
  });

  it('offers nobody before it knows who has a role', async () => {
    let answer!: (response: Response) => void;
    const whole = first;
    first = new Promise(done => (answer = done));
    const { root, picker } = await shown();
    expect(await picker.find!('Jonas')).toEqual([]);
    answer(await whole);
    await vi.waitFor(() => expect(root.querySelectorAll('.rows > li')).toHaveLength(2));
    expect(await picker.find!('Jonas')).toHaveLength(1);
  });
});
