import { css } from 'lit';

export const postStyles = css`
  :host {
    container-type: inline-size;
  }
  article {
    scroll-margin-block: 72px 24px;
  }
  .card {
    position: relative;
    display: grid;
    gap: 8px;
    padding: var(--r-card);
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-surface);
  }
  .unread::before {
    content: '';
    position: absolute;
    inset-block: 10px;
    inset-inline-start: 0;
    width: 3px;
    border-radius: 0 3px 3px 0;
    background: var(--r-accent);
  }
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 2px 10px;
    align-items: start;
  }
  rapport-item-menu {
    align-self: start;
    margin: -4px -6px 0 0;
  }
  rapport-item-menu:not(:defined) {
    width: 28px;
    height: 28px;
  }
  rapport-post-actions:not(:defined) {
    height: 28px;
  }
  .names {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 5px;
    line-height: 24px;
  }
  .unread .who {
    font-weight: 700;
  }
  .where {
    display: inline-flex;
    gap: 5px;
    color: var(--r-muted);
    overflow-wrap: anywhere;
  }
  .where a {
    color: var(--r-text);
  }
  .role {
    max-width: 44ch;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .headline {
    display: grid;
    gap: 4px;
    justify-items: start;
  }
  .title {
    font-size: var(--r-lg);
    line-height: 1.4;
    font-weight: 600;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  rapport-badges:not(:defined) {
    height: 21px;
  }
  .text:empty {
    display: none;
  }
  .folded {
    max-height: calc(12lh + 4px);
    overflow: hidden;
  }
  .fold {
    justify-self: start;
    margin-inline-start: -8px;
    color: var(--r-accent);
  }
  rapport-thread {
    padding-block-start: 10px;
    border-block-start: 1px solid var(--r-line);
  }
  .story {
    position: relative;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 2px 10px;
    align-items: start;
    padding: 8px var(--r-card);
    border: 1px solid transparent;
    border-radius: var(--r-radius);
  }
  .story .sign {
    display: grid;
    place-items: center;
    width: var(--r-avatar);
    color: var(--r-muted);
    padding-block-start: 1px;
  }
  .story .sign svg {
    width: 16px;
    height: 16px;
  }
  rapport-story:not(:defined) {
    height: 20px;
  }
  .story rapport-thread {
    margin-block-start: 8px;
  }
  @container (width >= 480px) {
    .folded {
      max-height: calc(20lh + 4px);
    }
  }
  @container (width < 480px) {
    .reason,
    .role {
      display: none;
    }
  }
`;
