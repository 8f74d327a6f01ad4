import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { App } from '../app/context.ts';
import { fileAddress, readFiles, type FilesPlace } from '../api/files.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { File_ } from '../api/schema.ts';
import { base } from '../design/base.ts';
import { CircleAlert, FileIcon, glyph } from '../design/icons.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-time/rapport-time.ts';
import { bytes } from '../i18n/more-formats.ts';
import { problemText } from '../i18n/names.ts';

/** The files of a place, newest first: those that stand on posts and comments which the reader may see. */
@customElement('rapport-files-panel')
@localized()
export class RapportFilesPanel extends LitElement {
  @property({ attribute: false }) app?: App;
  @property({ attribute: false }) place?: FilesPlace;
  @state() private files?: File_[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private busy = false;
  #next: string | undefined;
  #of = '';

  static override styles = [
    base,
    css`
      ul {
        list-style: none;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
        gap: 12px;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: 64px minmax(0, 1fr);
        gap: 12px;
        align-items: center;
        padding: 8px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      li:hover {
        border-color: var(--r-control);
      }
      .thumb {
        display: grid;
        place-items: center;
        width: 64px;
        height: 64px;
        border-radius: var(--r-radius-control);
        background: var(--r-hover);
        color: var(--r-muted);
        overflow: hidden;
      }
      img {
        width: 64px;
        height: 64px;
        object-fit: cover;
      }
      a {
        color: inherit;
        font-size: var(--r-sm);
        font-weight: 600;
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      a:hover {
        text-decoration: underline;
      }
      a::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      a:focus-visible {
        outline: none;
      }
      li:has(a:focus-visible) {
        outline: 2px solid var(--r-accent);
        outline-offset: 2px;
      }
      p {
        font-size: var(--r-xs);
      }
      .wait {
        min-height: 160px;
      }
      .more {
        display: grid;
        justify-items: center;
        padding-block: 16px;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>) {
    const of = `${this.place?.kind} ${this.place?.id}`;
    if (!this.app || !this.place || !changed.has('place') || of === this.#of) return;
    this.#of = of;
    this.files = undefined;
    this.#next = undefined;
    void this.#load();
  }

  async #load() {
    const of = this.#of;
    this.problem = undefined;
    this.busy = true;
    try {
      const page = await readFiles(this.app!.api, this.place!, this.#next);
      if (of !== this.#of) return;
      const first = this.files?.length ?? 0;
      this.files = [...(this.files ?? []), ...page.items];
      this.#next = page.nextPageToken;
      if (first > 0) {
        await this.updateComplete;
        this.renderRoot.querySelectorAll('a')[first]?.focus();
      }
    } catch (failure) {
      if (of === this.#of) this.problem = problemOf(failure);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { files, problem } = this;
    return html`${
      problem
        ? html`<rapport-notice
            tone="danger"
            .icon=${CircleAlert}
            heading=${msg('The files can’t be shown')}
            text=${problemText(problem)}
            action=${msg('Retry')}
            @rapport-act=${() => void this.#load()}
          ></rapport-notice>`
        : nothing
    }
    ${files ? this.#list(files) : problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}
    ${
      this.#next && !problem
        ? html`<div class="more">
            <button
              type="button"
              class="outline"
              aria-disabled=${this.busy ? 'true' : 'false'}
              @click=${() => !this.busy && void this.#load()}
            >
              ${msg('Load more')}
            </button>
          </div>`
        : nothing
    }`;
  }

  #list(files: File_[]) {
    if (files.length === 0) {
      return html`<rapport-notice
        .icon=${FileIcon}
        heading=${msg('No files yet')}
        text=${msg('Files and images on posts and comments are gathered here.')}
      ></rapport-notice>`;
    }
    return html`<ul aria-label=${msg('Files')}>
      ${repeat(
        files,
        file => file.id,
        file => this.#file(file),
      )}
    </ul>`;
  }

  #file(file: File_) {
    const { api } = this.app!;
    const picture = file.mediaType.startsWith('image/') && file.width !== undefined;
    return html`<li>
      <span class="thumb"
        >${
          picture
            ? html`<img
                src=${fileAddress(api, file.id, 64)}
                alt=${file.description || msg('No description')}
                width="64"
                height="64"
                loading="lazy"
                decoding="async"
              />`
            : glyph(FileIcon)
        }</span
      >
      <div>
        <a
          href=${fileAddress(api, file.id)}
          target="_blank"
          rel="noopener"
          aria-label=${msg(str`${file.name}, ${bytes(file.size)}`)}
          >${file.name}</a
        >
        <p class="muted">${bytes(file.size)} · <rapport-time at=${file.createdAt}></rapport-time></p>
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-files-panel': RapportFilesPanel;
  }
}
