import { localized, msg } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { File_ } from '../../api/schema.ts';
import { consume } from '../../feed/context.ts';
import { surfaceContext, type Surface } from '../../feed/surface.ts';

/**
 * A picture in a box that is there before it. On a CRM's page a plain request proves nobody, and the page's policy may let no address
 * but the server's in; there the bytes are fetched as everything else is, and drawn.
 */
@customElement('rapport-picture')
@localized()
export class RapportPicture extends LitElement {
  @property({ attribute: false }) file?: File_;
  /** 64, 320, 960 or 1600 pixels on the longer side. */
  @property({ type: Number }) size = 960;
  /** Shows all of it rather than filling the box. */
  @property({ type: Boolean, reflect: true }) whole = false;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private failed = false;
  @query('canvas') private canvas?: HTMLCanvasElement;
  #watch: IntersectionObserver | undefined;
  #drawn = '';

  static override styles = css`
    :host {
      display: block;
      overflow: hidden;
      background: var(--r-hover);
      color: var(--r-muted);
      font: var(--r-xs) / 1.4 var(--r-font);
    }
    img,
    canvas {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    :host([whole]) img,
    :host([whole]) canvas {
      object-fit: contain;
    }
    p {
      margin: 0;
      padding: 12px;
      overflow-wrap: anywhere;
    }
  `;

  override connectedCallback() {
    super.connectedCallback();
    this.#watch = new IntersectionObserver(
      entries => entries.some(entry => entry.isIntersecting) && void this.#draw(),
      {
        rootMargin: '400px',
      },
    );
    this.#watch.observe(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch?.disconnect();
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('file')) this.failed = false;
    if ((changed.has('file') || changed.has('surface')) && this.#drawn) void this.#draw();
  }

  override render() {
    const { file, surface } = this;
    if (!file) return nothing;
    const said = file.description || msg('No description');
    if (this.failed) return html`<p>${msg('This picture can’t be shown.')} ${file.name}</p>`;
    if (!surface?.fileAddress) return html`<canvas role="img" aria-label=${said}></canvas>`;
    return html`<img
      src=${surface.fileAddress(file.id, this.size)}
      width=${file.width ?? this.size}
      height=${file.height ?? this.size}
      alt=${said}
      loading="lazy"
      decoding="async"
      @error=${() => (this.failed = true)}
    />`;
  }

  async #draw() {
    const { file, surface } = this;
    if (!file || !surface || surface.fileAddress) return;
    const wanted = `${file.id} ${this.size}`;
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    try {
      const bytes = await (await surface.services()).readFile(file.id, this.size);
      const bitmap = await createImageBitmap(bytes);
      this.canvas?.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    } catch {
      this.#drawn = '';
      this.failed = true;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-picture': RapportPicture;
  }
}
