import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { part } from '../api/api.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { WaysIn } from '../api/schema.ts';
import { exchangeCode, readWaysIn } from '../api/sign-in.ts';
import { base } from '../design/base.ts';
import { appPath, tell, type Target } from '../feed/surface.ts';
import { speakFurther } from '../i18n/language.ts';
import { problemText } from '../i18n/names.ts';
import { signInRefusal } from '../i18n/sign-in-refusals.ts';
import type { RapportFeed } from './rapport-feed.ts';
import type { EmbedSession } from './session.ts';

type Provider = WaysIn['providers'][number];

/** What only this page knows, and what may be told of it. */
interface Secret {
  verifier: string;
  challenge: string;
}

/** A window in which somebody signs in for us. */
interface Window_ {
  window: Window;
  provider: Provider;
  verifier: string;
}

type Told = 'blocked' | 'gone' | { refused: string; by: string } | { problem: ApiProblem };

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** As RFC 7636 makes them; nothing where the page isn't safe enough for the browser's own SHA-256. */
async function newSecret(): Promise<Secret | undefined> {
  if (!crypto.subtle) return undefined;
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(hash)) };
}

/**
 * The door of a frame on a CRM's page. The browser keeps cookies and storage of a frame apart, so the person signs in in a window of
 * Rapport's own, which hands over a code. With what this page alone knows, the code opens a session that lives in memory.
 * @fires rapport-signed-in - the session has begun
 */
@customElement('rapport-sign-in')
@localized()
export class RapportSignIn extends LitElement {
  @property({ attribute: false }) session?: EmbedSession;
  /** For whom: its record is what to open in the app where signing in here can't be done. */
  @property({ attribute: false }) feed?: Pick<RapportFeed, 'record' | 'headingLevel'>;
  @state() private ways?: WaysIn | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private told?: Told | undefined;
  @state() private open?: Window_ | undefined;
  @state() private busy = false;
  @state() private secret?: Secret | undefined;
  @state() private unsafe = false;
  #watch: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    css`
      div {
        display: grid;
        justify-items: center;
        gap: 12px;
        padding: 28px 16px;
        text-align: center;
        text-wrap: balance;
      }
      .heading {
        font-size: var(--r-lg);
        line-height: 1.35;
        font-weight: 600;
      }
      button,
      a.primary {
        max-width: 100%;
        min-height: 40px;
        padding: 8px 16px;
        font-size: var(--r-md);
        overflow-wrap: anywhere;
      }
      .told {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-warning-soft);
        color: var(--r-on-warning-soft);
        font-size: var(--r-sm);
      }
      .told.danger {
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
      }
    `,
  ];

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('message', this.#heard);
    void speakFurther();
    void this.#prepare();
  }

  /** Not on connecting: what was set before this code came is there with the first update. */
  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('session') && this.session) void this.#load();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('message', this.#heard);
    this.#stopWatching();
  }

  /** Before the press, since a browser lets a window open in the very moment of one alone. */
  async #prepare() {
    this.secret = undefined;
    this.secret = await newSecret();
    this.unsafe = !this.secret;
  }

  async #load() {
    this.problem = undefined;
    try {
      this.ways = await readWaysIn(this.session!.anonymous());
    } catch (failure) {
      this.problem = problemOf(failure);
    }
  }

  #press(provider: Provider) {
    const { secret, session } = this;
    if (!secret || !session || this.busy) return;
    const url = new URL(`sign-in/openid-connect/${part(provider.name)}/frame`, session.api.root);
    url.searchParams.set('connection', session.connection);
    url.searchParams.set('challenge', secret.challenge);
    // Who was refused may want to take another account than the one that the provider remembers.
    if (typeof this.told === 'object' && 'refused' in this.told) url.searchParams.set('choose', 'true');
    const opened = window.open(url, 'rapport-sign-in', 'popup,width=520,height=680');
    this.#stopWatching();
    this.open = opened ? { window: opened, provider, verifier: secret.verifier } : undefined;
    this.told = opened ? undefined : 'blocked';
    if (opened) this.#watch = setInterval(this.#look, 500);
    void this.#prepare();
  }

  /** A provider that cuts its pages off from others makes a window look closed that is not. So we go on listening. */
  #look = () => {
    if (!this.open?.window.closed) return;
    this.#stopWatching();
    this.told = 'gone';
  };

  #stopWatching() {
    clearInterval(this.#watch);
  }

  #heard = (event: MessageEvent) => {
    const { open, session } = this;
    if (!open || !session || event.source !== open.window || event.origin !== session.api.root.origin) return;
    const said = event.data as { type?: unknown; code?: unknown; refused?: unknown } | null;
    if (said?.type !== 'rapport-sign-in') return;
    this.#stopWatching();
    this.open = undefined;
    open.window.close();
    if (typeof said.code === 'string') void this.#exchange(said.code, open.verifier);
    else this.told = { refused: String(said.refused), by: open.provider.displayName };
  };

  async #exchange(code: string, verifier: string) {
    const session = this.session!;
    this.busy = true;
    this.told = undefined;
    try {
      session.accept(await exchangeCode(session.anonymous(), session.connection, code, verifier));
      tell(this, 'rapport-signed-in');
    } catch (failure) {
      this.told = { problem: problemOf(failure) };
    } finally {
      this.busy = false;
    }
  }

  override render() {
    return html`<div>
      <p class="heading" role="heading" aria-level=${this.feed?.headingLevel ?? 2}>
        ${msg('Sign in to see the conversation')}
      </p>
      <p class="muted small" role="status">${this.#state()}</p>
      ${this.told ? html`<p class="told ${this.#wrong ? 'danger' : ''}" role="alert">${this.#trouble(this.told)}</p>` : nothing}
      ${this.#actions()}
    </div>`;
  }

  get #wrong() {
    return typeof this.told === 'object';
  }

  #state() {
    if (this.busy) return msg('Signing in…');
    if (this.open && !this.told) return msg('Finish signing in in the window that has opened.');
    return nothing;
  }

  #trouble(told: Told): string {
    if (told === 'blocked')
      return msg('Your browser kept the window from opening. Allow windows of this page, then press again.');
    if (told === 'gone')
      return msg(
        'The window was closed, or can’t reach this page. If you finished signing in there, press again: nobody will ask twice.',
      );
    if ('refused' in told) return signInRefusal(told.refused, told.by);
    if (told.problem.status === 401) return msg('That took too long. Sign in again.');
    return told.problem.status === 403 && told.problem.document.detail
      ? told.problem.document.detail
      : problemText(told.problem);
  }

  #actions(): TemplateResult | typeof nothing {
    if (this.problem) {
      return html`<p class="told danger" role="alert">${problemText(this.problem)}</p>
        <button type="button" class="outline" @click=${() => void this.#load()}>${msg('Try again')}</button>`;
    }
    if (!this.ways) return nothing;
    if (this.unsafe)
      return this.#instead(msg('This page isn’t reached by HTTPS all the way, so nobody can sign in here safely.'));
    if (this.ways.providers.length === 0) return this.#instead(msg('Signing in here isn’t set up.'));
    return html`${this.ways.providers.map(
      (provider, at) =>
        html`<button
          type="button"
          class=${at === 0 ? 'primary' : 'outline'}
          aria-disabled=${this.busy || !this.secret ? 'true' : 'false'}
          @click=${() => this.#press(provider)}
        >
          ${msg(str`Sign in with ${provider.displayName}`)}
        </button>`,
    )}
    ${this.told === 'blocked' ? this.#app('outline') : nothing}`;
  }

  #instead(why: string) {
    return html`<p>${why}</p>
      ${this.#app('primary')}`;
  }

  #app(look: string) {
    const { session, feed } = this;
    const [type, ...id] = (feed?.record ?? '').split(':');
    const record = { kind: 'record', id: '', connection: session!.connection, type: type!, externalId: id.join(':') };
    const href = new URL(`app/${appPath(record as Target)}`, session!.api.root).href;
    return html`<a class=${look} href=${href} target="_blank" rel="noopener">${msg('Open in Rapport')}</a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-sign-in': RapportSignIn;
  }
}
