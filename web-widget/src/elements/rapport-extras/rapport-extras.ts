import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { Announcement, Comment, KudosReason, LinkPreview, Post } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { Award, Check, CircleCheck, glyph } from '../../design/icons.ts';
import { consume } from '../../feed/context.ts';
import type { Act } from '../../feed/events.ts';
import { renderSegments, safeUrl } from '../../feed/segments.ts';
import { segmentStyles } from '../../feed/segments.styles.ts';
import { topicsIn } from '../../feed/in-text.ts';
import { link, surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { listOf, number, plural } from '../../i18n/format.ts';
import { dayAndTime } from '../../i18n/more-formats.ts';
import '../rapport-files/rapport-files.ts';
import '../rapport-poll/rapport-poll.ts';
import '../rapport-time/rapport-time.ts';
import { sharedCard, sharedStyles } from './shared.ts';

/** Why somebody is thanked. */
export function kudosName(reason: KudosReason): string {
  switch (reason) {
    case 'helped':
      return msg('for the help');
    case 'taught':
      return msg('for what I learned');
    case 'delivered':
      return msg('for work well done');
    case 'saved':
      return msg('for saving the day');
    case 'thanks':
      return msg('just thanks');
    default:
      return reason; // one of the company's own
  }
}

/** What a post has besides its text: the best answer, files, links, a poll, thanks, what readers are asked to confirm, another post. */
@customElement('rapport-extras')
@localized()
export class RapportExtras extends LitElement {
  @property({ attribute: false }) post?: Post;
  @property({ type: Number }) tab?: number;
  @consume(surfaceContext) @state() surface?: Surface;

  static override styles = [
    base,
    segmentStyles,
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .answer {
        display: grid;
        gap: 4px;
        padding: 10px 12px;
        border-radius: var(--r-radius);
        border-inline-start: 3px solid var(--r-success);
        background: var(--r-success-soft);
        color: var(--r-on-success-soft);
      }
      .answer .label {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: var(--r-xs);
        font-weight: 600;
      }
      .answer a {
        color: inherit;
      }
      .answer .by {
        font-size: var(--r-xs);
      }
      .answer .by a,
      .topics a {
        display: inline-block;
        min-height: 24px;
        line-height: 24px;
      }
      .answer svg.glyph {
        width: 16px;
        height: 16px;
      }
      .page {
        display: grid;
        gap: 2px;
        padding: 10px 12px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        color: inherit;
        font-size: var(--r-sm);
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      .page:hover {
        background: var(--r-hover);
      }
      .page strong {
        text-decoration: underline;
        text-underline-offset: 2px;
      }
      .page .clamp {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .kudos,
      .news {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
        padding: 8px 12px;
        border-radius: var(--r-radius);
        background: var(--r-warning-soft);
        color: var(--r-on-warning-soft);
        font-size: var(--r-sm);
      }
      .kudos a {
        color: inherit;
        font-weight: 600;
      }
      .kudos button.link {
        min-height: 24px;
        color: inherit;
      }
      .kudos span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .news {
        background: var(--r-hover);
        color: var(--r-text);
      }
      .news .told {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--r-success);
        font-weight: 600;
      }
      .topics {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        list-style: none;
        font-size: var(--r-sm);
      }
      .gone {
        color: var(--r-muted);
        font-size: var(--r-sm);
        font-style: italic;
      }
    `,
  ];

  override render() {
    const { post } = this;
    if (!post) return nothing;
    const { removed, question, files, links, poll, kudos, announcement, shared } = post;
    if (removed) return html`<rapport-removed .removed=${removed}></rapport-removed>`;
    return html`${question?.answer ? this.#answer(question.answer) : nothing}
    ${files?.length ? html`<rapport-files .files=${files} .text=${post.segments} .tab=${this.tab}></rapport-files>` : nothing}
    ${links?.map(page => this.#page(page)) ?? nothing}
    ${poll ? html`<rapport-poll .post=${post} .tab=${this.tab}></rapport-poll>` : nothing}
    ${kudos ? this.#kudos(kudos) : nothing} ${announcement ? this.#announcement(announcement) : nothing}
    ${
      shared
        ? shared.available
          ? sharedCard(shared.post, this.surface, this.tab ?? 0)
          : html`<p class="gone">${msg('The post that was shared here can’t be opened by you.')}</p>`
        : nothing
    }
    ${this.#topics(post)}`;
  }

  #do(act: Act, more: object = {}) {
    const { id } = this.post!;
    return () => tell(this, 'rapport-do', { item: 'post', id, postId: id, act, ...more });
  }

  #answer(answer: Comment) {
    const { surface, tab = 0 } = this;
    const place = { kind: 'post', id: answer.postId, comment: answer.id } as const;
    return html`<section class="answer" aria-label=${msg('Best answer')}>
      <p class="label">${glyph(CircleCheck)}${msg('Best answer')}</p>
      <div class="body" dir="auto">${renderSegments(answer.segments, surface, tab)}</div>
      ${answer.files?.length ? html`<rapport-files .files=${answer.files} .text=${answer.segments} .tab=${tab}></rapport-files>` : nothing}
      <p class="by">
        ${answer.author?.name ?? nothing} · ${link(surface, place, msg('In its place in the thread'), { tab })}
      </p>
    </section>`;
  }

  #page({ url, title, description, site }: LinkPreview) {
    const href = safeUrl(url);
    if (!href) return nothing;
    return html`<a
      class="page"
      href=${href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      tabindex=${ifDefined(this.tab)}
    >
      <strong dir="auto">${title ?? href}</strong>
      ${description ? html`<span class="clamp muted" dir="auto">${description}</span>` : nothing}
      <span class="small muted">${site ?? new URL(href).host}</span>
    </a>`;
  }

  #kudos({ members, reason, hidden = false }: NonNullable<Post['kudos']>) {
    const thanked = members.some(member => member.id === this.surface?.viewer?.id);
    const names = members.map(member =>
      link(this.surface, { kind: 'member', id: member.id }, member.name, { tab: this.tab ?? 0 }),
    );
    // The names are links: the words around them come from the language, as the commas between them do.
    const parts = listOf(members.map((_, at) => `\u0000${at}\u0000`)).split('\u0000');
    return html`<p class="kudos">
      ${glyph(Award)}
      <span
        >${msg('Thanks to')} ${parts.map((part, at) => (at % 2 === 1 ? names[Number(part)] : part))}
        ${reason && reason !== 'thanks' ? kudosName(reason) : nothing}</span
      >
      ${
        thanked
          ? html`<button
              type="button"
              class="link"
              tabindex=${ifDefined(this.tab)}
              @click=${this.#do('hide-kudos', { on: !hidden })}
            >
              ${hidden ? msg('Show it on my page') : msg('Hide it from my page')}
            </button>`
          : nothing
      }
    </p>`;
  }

  #announcement({ expiresAt, acknowledge, acknowledged, missing }: Announcement) {
    const may = this.post!.capabilities.acknowledge;
    const over = Date.parse(expiresAt) <= Date.now();
    return html`<div class="news">
      <span class="small muted"
        >${over ? msg(str`Stood on top until ${dayAndTime(expiresAt)}`) : msg(str`On top until ${dayAndTime(expiresAt)}`)}</span
      >
      ${acknowledge && acknowledged ? html`<span class="told">${glyph(Check)}${msg('You confirmed that you have read it')}</span>` : nothing}
      ${
        acknowledge && !acknowledged && may
          ? html`<button
              type="button"
              class="primary"
              tabindex=${ifDefined(this.tab)}
              @click=${this.#do('acknowledge')}
            >
              ${msg('I have read it')}
            </button>`
          : nothing
      }
      ${
        acknowledge && missing !== undefined
          ? missing > 0
            ? html`<button type="button" class="outline" tabindex=${ifDefined(this.tab)} @click=${this.#do('missing')}>
                ${plural(missing, {
                  one: msg(str`${number(missing)} person hasn’t confirmed`),
                  other: msg(str`${number(missing)} people haven’t confirmed`),
                })}
              </button>`
            : html`<span class="small muted">${msg('Everybody has confirmed')}</span>`
          : nothing
      }
    </div>`;
  }

  /** Those that readers gave it; the ones in its text are links there. */
  #topics({ topics, segments }: Post) {
    const written = new Set(topicsIn(segments ?? []));
    const others = topics?.filter(topic => !written.has(topic.name.toLowerCase())) ?? [];
    if (others.length === 0) return nothing;
    return html`<ul class="topics" aria-label=${msg('Topics')}>
      ${others.map(
        topic =>
          html`<li>
            ${link(this.surface, { kind: 'topic', id: topic.id }, `#${topic.name}`, { tab: this.tab ?? 0, className: 'topic' })}
          </li>`,
      )}
    </ul>`;
  }
}

/** That a moderator took something away for good: when, and why. */
@customElement('rapport-removed')
@localized()
export class RapportRemoved extends LitElement {
  @property({ attribute: false }) removed?: NonNullable<Post['removed']>;

  static override styles = [
    base,
    css`
      p {
        color: var(--r-muted);
        font-size: var(--r-sm);
        font-style: italic;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override render() {
    if (!this.removed) return nothing;
    const { at, reason } = this.removed;
    const when = dayAndTime(at);
    return html`<p>
      ${reason ? msg(str`Removed by an administrator on ${when}: ${reason}`) : msg(str`Removed by an administrator on ${when}.`)}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-extras': RapportExtras;
    'rapport-removed': RapportRemoved;
  }
}
