import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Api } from '../api/api.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { changePassword } from '../api/session.ts';
import { base, fields } from '../design/base.ts';
import { problemText } from '../i18n/names.ts';

/** Another password for an account of Rapport itself. */
@customElement('rapport-password-form')
@localized()
export class RapportPasswordForm extends LitElement {
  @property({ attribute: false }) api?: Api;
  @state() private problem?: ApiProblem | undefined;
  @state() private busy = false;
  @state() private done = false;
  @query('#current') private current!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;

  static override styles = [
    base,
    fields,
    css`
      form {
        display: grid;
        gap: 12px;
        max-width: 380px;
      }
      button {
        justify-self: start;
      }
      .problem {
        color: var(--r-on-danger-soft);
        background: var(--r-danger-soft);
        border-radius: var(--r-radius-control);
        padding: 8px 12px;
      }
    `,
  ];

  override render() {
    const wrong = this.problem?.document.field;
    return html`<form @submit=${this.#submit} @input=${() => (this.done = false)}>
      <div>
        <label for="current">${msg('Current password')}</label>
        <input
          id="current"
          type="password"
          autocomplete="current-password"
          required
          maxlength="200"
          aria-invalid=${wrong === 'current'}
          aria-describedby=${wrong === 'current' ? 'problem' : nothing}
        />
      </div>
      <div>
        <label for="password">${msg('New password')}</label>
        <input
          id="password"
          type="password"
          autocomplete="new-password"
          required
          minlength="8"
          maxlength="72"
          aria-invalid=${wrong === 'password'}
          aria-describedby=${wrong === 'password' ? 'problem' : 'advice'}
        />
        <p class="small muted" id="advice">
          ${msg('At least 8 characters. Several words that have nothing to do with each other are best.')}
        </p>
      </div>
      ${
        this.problem
          ? html`<p class="problem small" id="problem" role="alert">${this.#trouble(this.problem)}</p>`
          : nothing
      }
      <p class="small" role="status" ?hidden=${!this.done}>
        ${this.done ? msg('Changed. Wherever else you were signed in, you are signed out.') : nothing}
      </p>
      <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>${msg('Change password')}</button>
    </form>`;
  }

  #trouble(problem: ApiProblem): string {
    if (problem.status === 429) return msg(str`Too many tries. Wait ${problem.retryAfter ?? 60} s.`);
    if (problem.slug === 'wrong-password') return problem.document.detail ?? '';
    return problemText(problem);
  }

  #submit = async (event: Event) => {
    event.preventDefault();
    if (this.busy || !this.api) return;
    this.busy = true;
    this.problem = undefined;
    this.done = false;
    try {
      await changePassword(this.api, this.current.value, this.password.value);
      this.done = true;
      this.current.form!.reset();
    } catch (failure) {
      this.problem = problemOf(failure);
      const wrong = this.problem.document.field === 'password' ? this.password : this.current;
      wrong.focus();
      wrong.select();
    } finally {
      this.busy = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-password-form': RapportPasswordForm;
  }
}
