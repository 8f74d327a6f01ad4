import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { part, type Api } from '../api/api.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { WaysIn } from '../api/schema.ts';
import { signIn } from '../api/session.ts';
import { readWaysIn } from '../api/sign-in.ts';
import { base, fields } from '../design/base.ts';
import { tell } from '../feed/surface.ts';
import { problemText } from '../i18n/names.ts';
import { signInRefusal } from '../i18n/sign-in-refusals.ts';

/** What the server adds to an address of ours when somebody comes back from their company's sign-in without being signed in. */
const REFUSED = 'sign-in';
const BY = 'by';

/**
 * The door: by the company's own sign-in, which leads away and back to the page that was asked for, or by an account of Rapport itself.
 * @fires rapport-signed-in - the server knows who is here
 */
@customElement('rapport-page-sign-in')
@localized()
export class RapportPageSignIn extends LitElement {
  @property({ attribute: false }) api?: Api;
  /** Over a page that was open: the session ended. */
  @property({ type: Boolean, reflect: true }) again = false;
  @state() private problem?: ApiProblem | undefined;
  @state() private busy = false;
  @state() private ways?: WaysIn | undefined;
  /** Why the company's sign-in led back without success, and which. */
  @state() private refused?: { reason: string; by: string } | undefined;
  @query('#login') private login!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;

  static override styles = [
    base,
    fields,
    css`
      :host(:not([again])) {
        display: grid;
        place-items: center;
        min-height: 100dvh;
        padding: 16px;
        box-sizing: border-box;
      }
      main {
        width: min(380px, 100%);
      }
      section,
      form,
      .ways {
        display: grid;
        gap: 16px;
      }
      section {
        padding: 28px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      :host([again]) section {
        border: 0;
        background: none;
      }
      h1 {
        font-size: var(--r-xl);
        line-height: 1.3;
      }
      form button,
      .ways a {
        min-height: 42px;
        font-size: var(--r-md);
      }
      .ways {
        gap: 8px;
      }
      .ways a {
        display: grid;
        place-items: center;
        padding: 8px 16px;
        border: 1px solid var(--r-control);
        border-radius: var(--r-radius-control);
        color: var(--r-text);
        text-align: center;
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      .ways a:hover {
        background: var(--r-hover);
      }
      .ways a.primary {
        border-color: transparent;
        background: var(--r-accent);
        color: var(--r-on-accent);
        font-weight: 600;
      }
      .or {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .or::before,
      .or::after {
        content: '';
        flex: 1;
        border-block-start: 1px solid var(--r-line);
      }
      .problem {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
    `,
  ];

  protected override firstUpdated() {
    document.title = `${msg('Sign in')} – Rapport`;
  }

  override connectedCallback() {
    super.connectedCallback();
    const url = new URL(location.href);
    const reason = url.searchParams.get(REFUSED);
    if (reason) this.refused = { reason, by: url.searchParams.get(BY) ?? '' };
    // Told once: neither a reload nor a link that is passed on says it again.
    if (reason) history.replaceState(history.state, '', here());
  }

  /** Not on connecting: what was set before this code came is there with the first update. */
  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('api') && this.api) void this.#load();
  }

  async #load() {
    try {
      this.ways = await readWaysIn(this.api!);
    } catch {
      this.ways = { localAccounts: true, providers: [] }; // what is wrong will be told when somebody tries
    }
    if (!this.again) return;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.ways a, #login')?.focus();
  }

  override render() {
    return this.again ? this.#door() : html`<main>${this.#door()}</main>`;
  }

  #door() {
    return html`<section aria-labelledby="title">
      <div>
        <h1 id="title">${this.again ? msg('Sign in again') : msg('Sign in to Rapport')}</h1>
        <p class="muted small">
          ${this.again ? msg('Your session has ended. What you typed is kept.') : msg('What your colleagues know about each customer.')}
        </p>
      </div>
      ${this.problem || this.refused ? html`<p class="problem" role="alert">${this.#trouble()}</p>` : nothing}
      ${this.ways ? this.#waysIn(this.ways) : html`<p class="muted" role="status">${msg('Loading…')}</p>`}
    </section>`;
  }

  #waysIn({ providers, localAccounts }: WaysIn) {
    const next = here().slice(new URL('.', document.baseURI).href.length);
    return html`${
      providers.length > 0
        ? html`<div class="ways">
            ${providers.map(({ name, displayName }, at) => {
              const href = new URL(`sign-in/openid-connect/${part(name)}`, this.api!.root);
              href.searchParams.set('next', next);
              // Who was refused may want to take another account than the one that the provider remembers.
              if (this.refused) href.searchParams.set('choose', 'true');
              return html`<a class=${at === 0 ? 'primary' : ''} href=${href.href}
                >${msg(str`Continue with ${displayName}`)}</a
              >`;
            })}
          </div>`
        : nothing
    }
    ${providers.length > 0 && localAccounts ? html`<div class="or muted small">${msg('or')}</div>` : nothing}
    ${localAccounts ? this.#form(providers.length === 0) : nothing}`;
  }

  #form(alone: boolean) {
    return html`<form @submit=${this.#submit}>
      <div>
        <label for="login">${msg('Login')}</label>
        <input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required />
      </div>
      <div>
        <label for="password">${msg('Password')}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
      </div>
      <button class=${alone ? 'primary' : 'outline'} aria-disabled=${this.busy ? 'true' : 'false'}>
        ${this.busy ? msg('Signing in…') : msg('Sign in')}
      </button>
    </form>`;
  }

  #trouble(): string {
    const { problem, refused } = this;
    if (!problem) {
      const by = this.ways?.providers.find(({ name }) => name === refused!.by)?.displayName;
      return signInRefusal(refused!.reason, by ?? msg('The sign-in'));
    }
    if (problem.status === 401) return msg('Login and password don’t match.');
    if (problem.status === 429) return msg(str`Too many tries. Wait ${problem.retryAfter ?? 60} s.`);
    return problemText(problem);
  }

  #submit = async (event: Event) => {
    event.preventDefault();
    if (this.busy || !this.api) return;
    this.busy = true;
    this.problem = undefined;
    try {
      await signIn(this.api, this.login.value.trim(), this.password.value);
      tell(this, 'rapport-signed-in');
    } catch (failure) {
      this.problem = problemOf(failure);
      this.password.value = '';
      this.password.focus();
    } finally {
      this.busy = false;
    }
  };
}

/** Where we are, without what was told of a sign-in that failed. */
function here(): string {
  const url = new URL(location.href);
  url.searchParams.delete(REFUSED);
  url.searchParams.delete(BY);
  return url.href;
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-sign-in': RapportPageSignIn;
  }
}
