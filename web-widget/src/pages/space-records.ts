import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { App } from '../app/context.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { findRecords } from '../api/records.ts';
import { linkRecord, readSpaceRecords, unlinkRecord } from '../api/spaces.ts';
import type { RecordSummary, Space } from '../api/schema.ts';
import { base } from '../design/base.ts';
import { Building, CircleAlert, glyph, X } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-picker/rapport-picker.ts';
import type { Choice } from '../elements/rapport-picker/rapport-picker.ts';
import { surfaceContext, targetOf, type Surface } from '../feed/surface.ts';
import { problemText, recordKindName } from '../i18n/names.ts';
import { listStyles, pageStyles } from './page.ts';

/** The records linked to a space, of those that the reader may see. */
@customElement('rapport-space-records')
@localized()
export class RapportSpaceRecords extends LitElement {
  @property({ attribute: false }) app?: App;
  @property({ attribute: false }) space?: Space;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private records?: RecordSummary[] | undefined;
  @state() private problem?: ApiProblem | undefined;
  #of = '';

  static override styles = [
    base,
    pageStyles,
    listStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app, space } = this;
    if (!app || !space || !changed.has('space') || space.id === this.#of) return;
    this.#of = space.id;
    void this.#load();
  }

  async #load() {
    const of = this.#of;
    this.problem = undefined;
    try {
      const records = await readSpaceRecords(this.app!.api, of);
      if (of === this.#of) this.records = records;
    } catch (failure) {
      if (of === this.#of) this.problem = problemOf(failure);
    }
  }

  override render() {
    const { app, space, records, problem } = this;
    if (!app || !space) return nothing;
    return html`${
      space.capabilities.link
        ? html`<div class="panel">
            <rapport-picker
              label=${msg('Link a record')}
              placeholder=${msg('Name of an account, a contact, an opportunity')}
              .find=${async (query: string) =>
                (await findRecords(app.api, query)).map(({ id, name, kind, type }): Choice => ({
                  id,
                  name,
                  kind,
                  note: recordKindName(kind, type),
                }))}
              @rapport-pick=${(event: CustomEvent<Choice>) => {
                event.stopPropagation();
                void this.#link(event.detail.id, event.detail.name);
              }}
            ></rapport-picker>
          </div>`
        : nothing
    }
    ${
      problem
        ? html`<rapport-notice
            tone="danger"
            .icon=${CircleAlert}
            heading=${msg('The records can’t be shown')}
            text=${problemText(problem)}
            action=${msg('Retry')}
            @rapport-act=${() => void this.#load()}
          ></rapport-notice>`
        : nothing
    }
    ${records ? this.#list(records, space) : problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}`;
  }

  #list(records: RecordSummary[], space: Space) {
    if (records.length === 0) {
      return html`<rapport-notice
        .icon=${Building}
        heading=${msg('No records are linked')}
        text=${msg('A linked record stands here, and its own page shows this space.')}
      ></rapport-notice>`;
    }
    return html`<ul class="rows" aria-label=${msg('Records')}>
      ${repeat(
        records,
        record => record.id,
        record =>
          html`<li>
            <rapport-avatar kind=${record.kind}></rapport-avatar>
            <div>
              <a href=${this.surface?.hrefOf(targetOf(record)) ?? ''} dir="auto">${record.name}</a>
              <p class="small muted">${recordKindName(record.kind, record.type)}</p>
            </div>
            ${
              space.capabilities.link
                ? html`<button
                    type="button"
                    class="icon quiet"
                    aria-label=${msg(str`Unlink ${record.name}`)}
                    title=${msg('Unlink')}
                    @click=${() => void this.#unlink(record)}
                  >
                    ${glyph(X)}
                  </button>`
                : html`<span></span>`
            }
          </li>`,
      )}
    </ul>`;
  }

  #link(id: string, name: string) {
    return this.#do(() => linkRecord(this.app!.api, this.space!.id, id), msg(str`${name} is linked.`));
  }

  #unlink({ id, name }: RecordSummary) {
    return this.#do(
      () => unlinkRecord(this.app!.api, this.space!.id, id),
      msg(str`${name} is no longer linked.`),
      () => void this.#link(id, name),
    );
  }

  async #do(work: () => Promise<unknown>, done: string, undo?: () => void) {
    const toasts = this.app!.toasts();
    try {
      await work();
      toasts?.show({ text: done, seconds: this.app!.settings.undoSeconds, ...(undo ? { undo } : {}) });
      this.renderRoot.querySelector<HTMLElement>('rapport-picker')?.focus();
    } catch (failure) {
      toasts?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
    }
    await this.#load();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-space-records': RapportSpaceRecords;
  }
}
