import { localized, msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { newKey } from '../api/api.ts';
import { editScheduled, readScheduled, reschedule, scheduleAgain } from '../api/me.ts';
import { deletePost } from '../api/posts.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import type { ScheduledPost } from '../api/schema.ts';
import { fields } from '../design/base.ts';
import { Clock } from '../design/icons.ts';
import { titledKinds } from '../elements/rapport-composer/extra.ts';
import '../elements/rapport-dialog/rapport-dialog.ts';
import { composer } from '../feed/compose.ts';
import type { Sent, Writing } from '../feed/events.ts';
import { fromSource } from '../elements/rapport-composer/marks.ts';
import { exactTime } from '../i18n/format.ts';
import { problemText } from '../i18n/names.ts';
import { Panel } from './panel.ts';

/** The time here, as a field of a form has it. */
function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Posts that are written and appear later, the next one first. */
@customElement('rapport-scheduled-panel')
@localized()
export class RapportScheduledPanel extends Panel<ScheduledPost> {
  @state() private changing?: ScheduledPost | undefined;
  @state() private refusal?: ApiProblem | undefined;
  /** What its author opened to change, as it was then. */
  @state() private editing?: (Writing & { mode: 'edit' }) | undefined;

  static override styles = [
    ...Panel.styles,
    fields,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .words {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 5;
        overflow: hidden;
        font-size: var(--r-sm);
        white-space: pre-line;
      }
      form {
        display: grid;
        gap: 16px;
      }
      form .buttons {
        justify-content: flex-end;
      }
      .problem {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-danger-soft);
        color: var(--r-on-danger-soft);
        font-size: var(--r-sm);
      }
    `,
  ];

  protected override willUpdate() {
    super.willUpdate();
    // Deleted, or published meanwhile: another one can be opened.
    const { editing, items } = this;
    if (editing && !items?.some(post => post.id === editing.id)) this.editing = undefined;
  }

  protected read() {
    return readScheduled(this.app!.api);
  }

  protected failure() {
    return msg('The scheduled posts can’t be shown');
  }

  protected list(items: ScheduledPost[]) {
    return html`${
      items.length === 0
        ? html`<rapport-notice
            .icon=${Clock}
            heading=${msg('Nothing is scheduled')}
            text=${msg('A post that you give a time appears then, and waits here until it does.')}
          ></rapport-notice>`
        : html`<ul class="rows" @rapport-send=${this.#edited}>
            ${repeat(
              items,
              post => post.id,
              post => this.#post(post),
            )}
          </ul>`
    }
    ${this.changing ? this.#change(this.changing) : nothing}`;
  }

  #post(post: ScheduledPost) {
    const when = exactTime(post.publishAt);
    const { title, body } = post.post;
    return html`<li>
      <p>
        <strong>${when}</strong>
        <span class="muted">· ${post.subject?.name ?? msg('In a place that you can’t open any more')}</span>
      </p>
      ${
        post.refused
          ? html`<p class="problem">${msg('It could not be published at its time. Give it another, or delete it.')}</p>`
          : nothing
      }
      ${
        this.editing?.id === post.id
          ? this.#editor(this.editing, post)
          : html`${title ? html`<strong dir="auto">${title}</strong>` : nothing}
            ${body ? html`<p class="words" dir="auto">${fromSource(body).text}</p>` : nothing}
            ${post.files.length > 0 ? html`<p class="small muted">${post.files.map(file => file.name).join(', ')}</p>` : nothing}`
      }
      <div class="buttons">
        <button
          type="button"
          class="outline"
          aria-label=${msg(str`Edit the post of ${when}`)}
          aria-expanded=${this.editing?.id === post.id ? 'true' : 'false'}
          @click=${() => (this.editing ??= opened(post))}
        >
          ${msg('Edit')}
        </button>
        <button
          type="button"
          class="outline"
          aria-label=${msg(str`Change the time: ${when}`)}
          @click=${() => (this.changing = post)}
        >
          ${msg('Change the time')}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label=${msg(str`Delete the post of ${when}`)}
          @click=${() => void this.#delete(post)}
        >
          ${msg('Delete')}
        </button>
      </div>
    </li>`;
  }

  #editor(writing: Writing, { version, post, files }: ScheduledPost) {
    const close = () => (this.editing = undefined);
    const newest = { version, body: post.body ?? '', files, ...(post.title ? { title: post.title } : {}) };
    return composer(writing, { newest, onCancel: close, onSent: close });
  }

  #edited = async (event: CustomEvent<Sent>) => {
    event.stopPropagation();
    const { writing, title, body, more, settle } = event.detail;
    if (writing.mode !== 'edit') return;
    const { fileIds, announcement } = more;
    try {
      const change = {
        body,
        ...(title ? { title } : {}),
        ...(fileIds ? { fileIds } : {}),
        ...(announcement ? { announcement: { expiresAt: announcement.expiresAt } } : {}),
      };
      await editScheduled(this.app!.api, writing.id, change, writing.version);
      settle();
      this.app!.toasts()?.announce(msg('Saved.'));
      await this.load();
    } catch (failure) {
      const problem = problemOf(failure);
      // The editor shows the other text beside one's own.
      if (problem.slug === 'version-mismatch') await this.load();
      settle(problem);
    }
  };

  #change(post: ScheduledPost) {
    const close = () => {
      this.changing = undefined;
      this.refusal = undefined;
    };
    return html`<rapport-dialog heading=${msg('When it appears')} @rapport-close=${close}>
      <form @submit=${this.#save}>
        ${this.refusal ? html`<p class="problem" role="alert">${problemText(this.refusal)}</p>` : nothing}
        <div>
          <label for="at">${msg('Day and time')}</label>
          <input id="at" name="at" type="datetime-local" required data-first .value=${localTime(post.publishAt)} />
        </div>
        <div class="buttons">
          <button type="button" class="outline" @click=${close}>${msg('Cancel')}</button>
          <button class="primary">${msg('Save')}</button>
        </div>
      </form>
    </rapport-dialog>`;
  }

  #save = async (event: Event) => {
    event.preventDefault();
    const entered = String(new FormData(event.target as HTMLFormElement).get('at'));
    this.refusal = undefined;
    try {
      await reschedule(this.app!.api, this.changing!.id, new Date(entered).toISOString());
      this.changing = undefined;
      this.app!.toasts()?.announce(msg('Saved.'));
      await this.load();
    } catch (failure) {
      this.refusal = problemOf(failure);
    }
  };

  #delete(post: ScheduledPost) {
    const { api, settings } = this.app!;
    return this.act(
      () => deletePost(api, post.id),
      () => {
        this.items = this.items?.filter(each => each !== post);
        this.app!.toasts()?.show({
          text: msg('Post deleted.'),
          seconds: settings.undoSeconds,
          undo: () =>
            void this.act(
              () => scheduleAgain(api, post, newKey()),
              () => void this.load(),
            ),
        });
      },
    );
  }
}

/** What a waiting post says, for the composer. */
function opened({ id, version, subject, post, files }: ScheduledPost): Writing & { mode: 'edit' } {
  const { body = '', title, kind = 'update', announcement } = post;
  return {
    mode: 'edit',
    item: 'post',
    id,
    postId: id,
    subjectId: subject?.id ?? '',
    version,
    kind,
    body,
    files,
    ...(title !== undefined || titledKinds.includes(kind) ? { title: title ?? '' } : {}),
    ...(announcement ? { expiresAt: announcement.expiresAt } : {}),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-scheduled-panel': RapportScheduledPanel;
  }
}
