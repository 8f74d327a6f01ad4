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
import { localTime, OPTIONS, type Extra } from '../rapport-composer/extra.ts';
import { kudosName } from '../rapport-extras/rapport-extras.ts';

const reasons: KudosReason[] = ['helped', 'taught', 'delivered', 'saved', 'thanks'];
const MOST_THANKED = 10;

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
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private found: { id: string; name: string }[] = [];
  @state() private said = '';
  #turn = 0;

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
    return options.length >= OPTIONS.least ? options : [...options, '', ''].slice(0, OPTIONS.least);
  }

  #poll() {
    const options = this.#options;
    return html`<fieldset>
        <legend>${msg('Answers')}</legend>
        ${options.map((option, at) => this.#option(option, at, options.length))}
        ${
          options.length < OPTIONS.most
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
        maxlength="200"
        aria-label=${msg(str`Answer ${number}`)}
        placeholder=${msg(str`Answer ${number}`)}
        .value=${live(option)}
        @input=${(event: InputEvent) => this.#set(this.#options.with(at, (event.target as HTMLInputElement).value))}
      />
      ${tool(msg(str`Move answer ${number} up`), ChevronUp, at > 0, () => this.#move(at, -1))}
      ${tool(msg(str`Move answer ${number} down`), ChevronDown, at < count - 1, () => this.#move(at, 1))}
      ${tool(msg(str`Remove answer ${number}`), X, count > OPTIONS.least, () => this.#set(this.#options.toSpliced(at, 1), Math.max(0, at - 1)))}
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
    return html`<div>
        <label for="who">${msg('Whom do you thank?')}</label>
        ${
          thanked.length > 0
            ? html`<ul class="chosen">
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
          thanked.length < MOST_THANKED
            ? html`<input
                  id="who"
                  dir="auto"
                  autocomplete="off"
                  list="colleagues"
                  placeholder=${msg('Name of a colleague')}
                  @input=${this.#looked}
                  @change=${this.#looked}
                />
                <datalist id="colleagues">
                  ${this.found.map(member => html`<option value=${member.name}></option>`)}
                </datalist>`
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
            reason =>
              html`<option value=${reason} ?selected=${(this.extra.reason ?? 'helped') === reason}>
                ${kudosName(reason)}
              </option>`,
          )}
        </select>
      </div>`;
  }

  /** Suggests by the browser's own list; a name that is wholly there is taken. */
  #looked = async (event: Event) => {
    const field = event.target as HTMLInputElement;
    const name = field.value.trim();
    const known = this.found.find(member => member.name.toLowerCase() === name.toLowerCase());
    const thanked = this.extra.thanked ?? [];
    if (known) {
      field.value = '';
      this.found = [];
      if (!thanked.some(member => member.id === known.id))
        this.#change({ thanked: [...thanked, known], reason: this.extra.reason ?? 'helped' });
      this.said = msg(str`${known.name} is thanked.`);
      return;
    }
    if (name.length < 1 || event.type === 'change') return;
    const turn = ++this.#turn;
    try {
      const found = await (await this.surface?.services())?.findMembers(name);
      if (turn !== this.#turn) return;
      this.found = (found ?? []).flatMap(each =>
        'member' in each && each.member.id !== this.surface?.viewer?.id
          ? [{ id: each.member.id, name: each.member.name }]
          : [],
      );
    } catch {
      this.found = [];
    }
  };

  // ---- announcement

  #announcement() {
    return html`${this.#time('expiresAt', msg('Stands on top until'))}
    ${this.#check('acknowledge', msg('Readers confirm that they have read it'))}`;
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
