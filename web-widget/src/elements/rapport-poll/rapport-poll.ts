import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { Poll, Post } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { Check, glyph } from '../../design/icons.ts';
import { share } from '../../design/width.ts';
import { tell } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';
import { dayAndTime, percent } from '../../i18n/more-formats.ts';

/** A poll: its options to choose from, then what people chose. A vote can be changed until the end. */
@customElement('rapport-poll')
@localized()
export class RapportPoll extends LitElement {
  @property({ attribute: false }) post?: Post;
  @property({ type: Number }) tab?: number;
  @state() private changing = false;
  @state() private chosen: ReadonlySet<string> = new Set();

  static override styles = [
    base,
    css`
      fieldset {
        display: grid;
        gap: 6px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      label,
      .result {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 8px;
        min-height: 36px;
        padding: 6px 10px;
        border: 1px solid var(--r-control);
        border-radius: var(--r-radius-control);
        overflow-wrap: anywhere;
        cursor: pointer;
      }
      label:hover {
        background: var(--r-hover);
      }
      label:has(:checked) {
        border-color: var(--r-accent);
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      input {
        width: 18px;
        height: 18px;
        accent-color: var(--r-accent);
      }
      ul {
        list-style: none;
        display: grid;
        gap: 6px;
      }
      .result {
        position: relative;
        grid-template-columns: minmax(0, 1fr) auto;
        border-color: var(--r-line);
        cursor: default;
        overflow: hidden;
      }
      .result::before {
        content: '';
        position: absolute;
        inset-block: 0;
        inset-inline-start: 0;
        width: var(--share, 0%);
        background: var(--r-hover);
      }
      .result.mine::before {
        background: var(--r-accent-soft);
      }
      .result > * {
        position: relative;
      }
      .mine .text {
        font-weight: 600;
      }
      .mine svg.glyph {
        width: 15px;
        height: 15px;
        vertical-align: -2px;
      }
      .figure {
        font-variant-numeric: tabular-nums;
        font-size: var(--r-sm);
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        margin-block-start: 8px;
      }
      @media (pointer: coarse) {
        label {
          min-height: 44px;
        }
      }
      @media (forced-colors: active) {
        .result.mine {
          border: 2px solid Highlight;
        }
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('post') || this.changing) return;
    // Somebody else's vote or comment must not take away what is being chosen.
    const before = changed.get('post');
    if (before && ownVote(before) === ownVote(this.post)) return;
    this.chosen = new Set(this.post?.poll?.options.filter(option => option.mine).map(option => option.id));
  }

  override render() {
    const poll = this.post?.poll;
    if (!poll) return nothing;
    const voted = poll.options.some(option => option.mine);
    const open = !poll.ended && this.post?.capabilities.vote === true;
    return open && (!voted || this.changing) ? this.#choice(poll, voted) : this.#results(poll, voted, open);
  }

  #choice(poll: Poll, voted: boolean) {
    return html`<form @submit=${this.#submit}>
      <fieldset>
        <legend class="unseen">${poll.multiple ? msg('Choose one answer or more') : msg('Choose one answer')}</legend>
        ${poll.options.map(
          option =>
            html`<label>
              <input
                type=${poll.multiple ? 'checkbox' : 'radio'}
                name="option"
                value=${option.id}
                tabindex=${ifDefined(this.tab)}
                .checked=${this.chosen.has(option.id)}
                @change=${this.#chose}
              />
              <span dir="auto">${option.text}</span>
            </label>`,
        )}
      </fieldset>
      <div class="end">
        <button
          type="submit"
          class="primary"
          tabindex=${ifDefined(this.tab)}
          aria-disabled=${this.chosen.size > 0 ? 'false' : 'true'}
        >
          ${voted ? msg('Change the vote') : msg('Vote')}
        </button>
        ${
          voted
            ? html`<button
                type="button"
                class="quiet"
                tabindex=${ifDefined(this.tab)}
                @click=${() => this.#stopChanging()}
              >
                ${msg('Cancel')}
              </button>`
            : nothing
        }
        <span class="small muted">${this.#facts(poll, voted)}</span>
      </div>
    </form>`;
  }

  #results(poll: Poll, voted: boolean, open: boolean) {
    const hidden = poll.resultsHidden === true || poll.options.some(option => option.votes === undefined);
    const voters = poll.voters ?? 0;
    return html`<ul aria-label=${msg('Results')}>
        ${poll.options.map(option => {
          const votes = option.votes ?? 0;
          const part = hidden || voters === 0 ? 0 : votes / voters;
          return html`<li class="result ${option.mine ? 'mine' : ''}" ${share(Math.round(part * 100))}>
            <span class="text" dir="auto"
              >${option.text}
              ${option.mine ? html`${glyph(Check)}<span class="unseen">${msg('Your choice')}</span>` : nothing}</span
            >
            ${hidden ? nothing : html`<span class="figure">${percent(part)} · ${this.#votes(votes)}</span>`}
          </li>`;
        })}
      </ul>
      <div class="end">
        ${
          open && voted
            ? html`<button
                  type="button"
                  class="outline"
                  tabindex=${ifDefined(this.tab)}
                  @click=${() => void this.#change()}
                >
                  ${msg('Change my vote')}
                </button>
                <button type="button" class="quiet" tabindex=${ifDefined(this.tab)} @click=${() => this.#tell([])}>
                  ${msg('Take it back')}
                </button>`
            : nothing
        }
        ${
          !poll.anonymous && !hidden && voters > 0
            ? html`<button
                type="button"
                class="quiet"
                tabindex=${ifDefined(this.tab)}
                @click=${() => tell(this, 'rapport-do', { ...this.#ref, act: 'voters' })}
              >
                ${msg('Who voted')}
              </button>`
            : nothing
        }
        <span class="small muted">${this.#facts(poll, voted)}</span>
      </div>`;
  }

  #votes(count: number) {
    return plural(count, { one: msg(str`${number(count)} vote`), other: msg(str`${number(count)} votes`) });
  }

  #facts(poll: Poll, voted: boolean) {
    const { voters, endsAt } = poll;
    return [
      voters === undefined
        ? ''
        : plural(voters, {
            one: msg(str`${number(voters)} person voted`),
            other: msg(str`${number(voters)} people voted`),
          }),
      poll.ended ? msg('The poll has ended') : endsAt ? msg(str`until ${dayAndTime(endsAt)}`) : '',
      poll.anonymous ? msg('anonymous') : '',
      poll.resultsHidden && !poll.ended && !voted ? msg('the result shows once you have voted') : '',
    ]
      .filter(Boolean)
      .join(' · ');
  }

  get #ref() {
    const id = this.post!.id;
    return { item: 'post' as const, id, postId: id };
  }

  #chose = (event: Event) => {
    const { value, checked, type } = event.target as HTMLInputElement;
    const chosen = new Set(type === 'radio' ? [] : this.chosen);
    if (checked) chosen.add(value);
    else chosen.delete(value);
    this.chosen = chosen;
  };

  async #change() {
    this.changing = true;
    await this.updateComplete;
    (this.renderRoot.querySelector<HTMLElement>('input:checked') ?? this.renderRoot.querySelector('input'))?.focus();
  }

  #stopChanging() {
    this.changing = false;
    this.chosen = new Set(this.post?.poll?.options.filter(option => option.mine).map(option => option.id));
  }

  #submit = (event: Event) => {
    event.preventDefault();
    if (this.chosen.size > 0) this.#tell([...this.chosen]);
  };

  #tell(optionIds: string[]) {
    this.changing = false;
    tell(this, 'rapport-do', { ...this.#ref, act: 'vote', optionIds });
  }
}

/** Tells two votes of the reader apart. */
const ownVote = (post: Post | undefined) =>
  [post?.id, ...(post?.poll?.options ?? []).filter(option => option.mine).map(option => option.id)].join(' ');

declare global {
  interface HTMLElementTagNameMap {
    'rapport-poll': RapportPoll;
  }
}
