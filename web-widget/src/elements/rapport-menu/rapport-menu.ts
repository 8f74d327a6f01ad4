import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { base } from '../../design/base.ts';
import { Check, Ellipsis, glyph, type Icon } from '../../design/icons.ts';
import { tell } from '../../feed/surface.ts';

export interface MenuItem {
  id: string;
  label: string;
  icon?: Icon;
  danger?: boolean;
  /** Set for one of several choices. */
  checked?: boolean;
}

/**
 * A button and the choices behind it.
 * @fires rapport-choose - `detail` is the chosen item's id
 * @slot - what the button shows in place of three dots
 */
@customElement('rapport-menu')
export class RapportMenu extends LitElement {
  @property() label = '';
  @property({ attribute: false }) items: MenuItem[] = [];
  @property({ type: Number }) tab?: number;
  /** Draws the button with a border. */
  @property({ type: Boolean }) outline = false;
  @query('[popover]') private list!: HTMLElement;
  @query('button') private button!: HTMLButtonElement;

  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        min-width: 180px;
        max-width: min(320px, calc(100vw - 16px));
        max-height: 60vh;
        padding: 4px;
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-raised);
        color: var(--r-text);
        box-shadow: var(--r-shadow);
        overflow: auto;
      }
      [role^='menuitem'] {
        display: flex;
        justify-content: flex-start;
        gap: 10px;
        width: 100%;
        min-height: 34px;
        padding: 6px 10px;
        text-align: start;
      }
      [role^='menuitem']:focus-visible {
        outline-offset: -2px;
      }
      .danger {
        color: var(--r-danger);
      }
      .gap {
        width: 18px;
        flex: none;
      }
      @media (pointer: coarse) {
        [role^='menuitem'] {
          min-height: 44px;
        }
      }
    `,
  ];

  override focus() {
    this.button.focus();
  }

  /** Is the list open? A page with an open menu must not be taken away. */
  get open() {
    return this.list?.matches(':popover-open') ?? false;
  }

  override render() {
    return html`<button
        type="button"
        class="${this.outline ? 'outline' : 'quiet icon'}"
        aria-haspopup="menu"
        aria-expanded="false"
        aria-label=${ifDefined(this.label || undefined)}
        title=${ifDefined(this.outline ? undefined : this.label || undefined)}
        tabindex=${ifDefined(this.tab)}
        popovertarget="list"
        @keydown=${this.#openByArrow}
      >
        <slot>${glyph(Ellipsis)}</slot>
      </button>
      <div
        popover
        id="list"
        role="menu"
        aria-label=${this.label}
        @toggle=${this.#toggled}
        @beforetoggle=${this.#place}
        @keydown=${this.#move}
      >
        ${this.items.map(
          item =>
            html`<button
              type="button"
              class=${item.danger ? 'danger' : ''}
              role=${item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked=${ifDefined(item.checked === undefined ? undefined : item.checked ? 'true' : 'false')}
              tabindex="-1"
              @click=${() => this.#choose(item)}
            >
              ${item.checked ? glyph(Check) : item.icon ? glyph(item.icon) : item.checked === false ? html`<span class="gap"></span>` : nothing}
              <span>${item.label}</span>
            </button>`,
        )}
      </div>`;
  }

  get #choices() {
    return [...this.list.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  }

  #choose(item: MenuItem) {
    this.list.hidePopover();
    this.button.focus();
    tell(this, 'rapport-choose', item.id);
  }

  #openByArrow = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.list.showPopover();
  };

  /** Under the button, or above it where there is no room; never out of the window. */
  #place = (event: Event) => {
    if ((event as ToggleEvent).newState !== 'open') return;
    const button = this.button.getBoundingClientRect();
    const height = this.items.length * 36 + 12;
    const below = innerHeight - button.bottom > height || button.top < height;
    const { style } = this.list;
    style.setProperty('top', below ? `${button.bottom + 4}px` : 'auto');
    style.setProperty('bottom', below ? 'auto' : `${innerHeight - button.top + 4}px`);
    const atStart = button.left + 200 < innerWidth;
    style.setProperty('left', atStart ? `${Math.max(8, button.left)}px` : 'auto');
    style.setProperty('right', atStart ? 'auto' : `${Math.max(8, innerWidth - button.right)}px`);
  };

  #toggled = (event: Event) => {
    const open = (event as ToggleEvent).newState === 'open';
    this.button.setAttribute('aria-expanded', String(open));
    if (open) (this.list.querySelector<HTMLElement>('[aria-checked=true]') ?? this.#choices[0])?.focus();
  };

  #move = (event: KeyboardEvent) => {
    const choices = this.#choices;
    const at = choices.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: choices.length - 1 }[event.key];
    event.stopPropagation(); // single keys of the feed must not act behind an open menu
    if (event.key === 'Escape' || event.key === 'Tab') {
      this.list.hidePopover();
      this.button.focus();
      if (event.key === 'Escape') event.preventDefault();
    } else if (to !== undefined) {
      event.preventDefault();
      choices.at(to % choices.length)?.focus();
    } else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      const order = [...choices.slice(at + 1), ...choices.slice(0, at + 1)];
      order.find(choice => choice.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-menu': RapportMenu;
  }
}
