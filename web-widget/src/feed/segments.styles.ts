import { css } from 'lit';

export const segmentStyles = css`
  .body {
    overflow-wrap: anywhere;
    max-width: 72ch;
  }
  .body > * + *,
  .body blockquote > * + * {
    margin-block-start: 0.5em;
  }
  .body ul,
  .body ol {
    padding-inline-start: 1.4em;
  }
  .body blockquote {
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--r-line);
    color: var(--r-muted);
  }
  .body code {
    font-family: var(--r-mono);
    font-size: 0.9em;
    padding: 1px 4px;
    border-radius: 4px;
    background: var(--r-hover);
  }
  .body pre {
    margin-inline: 0;
    padding: 8px 12px;
    border-radius: var(--r-radius-control);
    background: var(--r-hover);
    overflow-x: auto;
  }
  .body pre code {
    padding: 0;
    background: none;
  }
  .body .mention {
    text-decoration: none;
    font-weight: 500;
  }
  .body .mention:hover {
    text-decoration: underline;
  }
  .body .mention.own {
    background: var(--r-accent-soft);
    color: var(--r-on-accent-soft);
    border-radius: 4px;
    padding-inline: 3px;
  }
  .body .topic {
    font-weight: 500;
  }
  .body .withheld {
    color: var(--r-muted);
    font-style: italic;
  }
  .body .host {
    color: var(--r-muted);
    font-size: var(--r-xs);
  }
`;
