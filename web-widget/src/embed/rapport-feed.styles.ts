import { css } from 'lit';

export const feedStyles = css`
  :host {
    min-height: 320px;
    max-height: var(--rapport-height, 720px);
    overflow-y: auto;
    overscroll-behavior: contain;
    background: var(--r-canvas);
    color: var(--r-text);
    padding: 8px;
    border-radius: var(--r-radius);
    container-type: inline-size;
    box-sizing: border-box;
    contain: layout paint style inline-size;
  }
  :host([auto-height]) {
    max-height: none;
    overflow: visible;
  }
  section {
    display: grid;
    gap: var(--r-gap);
    grid-template-columns: minmax(0, 1fr);
  }
  .start {
    width: 100%;
    justify-content: flex-start;
    min-height: 40px;
    padding: 8px 12px;
    border: 1px solid var(--r-control);
    border-radius: var(--r-radius);
    background: var(--r-surface);
    color: var(--r-muted);
    text-align: start;
    font-size: var(--r-md);
  }
  rapport-record-card {
    padding-inline: 4px;
  }
  rapport-record-card:not(:defined) {
    height: 88px;
  }
  rapport-feed-bar:not(:defined) {
    height: 28px;
  }
  rapport-glance {
    display: none;
  }
  /* The host is under 280 pixels wide: no room to read or to write. */
  @container (width < 264px) {
    section > :not(rapport-glance, rapport-toasts) {
      display: none;
    }
    rapport-glance {
      display: block;
    }
  }
`;
