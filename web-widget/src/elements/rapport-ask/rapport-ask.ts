import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { problemOf, type ApiProblem } from '../../api/problem.ts';
import { base, fields } from '../../design/base.ts';
import { dialogStyles, open } from '../../design/dialog.ts';
import { problemText } from '../../i18n/names.ts';

export interface Question {
  heading: string;
  text?: string;
  label: string;
  value?: string;
  /** Fewest and most characters of an answer. */
  least?: number;
  most: number;
  verb: string;
  danger?: boolean;
  /** Does it, while the dialog is open: a refusal is told there, beside what was typed. */
  send: (line: string) => Promise<unknown>;
}

/**
 * Asks for a line before something is done.
 * @fires rapport-answered - `detail` is the line
 */
@customElement('rapport-ask')
@localized()
export class RapportAsk extends LitElement {
  @property({ attribute: false }) question?: Question;
  @state() private tried = false;
  @state() private sending = false;
  @state() private problem?: ApiProblem | undefined;
  @query('input') private field!: HTMLInputElement;
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [base, fields, dialogStyles];

  override render() {
    const { question } = this;
    if (!question) return nothing;
    const { heading, text, label, value, least = 0, most, verb, danger } = question;
    const wrong = this.tried && this.field.value.trim().length < least;
    return html`<dialog aria-labelledby="heading" @keydown=${(event: Event) => event.stopPropagation()}>
      <form class="in" novalidate @submit=${this.#submit}>
        <h2 id="heading">${heading}</h2>
        ${text ? html`<p class="muted">${text}</p>` : nothing}
        <div>
          <label for="line">${label}</label>
          <input
            id="line"
            dir="auto"
            autocomplete="off"
            maxlength=${most}
            .value=${value ?? ''}
            aria-invalid=${wrong ? 'true' : 'false'}
            aria-describedby=${ifDefined(wrong ? 'wrong' : undefined)}
            @input=${() => this.tried && this.requestUpdate()}
          />
          ${
            wrong
              ? html`<p id="wrong" class="wrong" role="alert">
                  ${least > 1 ? msg(str`At least ${least} characters.`) : msg('Please write something here.')}
                </p>`
              : nothing
          }
        </div>
        ${this.problem ? html`<p class="wrong" role="alert">${problemText(this.problem)}</p>` : nothing}
        <div class="end">
          <button type="button" class="outline" @click=${() => this.dialog.close()}>${msg('Cancel')}</button>
          <button type="submit" class=${danger ? 'danger' : 'primary'} aria-disabled=${this.sending ? 'true' : 'false'}>
            ${this.sending ? msg('Sending…') : verb}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #submit = async (event: Event) => {
    event.preventDefault();
    const { question } = this;
    if (!question || this.sending) return;
    const line = this.field.value.trim();
    if (line.length < (question.least ?? 0)) {
      this.tried = true;
      this.field.focus();
      return;
    }
    this.sending = true;
    this.problem = undefined;
    try {
      await question.send(line);
      this.dispatchEvent(new CustomEvent('rapport-answered', { detail: line }));
      this.dialog.close();
    } catch (failure) {
      this.problem = problemOf(failure);
      this.field.focus();
    } finally {
      this.sending = false;
    }
  };
}

/** The answer, once it was sent; undefined when the reader thinks better of it. */
export async function ask(root: HTMLElement | DocumentFragment, question: Question): Promise<string | undefined> {
  const element = document.createElement('rapport-ask');
  element.question = question;
  let answer: string | undefined;
  element.addEventListener('rapport-answered', event => (answer = (event as CustomEvent<string>).detail));
  const dialog = await open(root, element);
  await new Promise(closed => dialog.addEventListener('close', closed, { once: true }));
  return answer;
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-ask': RapportAsk;
  }
}
