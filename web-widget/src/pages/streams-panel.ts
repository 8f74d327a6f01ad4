import { localized, msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { newKey } from '../api/api.ts';
import { createStream, readStreams, type NewStream } from '../api/me.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { Stream } from '../api/schema.ts';
import { glyph, Plus, Streams } from '../design/icons.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import { listOf } from '../i18n/format.ts';
import { Panel } from './panel.ts';
import './stream-form.ts';

/** The feeds that somebody has put together. */
@customElement('rapport-streams-panel')
@localized()
export class RapportStreamsPanel extends Panel<Stream> {
  @state() private creating = false;
  @state() private refusal?: ApiProblem | undefined;
  @state() private sending = false;
  #key = newKey();

  static override styles = [
    ...Panel.styles,
    css`
      .top {
        display: flex;
        justify-content: flex-end;
        margin-block-end: 12px;
      }
      .thumb {
        display: grid;
        place-items: center;
        width: var(--r-avatar);
        height: var(--r-avatar);
        border-radius: 22%;
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
    `,
  ];

  protected async read() {
    return { items: await readStreams(this.app!.api) };
  }

  protected failure() {
    return msg('The streams can’t be shown');
  }

  protected list(items: Stream[]) {
    return html`${
      items.length === 0
        ? html`<rapport-notice
            .icon=${Streams}
            heading=${msg('No streams yet')}
            text=${msg('A stream mixes records, spaces, colleagues and topics of your choice in one feed.')}
            action=${msg('New stream')}
            @rapport-act=${() => (this.creating = true)}
          ></rapport-notice>`
        : html`<div class="top">
              <button type="button" class="primary" @click=${() => (this.creating = true)}>
                ${glyph(Plus)}${msg('New stream')}
              </button>
            </div>
            <ul class="rows">
              ${repeat(
                items,
                stream => stream.id,
                stream =>
                  html`<li>
                    <span class="thumb">${glyph(Streams)}</span>
                    <div>
                      <a href=${this.app!.router.href(`me/streams/${stream.id}`)} dir="auto">${stream.name}</a>
                      <p class="small muted">
                        ${listOf(stream.sources.flatMap(({ kind, name }) => (name === undefined ? [] : [kind === 'topic' ? `#${name}` : name])))}
                      </p>
                    </div>
                  </li>`,
              )}
            </ul>`
    }
    ${
      this.creating
        ? html`<rapport-dialog heading=${msg('New stream')} @rapport-close=${this.#close}>
            <rapport-stream-form
              data-first
              .api=${this.app!.api}
              .problem=${this.refusal}
              ?busy=${this.sending}
              @rapport-close=${this.#close}
              @rapport-save=${this.#create}
            ></rapport-stream-form>
          </rapport-dialog>`
        : nothing
    }`;
  }

  #close = () => {
    this.creating = false;
    this.refusal = undefined;
  };

  #create = async (event: CustomEvent<NewStream>) => {
    this.sending = true;
    this.refusal = undefined;
    try {
      const stream = await createStream(this.app!.api, event.detail, this.#key);
      this.creating = false;
      this.app!.router.go(`me/streams/${stream.id}`);
    } catch (failure) {
      this.refusal = problemOf(failure);
      // Without an answer the stream may have been made: the same key then finds it.
      if (!this.refusal.unreachable) this.#key = newKey();
    } finally {
      this.sending = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-streams-panel': RapportStreamsPanel;
  }
}
