import { css } from 'lit';

/** What posts and comments have in common: who and when, the row of actions. */
export const itemStyles = css`
  article:focus-visible {
    outline-offset: 0;
  }
  /* A finger's worth of height: two rows of links stand close to each other. */
  .meta a,
  .names a,
  .meta button.link {
    display: inline-block;
    min-height: 24px;
    min-width: 24px;
  }
  a.plain {
    color: inherit;
    text-decoration: none;
  }
  a.plain:hover {
    text-decoration: underline;
  }
  .who {
    color: var(--r-text);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 6px;
    color: var(--r-muted);
    font-size: var(--r-xs);
    line-height: 24px;
  }
  .meta rapport-time {
    display: inline;
    font-size: inherit;
    line-height: inherit;
    color: inherit;
  }
  .meta button.link {
    font-size: inherit;
    color: inherit;
  }
  .dot::before {
    content: '·';
    margin-inline-end: 6px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 4px;
    margin-inline-start: -8px;
  }
  .sending .body {
    color: var(--r-muted);
  }
  .gone {
    color: var(--r-muted);
    font-size: var(--r-sm);
    font-style: italic;
  }
  .marked {
    outline: 2px solid var(--r-accent);
    outline-offset: 4px;
    border-radius: var(--r-radius-control);
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
`;
