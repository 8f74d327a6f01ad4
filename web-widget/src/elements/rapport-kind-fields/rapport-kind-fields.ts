import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { KudosReason, PostKind } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import { ChevronDown, glyph, Plus, X } from '../../design/icons.ts';
import { ChevronUp } from '../../design/more-icons.ts';
import { consume } from '../../feed/context.ts';
import { surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { LEAST_OPTIONS, localTime, type Extra } from '../rapport-composer/extra.ts';
import { limitOf, usualReasons } from '../../feed/limits.ts';
import { kudosName } from '../rapport-extras/rapport-extras.ts';
import type { Choice } from '../rapport-picker/rapport-picker.ts';
import '../rapport-picker/rapport-picker.ts';

/**
 * What a poll, thanks or an announcement asks for besides its words, and when a post is to be published.
 * @fires rapport-extra - `detail` is all of it as it is now
 */
@customElement('rapport-kind-fields')
@localized()
export class RapportKindFields extends LitElement {
  @property() kind: PostKind = 'update';
  @property({ attribute: false }) extra: Extra = {};
  @property({ type: Boolean }) scheduling = false;
  /** It stands already: what its readers were asked for stays. */
  @property({ type: Boolean }) changing = false;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private said = '';

  static override styles = [
    base,
    fields,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
        padding-block: 4px;
      }
      fieldset {
        display: grid;
        gap: 6px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-size: var(--r-sm);
        font-weight: 600;
        margin-block-end: 4px;
      }
      .option {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto auto;
        gap: 2px;
        align-items: center;
      }
      .check {
        display: flex;
        gap: 8px;
        align-items: center;
        min-height: 28px;
        margin: 0;
        font-weight: 400;
      }
      .check input {
        width: 18px;
        height: 18px;
        accent-color: var(--r-accent);
      }
      .add {
        justify-self: start;
        color: var(--r-accent);
      }
      .chosen {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        list-style: none;
      }
      .chosen li {
        display: inline-flex;
        align-items: center;
        padding-inline-start: 10px;
        border: 1px solid var(--r-line);
        border-radius: 99px;
        font-size: var(--r-sm);
        overflow-wrap: anywhere;
      }
      .times {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
      }
      @media (pointer: coarse) {
        .check {
          min-height: 44px;
        }
      }
    `,
  ];

  override render() {
    return html`${this.kind === 'poll' ? this.#poll() : nothing} ${this.kind === 'kudos' ? this.#kudos() : nothing}
      ${this.kind === 'announcement' ? this.#announcement() : nothing}
      ${this.scheduling ? this.#time('publishAt', msg('Publish on')) : nothing}
      <span class="unseen" role="status">${this.said}</span>`;
  }

  #change(change: Extra) {
    this.extra = { ...this.extra, ...change };
    tell(this, 'rapport-extra', this.extra);
  }

  // ---- poll

  get #options(): string[] {
    const options = this.extra.options ?? [];
    return options.length >= LEAST_OPTIONS ? options : [...options, '', ''].slice(0, LEAST_OPTIONS);
  }

  #poll() {
    const options = this.#options;
    return html`<fieldset>
        <legend>${msg('Answers')}</legend>
        ${options.map((option, at) => this.#option(option, at, options.length))}
        ${
          options.length < limitOf(this.surface, 'pollOptions')
            ? html`<button type="button" class="add" @click=${() => this.#set([...options, ''], options.length)}>
                ${glyph(Plus)}${msg('Add an answer')}
              </button>`
            : nothing
        }
      </fieldset>
      <div>
        ${this.#check('multiple', msg('Several answers may be chosen'))}
        ${this.#check('hideUntilVoted', msg('Show the result only to who has voted'))}
        ${this.#check('anonymous', msg('Nobody learns who voted for what'))}
      </div>
      ${this.#time('endsAt', msg('Ends on (optional)'))}`;
  }

  #option(option: string, at: number, count: number) {
    const number = at + 1;
    const tool = (name: string, icon: typeof X, enabled: boolean, act: () => void) =>
      html`<button
        type="button"
        class="icon quiet"
        aria-label=${name}
        title=${name}
        ?disabled=${!enabled}
        @click=${act}
      >
        ${glyph(icon)}
      </button>`;
    return html`<div class="option">
      <input
        dir="auto"
        maxlength=${limitOf(this.surface, 'pollOption')}
        aria-label=${msg(str`Answer ${number}`)}
        placeholder=${msg(str`Answer ${number}`)}
        .value=${live(option)}
        @input=${(event: InputEvent) => this.#set(this.#options.with(at, (event.target as HTMLInputElement).value))}
      />
      ${tool(msg(str`Move answer ${number} up`), ChevronUp, at > 0, () => this.#move(at, -1))}
      ${tool(msg(str`Move answer ${number} down`), ChevronDown, at < count - 1, () => this.#move(at, 1))}
      ${tool(msg(str`Remove answer ${number}`), X, count > LEAST_OPTIONS, () => this.#set(this.#options.toSpliced(at, 1), Math.max(0, at - 1)))}
    </div>`;
  }

  #set(options: string[], focus?: number) {
    this.#change({ options });
    if (focus !== undefined) void this.#focus(focus);
  }

  async #focus(at: number) {
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLInputElement>('.option input')[at]?.focus();
  }

  #move(at: number, by: number) {
    const options = [...this.#options];
    const [moved] = options.splice(at, 1);
    options.splice(at + by, 0, moved!);
    this.#set(options, at + by);
    this.said = msg(str`Moved to place ${at + by + 1}.`);
  }

  // ---- kudos

  #kudos() {
    const thanked = this.extra.thanked ?? [];
    const reasons = this.surface?.settings?.kudosReasons ?? usualReasons;
    const reason = this.extra.reason ?? reasons[0];
    return html`<div>
        ${
          thanked.length > 0
            ? html`<ul class="chosen" aria-label=${msg('Thanked')}>
                ${thanked.map(
                  member =>
                    html`<li>
                      ${member.name}
                      <button
                        type="button"
                        class="icon quiet"
                        aria-label=${msg(str`Remove ${member.name}`)}
                        @click=${() => this.#change({ thanked: thanked.filter(each => each.id !== member.id) })}
                      >
                        ${glyph(X)}
                      </button>
                    </li>`,
                )}
              </ul>`
            : nothing
        }
        ${
          thanked.length < limitOf(this.surface, 'kudosMembers')
            ? html`<rapport-picker
                label=${msg('Whom do you thank?')}
                placeholder=${msg('Find a colleague')}
                .find=${this.#colleagues}
                @rapport-pick=${this.#thank}
              ></rapport-picker>`
            : nothing
        }
      </div>
      <div>
        <label for="reason">${msg('Thanks', { id: 'kudos-reason', desc: 'label of the reason of thanks' })}</label>
        <select
          id="reason"
          @change=${(event: Event) => this.#change({ reason: (event.target as HTMLSelectElement).value as KudosReason })}
        >
          ${reasons.map(
            each => html`<option value=${each} ?selected=${each === reason}>${kudosName(each as KudosReason)}</option>`,
          )}
        </select>
      </div>`;
  }

  /** By name, each with what tells two of the same name apart; nobody thanks oneself. */
  #colleagues = async (query: string): Promise<Choice[]> => {
    const found = (await (await this.surface?.services())?.findMembers(query)) ?? [];
    const known = new Set([this.surface?.viewer?.id, ...(this.extra.thanked ?? []).map(member => member.id)]);
    return found.flatMap(each => {
      if (!('member' in each) || known.has(each.member.id)) return [];
      const { id, name, title, site } = each.member;
      const note = [title, site].filter(Boolean).join(' · ');
      return [{ id, name, ...(note ? { note } : {}) }];
    });
  };

  #thank = (event: CustomEvent<Choice>) => {
    event.stopPropagation();
    const { id, name } = event.detail;
    const reason = this.extra.reason ?? ((this.surface?.settings?.kudosReasons ?? usualReasons)[0] as KudosReason);
    this.#change({ thanked: [...(this.extra.thanked ?? []), { id, name }], reason });
    this.said = msg(str`${name} is thanked.`);
  };

  // ---- announcement

  #announcement() {
    return html`${this.#time('expiresAt', msg('Stands on top until'))}
    ${this.changing ? nothing : this.#check('acknowledge', msg('Readers confirm that they have read it'))}`;
  }

  // ---- parts

  #check(name: 'multiple' | 'anonymous' | 'hideUntilVoted' | 'acknowledge', label: string) {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${live(this.extra[name] === true)}
        @change=${(event: Event) => this.#change({ [name]: (event.target as HTMLInputElement).checked })}
      />
      ${label}
    </label>`;
  }

  #time(name: 'endsAt' | 'expiresAt' | 'publishAt', label: string) {
    return html`<div>
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type="datetime-local"
        min=${localTime(new Date())}
        .value=${live(this.extra[name] ?? '')}
        @change=${(event: Event) => this.#change({ [name]: (event.target as HTMLInputElement).value })}
      />
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-kind-fields': RapportKindFields;
  }
}
