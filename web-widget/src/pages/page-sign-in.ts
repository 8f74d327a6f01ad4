import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Api } from '../api/api.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { signIn } from '../api/session.ts';
import { base, fields } from '../design/base.ts';
import { tell } from '../feed/surface.ts';
import { problemText } from '../i18n/names.ts';

/**
 * The door for accounts of Rapport itself.
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
      form {
        display: grid;
        gap: 16px;
        padding: 28px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      :host([again]) form {
        width: auto;
        border: 0;
        background: none;
      }
      h1 {
        font-size: var(--r-xl);
        line-height: 1.3;
      }
      button.primary {
        min-height: 42px;
        font-size: var(--r-md);
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

  override render() {
    return this.again ? this.#form() : html`<main>${this.#form()}</main>`;
  }

  #form() {
    return html`<form @submit=${this.#submit}>
      <div>
        <h1>${this.again ? msg('Sign in again') : msg('Sign in to Rapport')}</h1>
        <p class="muted small">
          ${this.again ? msg('Your session has ended. What you typed is kept.') : msg('What your colleagues know about each customer.')}
        </p>
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.#trouble(this.problem)}</p>` : nothing}
      <div>
        <label for="login">${msg('Login')}</label>
        <input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required />
      </div>
      <div>
        <label for="password">${msg('Password')}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
      </div>
      <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>
        ${this.busy ? msg('Signing in…') : msg('Sign in')}
      </button>
    </form>`;
  }

  #trouble(problem: ApiProblem): string {
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

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-sign-in': RapportPageSignIn;
  }
}
