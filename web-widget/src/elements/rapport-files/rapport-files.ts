import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { File_, Segment } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { glyph } from '../../design/icons.ts';
import { FileIcon } from '../../design/more-icons.ts';
import { consume } from '../../feed/context.ts';
import { picturesIn } from '../../feed/in-text.ts';
import { surfaceContext, type Surface } from '../../feed/surface.ts';
import { number } from '../../i18n/format.ts';
import { bytes } from '../../i18n/more-formats.ts';
import '../rapport-picture/rapport-picture.ts';

const SHOWN = 3;

export const isPicture = ({ mediaType, width }: File_) => mediaType.startsWith('image/') && width !== undefined;

/** What comes with a post: pictures in boxes of a fixed size, other files as rows. */
@customElement('rapport-files')
@localized()
export class RapportFiles extends LitElement {
  @property({ attribute: false }) files: File_[] = [];
  /** The text they go along with: pictures that stand in it aren't shown again below. */
  @property({ attribute: false }) text?: Segment[] | undefined;
  @property({ type: Number }) tab?: number;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private busy = '';
  @state() private failed = '';

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
      }
      .pictures {
        display: grid;
        gap: 4px;
      }
      .two {
        grid-template-columns: 1fr 1fr;
      }
      .three {
        grid-template-columns: 1fr 1fr 1fr;
      }
      .picture {
        position: relative;
        padding: 0;
        min-height: 0;
        border-radius: var(--r-radius-control);
        overflow: hidden;
        cursor: zoom-in;
      }
      rapport-picture {
        width: 100%;
        aspect-ratio: 1;
      }
      .one .picture {
        justify-content: start;
      }
      .one rapport-picture {
        aspect-ratio: var(--ratio, 4 / 3);
        max-height: 360px;
      }
      .rest {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        background: #000a;
        color: #fff;
        font-size: var(--r-xl);
        font-weight: 600;
      }
      ul {
        list-style: none;
        display: grid;
        gap: 4px;
      }
      .row {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 8px;
        align-items: center;
        justify-items: start;
        width: 100%;
        min-height: 40px;
        padding: 6px 10px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
        color: inherit;
        text-align: start;
        text-decoration: none;
        font-size: var(--r-sm);
      }
      .row:hover {
        background: var(--r-hover);
      }
      .name {
        overflow-wrap: anywhere;
        text-decoration: underline;
        text-underline-offset: 2px;
      }
      .problem {
        color: var(--r-danger);
        font-size: var(--r-sm);
      }
    `,
  ];

  protected override updated(changed: PropertyValues<this>) {
    if (!changed.has('files')) return;
    const first = this.files.find(isPicture);
    if (!first?.width || !first.height) return;
    // Very long and very flat pictures are cut; pressed, they are shown whole.
    const ratio = Math.min(2.4, Math.max(0.8, first.width / first.height));
    this.style.setProperty('--ratio', String(ratio));
  }

  override render() {
    const inText = new Set(picturesIn(this.text ?? []));
    const pictures = this.files.filter(file => isPicture(file) && !inText.has(file.id));
    const others = this.files.filter(file => !isPicture(file));
    return html`${pictures.length > 0 ? this.#pictures(pictures) : nothing}
    ${
      others.length > 0
        ? html`<ul>
            ${others.map(file => html`<li>${this.#row(file)}</li>`)}
          </ul>`
        : nothing
    }
    ${this.failed ? html`<p class="problem" role="alert">${this.failed}</p>` : nothing}`;
  }

  #pictures(pictures: File_[]) {
    const shown = pictures.slice(0, SHOWN);
    const more = pictures.length - shown.length;
    const columns = ['', 'one', 'two', 'three'][shown.length];
    return html`<div class="pictures ${columns}">
      ${shown.map((file, at) => {
        const last = more > 0 && at === shown.length - 1;
        const said = file.description || file.name;
        return html`<button
          type="button"
          class="picture"
          tabindex=${ifDefined(this.tab)}
          aria-label=${last ? msg(str`Open ${said} and ${number(more)} more`) : msg(str`Open ${said}`)}
          @click=${() => void this.#open(pictures, at)}
        >
          <rapport-picture .file=${file} .size=${shown.length === 1 ? 960 : 320}></rapport-picture>
          ${last ? html`<span class="rest" aria-hidden="true">+${number(more)}</span>` : nothing}
        </button>`;
      })}
    </div>`;
  }

  #row(file: File_) {
    const kind = file.name.includes('.') ? file.name.split('.').at(-1)!.toUpperCase() : file.mediaType;
    const facts = html`${glyph(FileIcon)}<span class="name" dir="auto">${file.name}</span>
      <span class="small muted"
        >${this.busy === file.id ? msg('Loading…') : `${kind.slice(0, 12)} · ${bytes(file.size)}`}</span
      >`;
    const address = this.surface?.fileAddress?.(file.id);
    if (address)
      return html`<a class="row" href=${address} target="_blank" rel="noopener" tabindex=${ifDefined(this.tab)}
        >${facts}</a
      >`;
    return html`<button type="button" class="row" tabindex=${ifDefined(this.tab)} @click=${() => void this.#save(file)}>
      ${facts}
    </button>`;
  }

  async #open(pictures: File_[], at: number) {
    const { showPictures } = await import('../rapport-lightbox/rapport-lightbox.ts');
    await showPictures(this.renderRoot, pictures, at, this.surface);
  }

  /** Fetched with the proof that a link can't carry, then handed over as any download. */
  async #save(file: File_) {
    if (this.busy) return;
    this.busy = file.id;
    this.failed = '';
    try {
      const { saveFile } = await import('../rapport-lightbox/rapport-lightbox.ts');
      await saveFile(file, this.surface);
    } catch {
      this.failed = msg(str`${file.name} can’t be opened.`);
    } finally {
      this.busy = '';
    }
  }
}

/** A picture that stands in a text. */
@customElement('rapport-inline')
export class RapportInline extends LitElement {
  @property({ attribute: false }) picture?: Segment & { type: 'image' };
  @property({ type: Number }) tab?: number;

  static override styles = css`
    :host {
      display: block;
      margin-block: 6px;
    }
  `;

  override render() {
    if (!this.picture) return nothing;
    const { id, alt = '', width = 4, height = 3 } = this.picture;
    const file: File_ = { id, name: alt, description: alt, mediaType: 'image/', size: 0, width, height, createdAt: '' };
    return html`<rapport-files .files=${[file]} .tab=${this.tab}></rapport-files>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-inline': RapportInline;
    'rapport-files': RapportFiles;
  }
}
