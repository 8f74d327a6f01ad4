import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { ReactionKind, Reactions } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import {
  ChevronDown,
  Frown,
  glyph,
  HandHeart,
  Lightbulb,
  PartyPopper,
  Question,
  ThumbsUp,
  Users,
  type Icon,
} from '../../design/icons.ts';
import { consume } from '../../feed/context.ts';
import { usualReactions } from '../../feed/limits.ts';
import { surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { number } from '../../i18n/format.ts';
import { reactionName } from '../../i18n/more-names.ts';

const icons: Partial<Record<ReactionKind, Icon>> = {
  agree: ThumbsUp,
  thanks: HandHeart,
  celebrate: PartyPopper,
  insightful: Lightbulb,
  sad: Frown,
  question: Question,
};

/**
 * What people felt, in numbers, and one's own say. A press gives "agree" or takes one's reaction back; the arrow beside it opens the
 * others, as a long press does.
 * @fires rapport-who - the reader wants the names
 * @fires rapport-reacted - `detail` is the reaction given, undefined for one taken back
 */
@customElement('rapport-reactions')
@localized()
export class RapportReactions extends LitElement {
  @property({ attribute: false }) reactions: Reactions = { counts: [], total: 0 };
  @property({ type: Boolean }) readonly = false;
  /** Icons without their words: there are many of them in a thread. */
  @property({ type: Boolean, reflect: true }) terse = false;
  @property({ type: Number }) tab?: number;
  /** Names can be asked for. */
  @property({ type: Boolean }) known = false;
  @consume(surfaceContext) @state() surface?: Surface;
  @query('[popover]') private choices!: HTMLElement;
  @query('.more') private opener!: HTMLElement;
  #press: ReturnType<typeof setTimeout> | undefined;
  #long = false;

  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
      }
      button {
        white-space: nowrap;
      }
      .own {
        color: var(--r-accent);
      }
      .own:hover:not(:disabled) {
        color: var(--r-accent);
      }
      .pair {
        display: inline-flex;
      }
      .more {
        padding-inline: 2px;
        min-width: 24px;
        margin-inline-start: -2px;
      }
      .who svg {
        width: 15px;
        height: 15px;
      }
      .more svg {
        width: 14px;
        height: 14px;
      }
      .chip {
        min-height: 26px;
        padding: 1px 8px;
        border: 1px solid var(--r-line);
        border-radius: 99px;
        font-variant-numeric: tabular-nums;
      }
      .chip svg {
        width: 15px;
        height: 15px;
      }
      .chip[aria-pressed='true'] {
        border-color: var(--r-accent);
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 4px;
        border: 1px solid var(--r-line);
        border-radius: 99px;
        background: var(--r-raised);
        color: var(--r-text);
        box-shadow: var(--r-shadow);
      }
      [popover] button {
        min-width: 36px;
        min-height: 36px;
        border-radius: 99px;
      }
      @media (pointer: coarse) {
        .chip {
          min-height: 44px;
        }
        .more {
          min-width: 32px;
        }
        [popover] button {
          min-width: 44px;
          min-height: 44px;
        }
      }
      :host([terse]) .word {
        display: none;
      }
      @container (width < 480px) {
        .word {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  /** As if the reader had pressed the button. */
  toggle() {
    this.#give(this.reactions.mine ? undefined : this.#first);
  }

  get #kinds() {
    return (this.surface?.settings?.reactions ?? usualReactions) as ReactionKind[];
  }

  get #first(): ReactionKind {
    const kinds = this.#kinds;
    return kinds.includes('agree') ? 'agree' : (kinds[0] ?? 'agree');
  }

  choose() {
    if (!this.readonly) this.choices.showPopover();
  }

  get open() {
    return this.choices?.matches(':popover-open') ?? false;
  }

  override render() {
    const { counts, mine } = this.reactions;
    const order = (kind: ReactionKind) => this.#kinds.indexOf(kind);
    const sorted = [...counts].sort((a, b) => b.count - a.count || order(a.kind) - order(b.kind));
    return html`${this.readonly ? nothing : this.#button(mine)}
    ${sorted.map(({ kind, count }) => {
      const words = msg(str`${reactionName(kind)}, ${number(count)}`);
      return html`<button
        type="button"
        class="chip quiet"
        aria-pressed=${kind === mine ? 'true' : 'false'}
        aria-label=${words}
        title=${words}
        tabindex=${ifDefined(this.tab)}
        ?disabled=${this.readonly}
        @click=${() => this.#give(kind === mine ? undefined : kind)}
      >
        ${sign(kind)}<span>${number(count)}</span>
      </button>`;
    })}
    ${
      this.known
        ? html`<button
            type="button"
            class="who quiet icon"
            tabindex=${ifDefined(this.tab)}
            aria-label=${msg('Who reacted')}
            title=${msg('Who reacted')}
            @click=${() => tell(this, 'rapport-who')}
          >
            ${glyph(Users)}
          </button>`
        : nothing
    }`;
  }

  #button(mine: ReactionKind | undefined) {
    const shown = mine ?? this.#first;
    return html`<span class="pair">
        <button
          type="button"
          class="quiet ${mine ? 'own' : ''}"
          aria-pressed=${mine ? 'true' : 'false'}
          aria-label=${reactionName(shown)}
          tabindex=${ifDefined(this.tab)}
          @click=${this.#pressed}
          @pointerdown=${this.#down}
          @pointerup=${this.#up}
          @pointercancel=${this.#up}
        >
          ${icons[shown] ? glyph(icons[shown]) : nothing}<span class=${icons[shown] ? 'word' : ''}
            >${reactionName(shown)}</span
          >
        </button>
        <button
          type="button"
          class="more quiet"
          aria-label=${msg('Choose a reaction')}
          title=${msg('Choose a reaction')}
          aria-haspopup="true"
          tabindex=${ifDefined(this.tab)}
          popovertarget="choices"
        >
          ${glyph(ChevronDown)}
        </button>
      </span>
      <div
        popover
        id="choices"
        role="group"
        aria-label=${msg('Reactions')}
        @beforetoggle=${this.#place}
        @toggle=${this.#opened}
        @keydown=${this.#move}
      >
        ${this.#kinds.map(
          kind =>
            html`<button
              type="button"
              class="quiet ${kind === mine ? 'own' : ''}"
              aria-label=${reactionName(kind)}
              title=${reactionName(kind)}
              aria-pressed=${kind === mine ? 'true' : 'false'}
              @click=${() => {
                this.choices.hidePopover();
                this.#give(kind === mine ? undefined : kind);
              }}
            >
              ${sign(kind)}
            </button>`,
        )}
      </div>`;
  }

  #give(kind: ReactionKind | undefined) {
    if (!this.readonly) tell(this, 'rapport-reacted', kind);
  }

  #pressed = () => {
    if (this.#long) this.#long = false;
    else this.toggle();
  };

  #down = (event: PointerEvent) => {
    this.#long = false;
    if (event.pointerType === 'mouse') return;
    this.#press = setTimeout(() => {
      this.#long = true;
      this.choose();
    }, 450);
  };

  #up = () => clearTimeout(this.#press);

  #place = (event: Event) => {
    if ((event as ToggleEvent).newState !== 'open') return;
    const at = this.opener.getBoundingClientRect();
    const width = matchMedia('(pointer: coarse)').matches ? 290 : 240;
    this.choices.style.setProperty('bottom', `${Math.max(8, innerHeight - at.top + 6)}px`);
    this.choices.style.setProperty('left', `${Math.max(8, Math.min(at.left - 60, innerWidth - width - 8))}px`);
  };

  #opened = (event: Event) => {
    if ((event as ToggleEvent).newState !== 'open') return;
    const mine = this.choices.querySelector<HTMLElement>('[aria-pressed=true]');
    (mine ?? this.choices.querySelector('button'))?.focus();
  };

  #move = (event: KeyboardEvent) => {
    event.stopPropagation();
    const buttons = [...this.choices.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[
      event.key
    ];
    if (to !== undefined) {
      event.preventDefault();
      buttons.at(to % buttons.length)?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.choices.hidePopover();
      this.opener.focus();
    }
  };
}

/** A reaction of the company's own has no icon: its word stands for it. */
const sign = (kind: ReactionKind) => (icons[kind] ? glyph(icons[kind]) : html`<span>${kind}</span>`);

declare global {
  interface HTMLElementTagNameMap {
    'rapport-reactions': RapportReactions;
  }
}
