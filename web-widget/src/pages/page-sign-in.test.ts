import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../api/api.ts';
import './page-sign-in.ts';

const SERVER = 'http://rapport.example/';
let ways: () => Response;
const before = location.href;

beforeEach(() => {
  ways = () => Response.json({ localAccounts: true, providers: [{ name: 'company', displayName: 'Acme & Co' }] });
  vi.stubGlobal('fetch', () => Promise.resolve(ways()));
});

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  document.querySelector('base')?.remove();
  history.replaceState(null, '', before);
});

async function shown(path = '', again = false) {
  const base = new URL('.', before).href;
  document.head.append(Object.assign(document.createElement('base'), { href: base }));
  history.replaceState(null, '', base + path);
  const page = Object.assign(document.createElement('rapport-page-sign-in'), { api: new Api(SERVER), again });
  document.body.append(page);
  const root = page.shadowRoot!;
  await vi.waitFor(() => expect(root.querySelector('form, .ways')).not.toBeNull());
  return root;
}

const way = (root: ShadowRoot) => root.querySelector<HTMLAnchorElement>('.ways a')!;

describe('the sign-in page', () => {
  it('leads to the company’s sign-in and names the page to come back to', async () => {
    const root = await shown('r/acme/account/1?tab=files#c-5');
    expect(way(root).textContent).toContain('Continue with Acme & Co');
    const url = new URL(way(root).href);
    expect(url.origin + url.pathname).toBe('http://rapport.example/sign-in/openid-connect/company');
    expect(url.searchParams.get('next')).toBe('r/acme/account/1?tab=files#c-5');
    expect(url.searchParams.has('choose')).toBe(false);
    expect(root.querySelector('#login')).not.toBeNull();
  });

  it('has no form where local accounts are off, and no buttons where there is no provider', async () => {
    ways = () => Response.json({ localAccounts: false, providers: [{ name: 'company', displayName: 'Acme & Co' }] });
    const companies = await shown();
    expect(companies.querySelector('form')).toBeNull();
    expect(companies.querySelector('.or')).toBeNull();
    document.body.replaceChildren();
    ways = () => Response.json({ localAccounts: true, providers: [] });
    const own = await shown();
    expect(own.querySelector('.ways')).toBeNull();
    expect(own.querySelector('form button.primary')).not.toBeNull();
  });

  it('tells why the company’s sign-in led back, once, and offers another account', async () => {
    const root = await shown('spaces?tab=mine&sign-in=sign-in-provider-down&by=company');
    await vi.waitFor(() =>
      expect(root.querySelector('[role=alert]')!.textContent).toContain('Acme & Co doesn’t answer'),
    );
    expect(location.search).toBe('?tab=mine');
    const url = new URL(way(root).href);
    expect(url.searchParams.get('next')).toBe('spaces?tab=mine');
    expect(url.searchParams.get('choose')).toBe('true');
  });

  it('says nothing that an address made up', async () => {
    const root = await shown('?sign-in=%3Cb%3EYour%20password%20please%3C/b%3E&by=evil');
    expect(root.querySelector('[role=alert]')!.textContent).toBe('You aren’t signed in. Try again.');
  });

  it('says that it waits, and where it stands over a page takes the keyboard to the first way in', async () => {
    let answer!: (response: Response) => void;
    vi.stubGlobal('fetch', () => new Promise<Response>(done => (answer = done)));
    const page = Object.assign(document.createElement('rapport-page-sign-in'), { api: new Api(SERVER), again: true });
    document.body.append(page);
    await page.updateComplete;
    const root = page.shadowRoot!;
    expect(root.querySelector('[role=status]')!.textContent).toBe('Loading…');
    answer(ways());
    await vi.waitFor(() => expect(root.querySelector('[role=status]')).toBeNull());
    await vi.waitFor(() => expect(root.activeElement?.textContent).toContain('Continue with Acme & Co'));
    page.remove();
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ localAccounts: true, providers: [] })));
    const own = await shown('', true);
    await vi.waitFor(() => expect(own.activeElement?.id).toBe('login'));
  });

  it('falls back to its own form when the ways in cannot be read', async () => {
    ways = () => Response.json({}, { status: 503 });
    const root = await shown();
    expect(root.querySelector('form')).not.toBeNull();
  });
});
