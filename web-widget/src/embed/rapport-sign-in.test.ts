import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { speak } from '../i18n/language.ts';
import './rapport-sign-in.ts';
import { EmbedSession } from './session.ts';

const SERVER = 'http://rapport.example/';
const company = { name: 'company', displayName: 'Acme & Co' };

/** A server that answers as told; what is asked of it is kept. */
let asked: { path: string; body: Record<string, string> }[];
let ways: () => Response;
let exchanged: () => Response;
let opened: { url: URL; target: string; features: string; window: { closed: boolean; close: () => void } }[];
let blocked: boolean;

beforeEach(() => {
  asked = [];
  opened = [];
  blocked = false;
  ways = () => Response.json({ localAccounts: true, providers: [company] });
  exchanged = () =>
    Response.json({
      accessToken: 'token',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      member: { id: '1', name: 'Ann Berg', active: true },
    });
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    const path = url.pathname.replace('/api/v1/', '');
    asked.push({ path, body: init.body ? (JSON.parse(init.body as string) as Record<string, string>) : {} });
    expect(init.credentials).toBe('omit');
    return Promise.resolve(path === 'sign-in' ? ways() : exchanged());
  });
  vi.stubGlobal('open', (url: URL, target: string, features: string) => {
    if (blocked) return null;
    const window = Object.assign(new MessageChannel().port1, { closed: false, close: vi.fn() });
    opened.push({ url, target, features, window });
    return window;
  });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  await speak('en');
});

async function shown() {
  const session = new EmbedSession(SERVER, 'acme');
  const element = Object.assign(document.createElement('rapport-sign-in'), {
    session,
    feed: { record: 'account:1', headingLevel: 1 },
  });
  const signedIn = vi.fn();
  element.addEventListener('rapport-signed-in', signedIn);
  document.body.append(element);
  await vi.waitFor(() => expect(element.shadowRoot!.querySelector('[role=heading]')).not.toBeNull());
  return { element, session, signedIn, root: element.shadowRoot! };
}

async function ready() {
  const all = await shown();
  await vi.waitFor(() => expect(all.root.querySelector('button')?.getAttribute('aria-disabled')).toBe('false'));
  return all;
}

const press = (root: ShadowRoot) => root.querySelector('button')!.click();

function says(data: unknown, origin = new URL(SERVER).origin, source: unknown = opened.at(-1)!.window) {
  dispatchEvent(new MessageEvent('message', { data, origin, source: source as MessageEventSource }));
}

const alert = (root: ShadowRoot) => root.querySelector('[role=alert]')?.textContent?.trim() ?? '';
const exchanges = () => asked.filter(({ path }) => path === 'embed/session/code');

async function challengeOf(verifier: string) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

describe('signing in in a frame', () => {
  it('opens a window of Rapport’s own at the press, and nothing before', async () => {
    const { root } = await ready();
    expect(opened).toHaveLength(0);
    expect(root.querySelector('button')!.textContent).toContain('Sign in with Acme & Co');
    press(root);
    const { url, features } = opened[0]!;
    expect(url.origin + url.pathname).toBe('http://rapport.example/sign-in/openid-connect/company/frame');
    expect(url.searchParams.get('connection')).toBe('acme');
    expect(url.searchParams.get('challenge')).toMatch(/^[\w-]{43}$/);
    expect(features).not.toContain('noopener');
    await vi.waitFor(() => expect(root.querySelector('[role=status]')!.textContent).toContain('Finish signing in'));
  });

  it('exchanges the code with what it alone knows, and names neither in an address', async () => {
    const { root, session, signedIn } = await ready();
    press(root);
    const { url, window } = opened[0]!;
    says({ type: 'rapport-sign-in', code: 'the-code' });
    await vi.waitFor(() => expect(signedIn).toHaveBeenCalledOnce());
    const { body } = exchanges()[0]!;
    expect(body).toMatchObject({ connection: 'acme', code: 'the-code' });
    expect(await challengeOf(body.verifier!)).toBe(url.searchParams.get('challenge'));
    expect(url.href).not.toContain(body.verifier!);
    expect(window.close).toHaveBeenCalledOnce();
    expect(session.member?.name).toBe('Ann Berg');
    expect(await session.token()).toBe('token');
  });

  it('hears no other window, no other origin and no second message', async () => {
    const { root, signedIn } = await ready();
    press(root);
    says({ type: 'rapport-sign-in', code: 'forged' }, 'http://evil.example');
    says({ type: 'rapport-sign-in', code: 'forged' }, new URL(SERVER).origin, globalThis.window);
    says({ type: 'something-else', code: 'forged' });
    says('forged');
    expect(exchanges()).toHaveLength(0);
    says({ type: 'rapport-sign-in', code: 'true' });
    says({ type: 'rapport-sign-in', code: 'late' });
    await vi.waitFor(() => expect(signedIn).toHaveBeenCalledOnce());
    expect(exchanges().map(({ body }) => body.code)).toEqual(['true']);
  });

  it('makes up another secret for each window', async () => {
    const { root } = await ready();
    press(root);
    await vi.waitFor(() => expect(root.querySelector('button')!.getAttribute('aria-disabled')).toBe('false'));
    press(root);
    const [first, second] = opened.map(({ url }) => url.searchParams.get('challenge'));
    expect(first).not.toBe(second);
  });

  it('says what to do when the browser keeps the window from opening', async () => {
    blocked = true;
    const { root } = await ready();
    press(root);
    await vi.waitFor(() => expect(alert(root)).toContain('kept the window from opening'));
    expect(root.querySelector('a')!.href).toBe('http://rapport.example/app/r/acme/account/1');
    blocked = false;
    await vi.waitFor(() => expect(root.querySelector('button')!.getAttribute('aria-disabled')).toBe('false'));
    press(root);
    await vi.waitFor(() => expect(alert(root)).toBe(''));
  });

  it('says what to do when the window is gone, and still hears of one that was only cut off', async () => {
    const { root, signedIn } = await ready();
    press(root);
    opened[0]!.window.closed = true;
    await vi.waitFor(() => expect(alert(root)).toContain('The window was closed'), 3_000);
    says({ type: 'rapport-sign-in', code: 'the-code' });
    await vi.waitFor(() => expect(signedIn).toHaveBeenCalledOnce());
  });

  it('tells why somebody was refused, and lets them take another account', async () => {
    const { root, signedIn } = await ready();
    press(root);
    says({ type: 'rapport-sign-in', refused: 'sign-in-member-unknown' });
    await vi.waitFor(() => expect(alert(root)).toContain('Nobody in Rapport is known by that account'));
    await vi.waitFor(() => expect(root.querySelector('button')!.getAttribute('aria-disabled')).toBe('false'));
    press(root);
    expect(opened[1]!.url.searchParams.get('choose')).toBe('true');
    says({ type: 'rapport-sign-in', refused: 'sign-in-provider-down' });
    await vi.waitFor(() => expect(alert(root)).toContain('Acme & Co doesn’t answer'));
    expect(signedIn).not.toHaveBeenCalled();
  });

  it('says when the code came too late', async () => {
    exchanged = () =>
      Response.json({ type: '/problems/sign-in-code-not-accepted', status: 401, detail: 'no' }, { status: 401 });
    const { root } = await ready();
    press(root);
    says({ type: 'rapport-sign-in', code: 'old' });
    await vi.waitFor(() => expect(alert(root)).toContain('That took too long'));
  });

  it('leads to the app where nothing is set up', async () => {
    ways = () => Response.json({ localAccounts: true, providers: [] });
    const { root } = await shown();
    await vi.waitFor(() => expect(root.textContent).toContain('isn’t set up'));
    expect(root.querySelector('a')!.target).toBe('_blank');
  });

  it('asks again for the ways in when the server could not be reached', async () => {
    ways = () => Response.json({ status: 503 }, { status: 503 });
    const { root } = await shown();
    await vi.waitFor(() => expect(alert(root)).toContain('can’t be reached'));
    ways = () => Response.json({ localAccounts: true, providers: [company] });
    press(root);
    await vi.waitFor(() => expect(root.textContent).toContain('Sign in with Acme & Co'));
  });

  it('signs nobody in where the page is not safe', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const { root } = await shown();
    await vi.waitFor(() => expect(root.textContent).toContain('isn’t reached by HTTPS'));
    expect(root.querySelector('button')).toBeNull();
  });

  it('speaks French', async () => {
    await speak('fr');
    const { root } = await ready();
    await vi.waitFor(() => expect(root.textContent).toContain('Se connecter avec Acme & Co'));
  });
});

describe('a session that began so', () => {
  it('tells that it has ended when nothing can renew it', async () => {
    const { session } = await shown();
    const ended = vi.fn();
    session.api.onSignedOut = ended;
    session.accept({
      accessToken: 'old',
      expiresAt: new Date(Date.now() - 1_000).toISOString(),
      member: { id: '1', name: 'Ann Berg', active: true },
    });
    await expect(session.token()).rejects.toMatchObject({ status: 401 });
    expect(ended).toHaveBeenCalledOnce();
  });
});
