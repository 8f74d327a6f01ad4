import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { problemOf, type ApiProblem } from '../../api/problem.ts';
import { base } from '../../design/base.ts';
import { dialogStyles, open } from '../../design/dialog.ts';
import type { Draft } from '../../feed/drafts.ts';
import { problemText } from '../../i18n/names.ts';
import { fromSource } from '../rapport-composer/marks.ts';
import '../rapport-time/rapport-time.ts';

/**
 * Texts that made way for the one of another device: to read, and to have back.
 * @fires rapport-chosen - `detail` is the text that is wanted back
 */
@customElement('rapport-versions')
@localized()
export class RapportVersions extends LitElement {
  @property({ attribute: false }) read?: () => Promise<Draft[]>;
  @state() private versions?: Draft[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [
    base,
    dialogStyles,
    css`
      ol {
        list-style: none;
        display: grid;
        gap: 16px;
      }
      li {
        display: grid;
        gap: 4px;
        justify-items: start;
      }
      pre {
        width: 100%;
        max-height: 10lh;
        margin: 0;
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-hover);
        font: inherit;
        font-size: var(--r-sm);
        white-space: pre-wrap;
        overflow: auto;
        overflow-wrap: anywhere;
      }
    `,
  ];

  protected override firstUpdated() {
    void this.#load();
  }

  async #load() {
    this.problem = undefined;
    try {
      this.versions = await this.read?.();
    } catch (failure) {
      this.problem = problemOf(failure);
    }
  }

  override render() {
    const { versions, problem } = this;
    return html`<dialog aria-labelledby="heading" @keydown=${(event: Event) => event.stopPropagation()}>
      <div class="in">
        <h2 id="heading">${msg('Typed on another device')}</h2>
        ${
          problem
            ? html`<p class="wrong" role="alert">${problemText(problem)}</p>
                <div>
                  <button type="button" class="outline" @click=${() => void this.#load()}>${msg('Retry')}</button>
                </div>`
            : versions
              ? html`${versions.length === 0 ? html`<p class="muted">${msg('There are none any more.')}</p>` : nothing}
                  <ol>
                    ${versions.map(version => html`<li>${this.#version(version)}</li>`)}
                  </ol>`
              : html`<p class="muted" role="status">${msg('Loading…')}</p>`
        }
        <div class="end">
          <button type="button" class="outline" @click=${() => this.dialog.close()}>${msg('Close')}</button>
        </div>
      </div>
    </dialog>`;
  }

  #version(version: Draft) {
    const choose = () => {
      this.dispatchEvent(new CustomEvent('rapport-chosen', { detail: version }));
      this.dialog.close();
    };
    return html`<rapport-time at=${version.savedAt}></rapport-time>
      ${version.title ? html`<strong dir="auto">${version.title}</strong>` : nothing}
      <pre dir="auto" tabindex="0">${fromSource(version.body).text}</pre>
      <button type="button" class="outline" @click=${choose}>${msg('Use this text')}</button>`;
  }
}

/** The text that is wanted back; undefined when the writer goes on with the one at hand. */
export async function chooseVersion(
  root: HTMLElement | DocumentFragment,
  read: () => Promise<Draft[]>,
): Promise<Draft | undefined> {
  const element = document.createElement('rapport-versions');
  element.read = read;
  let chosen: Draft | undefined;
  element.addEventListener('rapport-chosen', event => (chosen = (event as CustomEvent<Draft>).detail));
  const dialog = await open(root, element);
  await new Promise(closed => dialog.addEventListener('close', closed, { once: true }));
  return chosen;
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-versions': RapportVersions;
  }
}
