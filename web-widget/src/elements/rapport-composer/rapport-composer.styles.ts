import { css } from 'lit';

export const composerStyles = css`
  :host {
    container-type: inline-size;
  }
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    padding: 10px;
    border: 1px solid var(--r-control);
    border-radius: var(--r-radius);
    background: var(--r-surface);
  }
  form:focus-within {
    border-color: var(--r-accent);
    box-shadow: 0 0 0 1px var(--r-accent);
  }
  .field {
    position: relative;
  }
  textarea,
  .title {
    display: block;
    border: 0 !important;
    outline: none;
    padding: 4px !important;
    background: none !important;
  }
  textarea {
    field-sizing: content;
    width: 100%;
    overflow-wrap: anywhere;
    min-height: 3lh;
    max-height: 12lh;
    line-height: var(--r-leading);
    resize: none;
    overflow-y: auto;
  }
  textarea:focus-visible,
  .title:focus-visible {
    outline: none; /* the frame shows where the keyboard is */
  }
  .title {
    font-weight: 600;
    font-size: max(var(--r-lg), 16px) !important;
    border-radius: 0 !important;
    border-block-end: 1px solid var(--r-line) !important;
  }
  ::placeholder {
    color: var(--r-muted);
    opacity: 1;
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .chip {
    border: 1px solid var(--r-line);
    border-radius: 99px;
    padding-inline: 8px 10px;
    color: var(--r-muted);
  }
  .chip svg {
    width: 15px;
    height: 15px;
  }
  .chip[aria-pressed='true'] {
    border-color: var(--r-accent);
    background: var(--r-accent-soft);
    color: var(--r-on-accent-soft);
    font-weight: 600;
  }
  .other {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    padding: 6px 10px;
    border-radius: var(--r-radius-control);
    background: var(--r-warning-soft);
    color: var(--r-on-warning-soft);
  }
  .other .link {
    color: inherit;
    font-weight: 600;
    min-height: 24px;
  }
  .theirs {
    display: grid;
    gap: 6px;
    padding: 8px 12px;
    border-radius: var(--r-radius-control);
    background: var(--r-warning-soft);
    color: var(--r-on-warning-soft);
    font-size: var(--r-sm);
  }
  .theirs blockquote {
    max-height: 12lh;
    margin: 0;
    padding: 6px 10px;
    border-inline-start: 3px solid currentColor;
    background: var(--r-surface);
    color: var(--r-text);
    overflow: auto;
    overflow-wrap: anywhere;
  }
  .theirs .said {
    white-space: pre-wrap;
  }
  .theirs .choice {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .hint {
    align-self: center;
    color: var(--r-warning);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
  }
  .tools {
    display: flex;
    align-items: center;
    margin-inline-start: -2px;
  }
  .all {
    display: none;
  }
  .send {
    display: flex;
    gap: 6px;
    margin-inline-start: auto;
  }
  .send .primary {
    min-height: 32px;
  }
  .over {
    color: var(--r-danger);
  }
  .locked {
    display: flex;
    align-items: center;
    gap: 4px;
    color: var(--r-warning);
  }
  .locked svg {
    width: 14px;
    height: 14px;
  }
  .popup {
    position: absolute;
    inset-inline: -6px;
    inset-block-start: calc(100% + 2px);
    z-index: 10;
    padding: 4px;
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-raised);
    box-shadow: var(--r-shadow);
  }
  .none {
    padding: 6px 8px;
  }
  [role='listbox'] {
    list-style: none;
    max-height: 320px;
    overflow-y: auto;
  }
  [role='option'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    min-height: 36px;
    padding: 4px 8px;
    border-radius: var(--r-radius-control);
    cursor: pointer;
  }
  [role='option']:hover,
  [role='option'][aria-selected='true'],
  [role='option'][data-combobox-option-default] {
    background: var(--r-hover);
  }
  [role='option'][aria-selected='true'] {
    box-shadow: inset 2px 0 0 var(--r-accent);
  }
  [role='option'] .name {
    font-weight: 500;
  }
  [role='option'] .sign {
    width: 1.6em;
    text-align: center;
  }
  [role='option'] .locked {
    flex-basis: 100%;
  }
  @container (width < 480px) {
    .chip[aria-pressed='false'] .word {
      display: none;
    }
    .chip {
      min-width: 36px;
      min-height: 32px;
      padding-inline: 8px;
    }
  }
  @container (width >= 520px) {
    .all {
      display: flex;
    }
    .rest {
      display: none;
    }
  }
  @media (pointer: coarse) {
    [role='option'] {
      min-height: 44px;
    }
    .send .primary {
      min-height: 44px;
    }
  }
`;
