import { css } from 'lit';

/** What every element's root starts from: type, controls, focus. */
export const base = css`
  :host {
    display: block;
    font-family: var(--r-font);
    font-size: var(--r-md);
    line-height: var(--r-leading);
    color: var(--r-text);
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  blockquote,
  figure {
    margin: 0;
    padding: 0;
  }
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 28px;
    padding: 2px 8px;
    border: 1px solid transparent;
    border-radius: var(--r-radius-control);
    background: none;
    font-size: var(--r-sm);
    line-height: 1.35;
    cursor: pointer;
    transition: background-color 120ms ease-out;
  }
  button:hover:not(:disabled) {
    background: var(--r-hover);
  }
  button:disabled,
  button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  button.outline {
    border-color: var(--r-control);
  }
  button.primary {
    background: var(--r-accent);
    border-color: var(--r-accent);
    color: var(--r-on-accent);
    font-weight: 600;
    padding-inline: 14px;
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in oklab, var(--r-accent) 88%, var(--r-text));
  }
  button.quiet {
    color: var(--r-muted);
  }
  button.quiet:hover:not(:disabled) {
    color: var(--r-text);
  }
  button.link {
    min-height: 0;
    padding: 0 2px;
    color: var(--r-accent);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  button.icon {
    padding: 4px;
    min-width: 28px;
  }
  a {
    color: var(--r-accent);
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--r-accent);
    outline-offset: 2px;
  }
  .muted {
    color: var(--r-muted);
  }
  .small {
    font-size: var(--r-xs);
    line-height: 1.34;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg.glyph {
    width: 18px;
    height: 18px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  @media (pointer: coarse) {
    button {
      min-height: 44px;
    }
    button.icon {
      min-width: 44px;
    }
    button.link {
      min-height: 24px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      transition: none !important;
      animation: none !important;
    }
  }
`;

/** Fields of forms. */
export const fields = css`
  label {
    display: block;
    font-size: var(--r-sm);
    font-weight: 600;
    margin-block-end: 4px;
  }
  input:not([type='radio'], [type='checkbox']),
  select,
  textarea {
    width: 100%;
    padding: 8px 10px;
    border: 1px solid var(--r-control);
    border-radius: var(--r-radius-control);
    background: var(--r-surface);
    font-size: max(var(--r-md), 16px);
  }
  select {
    appearance: auto;
  }
`;
