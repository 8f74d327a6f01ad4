import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { glyph, type Icon } from '../../design/first-icons.ts';
import type { RecordKind } from '../../api/schema.ts';

/** First letters of the first and the last word; one letter where there is one word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '?')][0]!;
  const last = words.length > 1 ? [...words.at(-1)!][0]! : '';
  return (first + last).toLocaleUpperCase();
}

/** The same ground for the same person, everywhere and always. */
export function groundOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return (hash ^ (hash >>> 3)) % 8;
}

type Pictured = RecordKind | 'space' | 'topic';

/** A person's initials, or a record's icon. Says nothing: the name stands beside it. */
@customElement('rapport-avatar')
export class RapportAvatar extends LitElement {
  @property() name = '';
  /** The member's id, from which the ground is picked. */
  @property({ attribute: 'member-id' }) memberId = '';
  /** Set for a record, a space, a topic; it is drawn as a rounded square. */
  @property() kind?: Pictured;
  @property({ reflect: true }) size: 'usual' | 'small' | 'large' = 'usual';
  @state() private icon?: Icon;

  static override styles = css`
    :host {
      --size: var(--r-avatar);
      display: inline-grid;
      place-items: center;
      flex: none;
      width: var(--size);
      height: var(--size);
      font: 600 calc(var(--size) * 0.38) / 1 var(--r-font);
      letter-spacing: 0.02em;
      user-select: none;
    }
    :host([size='small']) {
      --size: var(--r-avatar-small);
    }
    :host([size='large']) {
      --size: 56px;
    }
    span {
      display: grid;
      place-items: center;
      width: 100%;
      height: 100%;
      border-radius: 50%;
      color: #fff;
    }
    /* A picture made of letters, not text: no name has to repeat it. */
    [data-letters]::before {
      content: attr(data-letters);
    }
    .record {
      border-radius: 22%;
      background: var(--r-accent-soft);
      color: var(--r-on-accent-soft);
    }
    svg {
      width: 56%;
      height: 56%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.75;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .g0 {
      background: #2457a6;
    }
    .g1 {
      background: #0b6b63;
    }
    .g2 {
      background: #6b3fa0;
    }
    .g3 {
      background: #9a3412;
    }
    .g4 {
      background: #8a1c5c;
    }
    .g5 {
      background: #3f5a12;
    }
    .g6 {
      background: #7a4a00;
    }
    .g7 {
      background: #334155;
    }
    @media (forced-colors: active) {
      span {
        border: 1px solid CanvasText;
      }
    }
  `;

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('kind') && this.kind) void this.#draw(this.kind);
  }

  /** Posts show people; the icons of records come when a record is to be drawn. */
  async #draw(kind: Pictured) {
    const { recordIcons } = await import('../../design/record-icons.ts');
    this.icon = recordIcons[kind] ?? recordIcons.other;
  }

  override render() {
    if (this.kind) {
      return html`<span class="record" aria-hidden="true">${this.icon ? glyph(this.icon) : nothing}</span>`;
    }
    return html`<span
      class="g${groundOf(this.memberId)}"
      aria-hidden="true"
      data-letters=${initialsOf(this.name)}
    ></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-avatar': RapportAvatar;
  }
}
