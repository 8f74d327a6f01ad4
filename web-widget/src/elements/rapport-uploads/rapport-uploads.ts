import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { problemOf, type ApiProblem } from '../../api/problem.ts';
import type { File_ } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import { glyph, RefreshCw, X } from '../../design/icons.ts';
import { FileIcon } from '../../design/more-icons.ts';
import { share } from '../../design/width.ts';
import { consume } from '../../feed/context.ts';
import { limitOf } from '../../feed/limits.ts';
import { surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { bytes, percent } from '../../i18n/more-formats.ts';
import { problemText } from '../../i18n/names.ts';

interface Upload {
  key: number;
  name: string;
  size: number;
  /** Absent for one that was kept with a draft. */
  source?: File;
  part: number;
  done?: File_ | undefined;
  problem?: ApiProblem | undefined;
  /** Why its description was not taken; the file itself was. */
  refused?: ApiProblem | undefined;
  stop?: AbortController | undefined;
}

const isPicture = ({ mediaType }: File_) => mediaType.startsWith('image/');

/**
 * Files on their way: how far they are, why one was refused, what a picture shows.
 * @fires rapport-uploads - `detail.files` are there, `detail.running` are on their way, `detail.failed` were not taken
 * @fires rapport-insert - `detail` is a picture that is to stand in the text
 */
@customElement('rapport-uploads')
@localized()
export class RapportUploads extends LitElement {
  /** Those that are there: a draft brought them, or the text had them before it was changed. */
  @property({ attribute: false }) files: File_[] = [];
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private uploads: Upload[] = [];
  @state() private said = '';
  #key = 0;

  static override styles = [
    base,
    fields,
    css`
      ul {
        list-style: none;
        display: grid;
        gap: 6px;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 4px 8px;
        align-items: center;
        padding: 6px 8px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius-control);
        font-size: var(--r-sm);
      }
      .name {
        overflow-wrap: anywhere;
      }
      .bar,
      .about {
        grid-column: 1 / -1;
      }
      .bar {
        height: 4px;
        border-radius: 2px;
        background: var(--r-hover);
        overflow: hidden;
      }
      .bar::before {
        content: '';
        display: block;
        width: var(--share, 0%);
        height: 100%;
        background: var(--r-accent);
      }
      .wrong {
        grid-column: 1 / -1;
        color: var(--r-danger);
      }
      .tools {
        display: flex;
      }
      .about {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .about input {
        flex: 1 1 180px;
        min-height: 32px;
        padding-block: 4px !important;
      }
    `,
  ];

  /** What comes from outside stands here as sent; what is on its way goes on. */
  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('files')) return;
    const here = this.uploads.flatMap(upload => upload.done?.id ?? []);
    if (here.join() === this.files.map(file => file.id).join()) return;
    const given = this.files.map(done => ({ key: ++this.#key, name: done.name, size: done.size, part: 1, done }));
    this.uploads = [...given, ...this.uploads.filter(upload => !upload.done)];
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    for (const upload of this.uploads) upload.stop?.abort();
  }

  /** Starts to send files. */
  add(files: Iterable<File>) {
    for (const source of files) {
      const { size, type } = source;
      // A picture from the clipboard or a camera often has no name of its own.
      const name =
        source.name || `${msg('picture', { desc: 'name of a file without one' })}.${type.split('/')[1] ?? 'png'}`;
      const upload: Upload = { key: ++this.#key, name, size, source, part: 0 };
      this.uploads = [...this.uploads, upload];
      void this.#send(upload.key);
    }
  }

  #find(key: number) {
    return this.uploads.find(upload => upload.key === key);
  }

  #put(key: number, change: Partial<Upload>) {
    this.uploads = this.uploads.map(upload => (upload.key === key ? { ...upload, ...change } : upload));
  }

  #tell() {
    tell(this, 'rapport-uploads', {
      files: this.uploads.flatMap(upload => upload.done ?? []),
      running: this.uploads.filter(upload => !upload.done && !upload.problem).length,
      failed: this.uploads.filter(upload => upload.problem).length,
    });
  }

  async #send(key: number) {
    const upload = this.#find(key);
    if (!upload?.source || !this.surface) return;
    upload.stop?.abort();
    const stop = new AbortController();
    this.#put(key, { part: 0, done: undefined, problem: undefined, stop });
    this.#tell();
    const file = upload.source.name
      ? upload.source
      : new File([upload.source], upload.name, { type: upload.source.type });
    try {
      const done = await (
        await this.surface.services()
      ).upload(file, {
        signal: stop.signal,
        progress: part => this.#put(key, { part }),
      });
      if (stop.signal.aborted) return;
      this.#put(key, { part: 1, done, stop: undefined });
      this.said = msg(str`${upload.name} is there.`);
    } catch (failure) {
      if (stop.signal.aborted) return;
      this.#put(key, { problem: problemOf(failure), stop: undefined });
    }
    this.#tell();
  }

  /** Only the words go; the file is there already. */
  async #describe(key: number, description: string) {
    const upload = this.#find(key);
    if (!upload?.done || !this.surface || (upload.done.description ?? '') === description) return;
    this.#put(key, { refused: undefined });
    try {
      const done = await (await this.surface.services()).describeFile(upload.done.id, description);
      if (!this.#find(key)) return;
      this.#put(key, { done });
      this.said = msg(str`The description of ${upload.name} is saved.`);
      this.#tell();
    } catch (failure) {
      this.#put(key, { refused: problemOf(failure) });
    }
  }

  #remove(key: number) {
    this.#find(key)?.stop?.abort();
    this.uploads = this.uploads.filter(upload => upload.key !== key);
    this.#tell();
  }

  override render() {
    return html`<ul aria-label=${msg('Files')}>
        ${this.uploads.map(upload => this.#row(upload))}
      </ul>
      <span class="unseen" role="status">${this.said}</span>`;
  }

  #row({ key, name, size, part, done, problem, refused }: Upload) {
    const remove = done || problem ? msg(str`Remove ${name}`) : msg(str`Stop sending ${name}`);
    return html`<li>
      ${glyph(FileIcon)}
      <span class="name" dir="auto"
        >${name} <span class="small muted">${done || problem ? bytes(size) : percent(part)}</span></span
      >
      <span class="tools">
        ${
          problem
            ? html`<button
                type="button"
                class="icon quiet"
                aria-label=${msg(str`Try ${name} again`)}
                title=${msg('Try again')}
                @click=${() => void this.#send(key)}
              >
                ${glyph(RefreshCw)}
              </button>`
            : nothing
        }
        <button type="button" class="icon quiet" aria-label=${remove} title=${remove} @click=${() => this.#remove(key)}>
          ${glyph(X)}
        </button>
      </span>
      ${
        done || problem
          ? nothing
          : html`<span
              class="bar"
              role="progressbar"
              aria-label=${name}
              aria-valuemin="0"
              aria-valuemax="100"
              aria-valuenow=${Math.round(part * 100)}
              ${share(Math.round(part * 100))}
            ></span>`
      }
      ${problem ? html`<span class="wrong" role="alert">${problemText(problem)}</span>` : nothing}
      ${
        done && isPicture(done)
          ? html`<span class="about"
              ><input
                dir="auto"
                maxlength=${limitOf(this.surface, 'fileDescription')}
                aria-label=${msg(str`What does ${name} show?`)}
                placeholder=${msg('What does it show? For who can’t see it')}
                .value=${done.description ?? ''}
                @change=${(event: Event) => void this.#describe(key, (event.target as HTMLInputElement).value.trim())}
              /><button
                type="button"
                class="quiet"
                aria-label=${msg(str`Put ${name} into the text`)}
                @click=${() => tell(this, 'rapport-insert', done)}
              >
                ${msg('Into the text')}
              </button></span
            >`
          : nothing
      }
      ${refused ? html`<span class="wrong" role="alert">${problemText(refused)}</span>` : nothing}
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-uploads': RapportUploads;
  }
}
