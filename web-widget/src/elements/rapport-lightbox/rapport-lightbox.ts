import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { File_ } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { glyph, X } from '../../design/icons.ts';
import { ChevronLeft, ChevronRight, Download } from '../../design/more-icons.ts';
import { dialogStyles, open } from '../../design/dialog.ts';
import type { Surface } from '../../feed/surface.ts';
import { number } from '../../i18n/format.ts';
import '../rapport-picture/rapport-picture.ts';

/** The pictures of a post, one at a time and whole. */
@customElement('rapport-lightbox')
@localized()
export class RapportLightbox extends LitElement {
  @property({ attribute: false }) pictures: File_[] = [];
  @property({ attribute: false }) surface?: Surface | undefined;
  @property({ type: Number }) at = 0;
  @state() private failed = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [
    base,
    dialogStyles,
    css`
      dialog {
        width: min(1200px, calc(100vw - 16px));
        max-height: calc(100dvh - 16px);
        overflow: hidden;
      }
      .all {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        height: min(900px, calc(100dvh - 18px));
      }
      header,
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        padding: 8px 12px;
      }
      h2 {
        flex: 1;
        min-width: 0;
        font-size: var(--r-md) !important;
      }
      rapport-picture {
        width: 100%;
        height: 100%;
      }
      footer p {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override render() {
    const file = this.pictures[this.at];
    if (!file) return nothing;
    const count = this.pictures.length;
    const step = (by: number) => () => this.#step(by);
    return html`<dialog aria-labelledby="name" @keydown=${this.#key} @click=${this.#outside}>
      <div class="all">
        <header>
          <h2 id="name" dir="auto">${file.name}</h2>
          <button
            type="button"
            class="icon"
            aria-label=${msg('Save the file')}
            title=${msg('Save the file')}
            @click=${() => void this.#save(file)}
          >
            ${glyph(Download)}
          </button>
          <button type="button" class="icon" aria-label=${msg('Close')} @click=${() => this.dialog.close()}>
            ${glyph(X)}
          </button>
        </header>
        <rapport-picture whole .file=${file} .size=${1600} .surface=${this.surface}></rapport-picture>
        <footer>
          <p class="small ${file.description ? '' : 'muted'}" dir="auto">
            ${this.failed ? msg(str`${file.name} can’t be opened.`) : (file.description ?? msg('No description'))}
          </p>
          ${
            count > 1
              ? html`<button type="button" class="icon outline" aria-label=${msg('Picture before')} @click=${step(-1)}>
                    ${glyph(ChevronLeft)}
                  </button>
                  <span class="small" role="status">${msg(str`${number(this.at + 1)} of ${number(count)}`)}</span>
                  <button type="button" class="icon outline" aria-label=${msg('Next picture')} @click=${step(1)}>
                    ${glyph(ChevronRight)}
                  </button>`
              : nothing
          }
        </footer>
      </div>
    </dialog>`;
  }

  #step(by: number) {
    this.failed = false;
    this.at = (this.at + by + this.pictures.length) % this.pictures.length;
  }

  #key = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'ArrowLeft') this.#step(-1);
    if (event.key === 'ArrowRight') this.#step(1);
  };

  #outside = (event: Event) => {
    if (event.target === this.dialog) this.dialog.close();
  };

  async #save(file: File_) {
    try {
      await saveFile(file, this.surface);
    } catch {
      this.failed = true;
    }
  }
}

export async function showPictures(
  root: HTMLElement | DocumentFragment,
  pictures: File_[],
  at: number,
  surface: Surface | undefined,
): Promise<void> {
  const element = document.createElement('rapport-lightbox');
  Object.assign(element, { pictures, at, surface });
  await open(root, element);
}

/** Hands a file over to the browser's downloads. */
export async function saveFile(file: File_, surface: Surface | undefined): Promise<void> {
  if (!surface) return;
  const bytes = await (await surface.services()).readFile(file.id);
  const url = URL.createObjectURL(bytes);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = file.name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-lightbox': RapportLightbox;
  }
}
