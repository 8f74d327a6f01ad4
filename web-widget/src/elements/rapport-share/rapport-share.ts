import { localized, msg } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { newKey } from '../../api/api.ts';
import { problemOf, type ApiProblem } from '../../api/problem.ts';
import type { Post, Subject } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import { dialogStyles, open } from '../../design/dialog.ts';
import { consume } from '../../feed/context.ts';
import { limitOf } from '../../feed/limits.ts';
import { rememberPlace } from '../../feed/places.ts';
import { surfaceContext, type Surface } from '../../feed/surface.ts';
import { problemText } from '../../i18n/names.ts';
import '../rapport-places/rapport-places.ts';
import { sharedCard, sharedStyles } from '../rapport-extras/shared.ts';

/**
 * Shows a post in another place: where, and what one says to it.
 * @fires rapport-shared - `detail` is the post that shows it
 */
@customElement('rapport-share')
@localized()
export class RapportShare extends LitElement {
  @property({ attribute: false }) post?: Post;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private place?: Subject | undefined;
  @state() private sending = false;
  @state() private problem?: ApiProblem | undefined;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('textarea') private field!: HTMLTextAreaElement;
  /** Named once, so that trying again can't share twice. */
  readonly #key = newKey();

  static override styles = [base, fields, dialogStyles, sharedStyles];

  override render() {
    return html`<dialog aria-labelledby="heading" @keydown=${(event: Event) => event.stopPropagation()}>
      <form class="in" novalidate @submit=${this.#submit}>
        <h2 id="heading">${msg('Share this post')}</h2>
        <rapport-places
          .place=${this.place}
          @rapport-place=${(event: CustomEvent<Subject | undefined>) => {
            event.stopPropagation();
            this.place = event.detail;
          }}
        ></rapport-places>
        <div>
          <label for="words">${msg('What you say to it (optional)')}</label>
          <textarea id="words" rows="3" dir="auto" maxlength=${limitOf(this.surface, 'body')}></textarea>
        </div>
        ${this.post ? sharedCard(this.post, this.surface) : ''}
        <p class="small muted">${msg('Who may not open the original sees nothing of it.')}</p>
        ${this.problem ? html`<p class="wrong" role="alert">${problemText(this.problem)}</p>` : ''}
        <div class="end">
          <button type="button" class="outline" @click=${() => this.dialog.close()}>${msg('Cancel')}</button>
          <button type="submit" class="primary" aria-disabled=${this.place && !this.sending ? 'false' : 'true'}>
            ${this.sending ? msg('Sending…') : msg('Share')}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #submit = async (event: Event) => {
    event.preventDefault();
    const { surface, place, post } = this;
    if (!surface || !place || !post || this.sending) return;
    this.sending = true;
    this.problem = undefined;
    try {
      const body = this.field.value.trim();
      const made = await (
        await surface.services()
      ).addPost({ subjectId: place.id, kind: 'share', sharedPostId: post.id, ...(body ? { body } : {}) }, this.#key);
      rememberPlace(surface, place);
      this.dispatchEvent(new CustomEvent('rapport-shared', { detail: made }));
      this.dialog.close();
    } catch (failure) {
      this.problem = problemOf(failure);
    } finally {
      this.sending = false;
    }
  };
}

/** The post that shows it; undefined when the reader thinks better of it. */
export async function sharePost(
  root: HTMLElement | DocumentFragment,
  post: Post,
  surface: Surface | undefined,
): Promise<Post | undefined> {
  const element = document.createElement('rapport-share');
  element.post = post;
  if (surface) element.surface = surface;
  let made: Post | undefined;
  element.addEventListener('rapport-shared', event => (made = (event as CustomEvent<Post>).detail));
  const dialog = await open(root, element);
  await new Promise(closed => dialog.addEventListener('close', closed, { once: true }));
  return made;
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-share': RapportShare;
  }
}
