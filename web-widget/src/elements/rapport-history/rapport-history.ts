import { localized, msg, str } from '@lit/localize';
import { diffWordsWithSpace } from 'diff';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ApiProblem } from '../../api/problem.ts';
import type { Revision } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import { glyph, X } from '../../design/icons.ts';
import { exactTime } from '../../i18n/format.ts';
import { problemText } from '../../i18n/names.ts';
import '../rapport-avatar/rapport-avatar.ts';
import '../rapport-time/rapport-time.ts';

/** As the composer shows a text: names without their ids. */
const readable = (revision: Revision) =>
  [revision.title, revision.body]
    .filter(Boolean)
    .join('\n\n')
    .replace(/\[([^\]\n]+)\]\((?:member|record):\d+\)/g, '$1');

/** All versions of a text, and what two of them have of their own, word by word. */
@customElement('rapport-history')
@localized()
export class RapportHistory extends LitElement {
  /** Newest first, the present one included; undefined while they are on their way. */
  @property({ attribute: false }) revisions?: Revision[] | undefined;
  @property({ attribute: false }) problem?: ApiProblem | undefined;
  @state() private older?: number;
  @state() private newer?: number;
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [
    base,
    fields,
    css`
      dialog {
        width: min(880px, calc(100vw - 24px));
        max-height: min(80vh, 720px);
        padding: 0;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-raised);
        color: var(--r-text);
        box-shadow: var(--r-shadow);
        container-type: inline-size;
      }
      dialog::backdrop {
        background: #0008;
      }
      header {
        position: sticky;
        inset-block-start: 0;
        display: flex;
        justify-content: space-between;
        align-items: center;
        padding: 12px 12px 12px 20px;
        border-block-end: 1px solid var(--r-line);
        background: var(--r-raised);
      }
      h2 {
        font-size: var(--r-lg);
      }
      .in {
        display: grid;
        gap: 16px;
        padding: 16px 20px 24px;
      }
      .choice {
        display: grid;
        gap: 12px;
      }
      .texts {
        display: grid;
        gap: 16px;
      }
      .texts > div {
        padding: 12px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
        overflow-wrap: anywhere;
      }
      .texts p {
        white-space: pre-wrap;
      }
      h3 {
        font-size: var(--r-sm);
        margin-block-end: 6px;
      }
      ins {
        background: var(--r-success-soft);
        color: var(--r-on-success-soft);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      del {
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
      }
      @container (width >= 560px) {
        .choice {
          grid-template-columns: 1fr 1fr;
        }
      }
      @container (width >= 760px) {
        .texts {
          grid-template-columns: 1fr 1fr;
        }
      }
    `,
  ];

  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @click=${this.#outside} @close=${() => this.remove()}>
      <header>
        <h2 id="heading">${msg('Versions')}</h2>
        <button type="button" class="icon" aria-label=${msg('Close')} @click=${() => this.dialog.close()}>
          ${glyph(X)}
        </button>
      </header>
      <div class="in">
        ${
          this.problem
            ? html`<p role="alert">${problemText(this.problem)}</p>`
            : this.revisions
              ? this.#versions(this.revisions)
              : html`<p class="muted" role="status">${msg('Loading…')}</p>`
        }
      </div>
    </dialog>`;
  }

  #versions(revisions: Revision[]) {
    const present = revisions[0];
    if (!present) return nothing;
    const newer = revisions.find(revision => revision.version === this.newer) ?? present;
    const older = revisions.find(revision => revision.version === this.older) ?? revisions[1] ?? present;
    return html`<div class="choice">
        ${this.#choice('older', msg('Before'), revisions, older, version => (this.older = version))}
        ${this.#choice('newer', msg('After'), revisions, newer, version => (this.newer = version))}
      </div>
      ${this.#difference(older, newer)}`;
  }

  #choice(id: string, label: string, revisions: Revision[], chosen: Revision, choose: (version: number) => void) {
    return html`<div>
      <label for=${id}>${label}</label>
      <select
        id=${id}
        .value=${live(String(chosen.version))}
        @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}
      >
        ${revisions.map(
          revision =>
            html`<option value=${revision.version} ?selected=${revision.version === chosen.version}>
              ${msg(str`Version ${revision.version}`)} · ${exactTime(revision.writtenAt)}
            </option>`,
        )}
      </select>
      <p class="small muted">${chosen.author.name}</p>
    </div>`;
  }

  #difference(older: Revision, newer: Revision) {
    const parts = diffWordsWithSpace(readable(older), readable(newer));
    const same = parts.every(part => !part.added && !part.removed);
    if (same)
      return html`<p class="muted">${msg('These two say the same.')}</p>
        <div class="texts">
          <div dir="auto"><p>${readable(newer)}</p></div>
        </div>`;
    // On one line: the paragraph keeps every space that stands in it.
    const text = (said: unknown) => html`<p>${said}</p>`;
    return html`<div class="texts">
      <div dir="auto">
        <h3>${msg(str`Version ${older.version}`)}</h3>
        ${text(parts.filter(part => !part.added).map(part => (part.removed ? this.#marked('del', part.value) : part.value)))}
      </div>
      <div dir="auto">
        <h3>${msg(str`Version ${newer.version}`)}</h3>
        ${text(parts.filter(part => !part.removed).map(part => (part.added ? this.#marked('ins', part.value) : part.value)))}
      </div>
    </div>`;
  }

  /** With words for those who can't see colours and lines. */
  #marked(how: 'ins' | 'del', text: string) {
    return how === 'ins'
      ? html`<ins><span class="unseen">${msg('added:')} </span>${text}<span class="unseen"> ${msg('end')} </span></ins>`
      : html`<del
          ><span class="unseen">${msg('removed:')} </span>${text}<span class="unseen"> ${msg('end')} </span></del
        >`;
  }

  #outside = (event: MouseEvent) => {
    if (event.target === this.dialog) this.dialog.close();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-history': RapportHistory;
  }
}
