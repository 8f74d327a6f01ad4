import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { discardDraft, readDrafts, readDraftVersions, saveDraft } from '../api/me.ts';
import type { DraftVersion, ServerDraft } from '../api/schema.ts';
import { PenLine } from '../design/icons.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import '../elements/rapport-time/rapport-time.ts';
import { appPath, surfaceContext, targetOf, type Surface } from '../feed/surface.ts';
import { number, plural } from '../i18n/format.ts';
import { Panel } from './panel.ts';

/** What somebody began to write and has not sent, on whichever device; the last one first. */
@customElement('rapport-drafts-panel')
@localized()
export class RapportDraftsPanel extends Panel<ServerDraft> {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private looking?: { draft: ServerDraft; versions?: DraftVersion[] } | undefined;

  static override styles = [
    ...Panel.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .words {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
        font-size: var(--r-sm);
        white-space: pre-line;
      }
      .rows a.go {
        display: inline-flex;
        align-items: center;
        min-height: 32px;
        padding: 2px 14px;
        border: 1px solid var(--r-control);
        border-radius: var(--r-radius-control);
        font-size: var(--r-sm);
        font-weight: 400;
      }
      ol {
        list-style: none;
        display: grid;
        gap: 16px;
      }
      pre {
        margin: 4px 0 0;
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-hover);
        font: inherit;
        font-size: var(--r-sm);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      @container page (width < 480px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr);
        }
        .rows > li > .buttons {
          grid-column: 1;
        }
      }
    `,
  ];

  protected async read() {
    return { items: await readDrafts(this.app!.api) };
  }

  protected failure() {
    return msg('The drafts can’t be shown');
  }

  protected list(items: ServerDraft[]) {
    return html`${
      items.length === 0
        ? html`<rapport-notice
            .icon=${PenLine}
            heading=${msg('No drafts')}
            text=${msg('What you begin to write is kept, and waits here on all your devices until it is sent.')}
          ></rapport-notice>`
        : html`<ul class="rows">
            ${repeat(
              items,
              draft => draft.place,
              draft => this.#draft(draft),
            )}
          </ul>`
    }
    ${this.looking ? this.#versions(this.looking) : nothing}`;
  }

  #draft(draft: ServerDraft) {
    const where = this.#where(draft);
    const path = this.#path(draft);
    const { versions } = draft;
    return html`<li>
      <div>
        <strong dir="auto">${draft.title || where}</strong>
        <p class="words" dir="auto">${draft.body}</p>
        <p class="small muted">
          ${draft.title ? html`${where} · ` : nothing}<rapport-time at=${draft.updatedAt}></rapport-time>
          ${
            versions > 0
              ? html`·
                  <button type="button" class="link" @click=${() => void this.#look(draft)}>
                    ${plural(versions, {
                      one: msg(str`${number(versions)} other version`),
                      other: msg(str`${number(versions)} other versions`),
                    })}
                  </button>`
              : nothing
          }
        </p>
      </div>
      <div class="buttons">
        ${path === undefined ? nothing : html`<a class="go" href=${this.app!.router.href(path)} aria-label=${msg(str`Continue: ${where}`)}>${msg('Continue')}</a>`}
        <button
          type="button"
          class="quiet"
          aria-label=${msg(str`Discard the draft: ${where}`)}
          @click=${() => void this.#discard(draft)}
        >
          ${msg('Discard')}
        </button>
      </div>
    </li>`;
  }

  #where({ where, place }: ServerDraft): string {
    if (!where) return msg('In a place that you can’t open any more');
    const { subject, excerpt } = where;
    const [kind] = place.split(':');
    const what = excerpt || subject.name;
    if (kind === 'post') return msg(str`Comment under “${what}”`);
    if (kind === 'edit') return msg(str`Change of “${what}”`);
    return subject.id === this.app?.facts.member.id ? msg('Post on your profile') : msg(str`Post on ${subject.name}`);
  }

  #path({ where, place }: ServerDraft): string | undefined {
    if (!where) return undefined;
    const [kind, id = ''] = place.split(':');
    if (kind === 'subject') return `${appPath(targetOf(where.subject))}#compose`;
    const postId = where.postId ?? id;
    return appPath({ kind: 'post', id: postId, ...(where.commentId ? { comment: where.commentId } : {}) });
  }

  #discard(draft: ServerDraft) {
    const { api, settings } = this.app!;
    return this.act(
      () => discardDraft(api, draft.place),
      () => {
        this.items = this.items?.filter(each => each !== draft);
        const { place, title, body, kind, extra, updatedAt } = draft;
        const words = {
          body,
          updatedAt,
          ...(title ? { title } : {}),
          ...(kind ? { kind } : {}),
          ...(extra ? { extra } : {}),
        };
        this.app!.toasts()?.show({
          text: msg('Draft discarded.'),
          seconds: settings.undoSeconds,
          undo: () =>
            void this.act(
              () => saveDraft(api, place, words),
              () => void this.load(),
            ),
        });
      },
    );
  }

  async #look(draft: ServerDraft) {
    this.looking = { draft };
    await this.act(
      () => readDraftVersions(this.app!.api, draft.place),
      versions => {
        if (this.looking?.draft === draft) this.looking = { draft, versions };
      },
    );
  }

  #versions({ versions }: { versions?: DraftVersion[] }) {
    const close = () => (this.looking = undefined);
    return html`<rapport-dialog heading=${msg('Typed on another device')} @rapport-close=${close}>
      ${versions ? nothing : html`<p class="muted" role="status">${msg('Loading…')}</p>`}
      <ol>
        ${(versions ?? []).map(
          each =>
            html`<li>
              <rapport-time at=${each.updatedAt}></rapport-time>
              ${each.title ? html`<strong dir="auto"> ${each.title}</strong>` : nothing}
              <pre dir="auto" tabindex="0">${each.body}</pre>
            </li>`,
        )}
      </ol>
      <div class="buttons">
        <button type="button" class="outline" data-first @click=${close}>${msg('Close')}</button>
      </div>
    </rapport-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-drafts-panel': RapportDraftsPanel;
  }
}
