import { consume } from '../feed/context.ts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { appContext, type App } from '../app/context.ts';
import { problemOf } from '../api/problem.ts';
import { base } from '../design/base.ts';
import { problemText } from '../i18n/names.ts';

export const pageStyles = css`
  :host {
    container: page / inline-size;
  }
  :host(:focus) {
    outline: none;
  }
  h1 {
    font-size: var(--r-xl);
    line-height: 1.3;
    font-weight: 600;
    text-wrap: balance;
  }
  h1:focus {
    outline: none;
  }
  .column {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
    max-width: 680px;
    width: 100%;
    margin-inline: auto;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
    padding-inline: 4px;
  }
  .panel {
    display: grid;
    gap: 12px;
    padding: var(--r-card);
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-surface);
  }
  h2 {
    font-size: var(--r-md);
    font-weight: 600;
  }
`;

/** Chips of which one is chosen, rows, skeletons: what several pages show alike. */
export const listStyles = css`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .chips button {
    border-radius: 99px;
    padding-inline: 12px;
    color: var(--r-muted);
  }
  .chips button[aria-pressed='true'] {
    background: var(--r-accent-soft);
    color: var(--r-on-accent-soft);
    font-weight: 600;
  }
  .rows {
    list-style: none;
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-surface);
  }
  .rows > li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 4px 12px;
    align-items: center;
    padding: 10px var(--r-card);
  }
  .rows > li + li {
    border-block-start: 1px solid var(--r-line);
  }
  .rows a,
  .rows strong {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .rows a {
    color: inherit;
    text-decoration: none;
  }
  .rows a:hover {
    text-decoration: underline;
  }
  .rows p {
    overflow-wrap: anywhere;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 8px;
    border: 1px solid var(--r-line);
    border-radius: 99px;
    color: var(--r-muted);
    font-size: var(--r-xs);
    font-weight: 400;
    white-space: nowrap;
  }
  .tag.new {
    border-color: transparent;
    background: var(--r-accent-soft);
    color: var(--r-on-accent-soft);
    font-weight: 600;
  }
  .tag svg.glyph {
    width: 12px;
    height: 12px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .more {
    justify-self: center;
    min-height: 36px;
  }
  .wait {
    min-height: 240px;
  }
  @container page (width < 480px) {
    .rows > li > .buttons {
      grid-column: 2 / -1;
    }
  }
  @media (forced-colors: active) {
    .chips button[aria-pressed='true'] {
      border: 2px solid Highlight;
    }
  }
`;

/** The parts of a place, each with an address of its own. */
export const tabStyles = css`
  .tabs {
    position: relative;
    display: flex;
    gap: 4px;
    overflow-x: auto;
    scrollbar-width: none;
    box-shadow: inset 0 -1px var(--r-line);
  }
  .tabs a {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 40px;
    padding: 6px 10px;
    border-block-end: 2px solid transparent;
    color: var(--r-muted);
    font-size: var(--r-sm);
    text-decoration: none;
    white-space: nowrap;
  }
  .tabs a:focus-visible {
    outline-offset: -2px;
  }
  .tabs a:hover {
    color: var(--r-text);
  }
  .tabs a[aria-current] {
    border-color: var(--r-accent);
    color: var(--r-text);
    font-weight: 600;
  }
  @container page (width < 480px) {
    .tabs {
      padding-inline-end: 16px;
      mask-image: linear-gradient(to right, #000 calc(100% - 16px), transparent);
    }
  }
`;

export interface Tab {
  path: string;
  name: string;
  here: boolean;
}

/** What all pages share: the shell's facts, and the focus on their heading after a change of page. */
export abstract class Page extends LitElement {
  @consume(appContext) @state() app?: App;
  #tab: HTMLElement | null = null;

  static override styles = [base, pageStyles];

  override focus() {
    const heading = this.renderRoot.querySelector<HTMLElement>('h1, rapport-record-card');
    heading?.focus({ preventScroll: true });
  }

  /** A row of tabs that is too long scrolls by itself: the chosen one is seen, and the page stays where it is. */
  protected override updated() {
    const tab = this.renderRoot.querySelector<HTMLElement>('.tabs [aria-current]');
    if (tab === this.#tab) return;
    this.#tab = tab;
    const row = tab?.closest('.tabs');
    if (tab && row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }

  /** Does something for the reader; a refusal is told where it was asked for. */
  protected async act<T>(work: () => Promise<T>, done?: (answer: T) => unknown): Promise<void> {
    try {
      const answer = await work();
      done?.(answer);
    } catch (failure) {
      this.app?.toasts()?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
    }
  }

  protected tabs(label: string, tabs: Tab[]): TemplateResult {
    return html`<nav class="tabs" aria-label=${label}>
      ${tabs.map(
        ({ path, name, here }) =>
          html`<a href=${this.app?.router.href(path) ?? ''} aria-current=${here ? 'page' : nothing}>${name}</a>`,
      )}
    </nav>`;
  }
}
