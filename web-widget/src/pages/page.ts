import { consume } from '../feed/context.ts';
import { css, LitElement } from 'lit';
import { state } from 'lit/decorators.js';
import { appContext, type App } from '../app/context.ts';
import { base } from '../design/base.ts';

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

/** What all pages share: the shell's facts, and the focus on their heading after a change of page. */
export abstract class Page extends LitElement {
  @consume(appContext) @state() app?: App;

  static override styles = [base, pageStyles];

  override focus() {
    const heading = this.renderRoot.querySelector<HTMLElement>('h1, rapport-record-card');
    heading?.focus({ preventScroll: true });
  }
}
