import { css } from 'lit';

export const appStyles = css`
  :host {
    --r-head: 56px;
    --r-foot: 0px;
    container: app / inline-size;
    min-height: 100dvh;
  }
  .blank {
    min-height: 100dvh;
  }
  .alone {
    display: grid;
    place-items: center;
    min-height: 90dvh;
  }
  .skip {
    position: fixed;
    inset: 8px auto auto 8px;
    z-index: 40;
  }
  .skip:not(:focus-within) {
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 15;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
    height: var(--r-head);
    padding-inline: max(12px, env(safe-area-inset-left)) max(12px, env(safe-area-inset-right));
    background: var(--r-surface);
    border-block-end: 1px solid var(--r-line);
  }
  .brand {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    font-weight: 700;
    font-size: 1.0625rem;
    letter-spacing: -0.01em;
    color: var(--r-text);
    text-decoration: none;
  }
  .brand span {
    display: none;
  }
  .ground {
    fill: var(--r-accent);
  }
  .first {
    fill: var(--r-on-accent);
  }
  .second {
    fill: color-mix(in srgb, var(--r-on-accent) 68%, var(--r-accent));
  }
  rapport-finder {
    justify-self: center;
    width: 100%;
    max-width: 560px;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 4px 12px;
    font-size: var(--r-sm);
    background: var(--r-accent-soft);
    color: var(--r-on-accent-soft);
  }
  .bar.warning {
    background: var(--r-warning-soft);
    color: var(--r-on-warning-soft);
  }
  .bar button.link {
    color: inherit;
  }
  .bar svg {
    width: 16px;
    height: 16px;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 24px;
    max-width: 1300px;
    margin-inline: auto;
    padding: 12px 8px calc(72px + env(safe-area-inset-bottom));
  }
  nav.side {
    display: none;
  }
  nav a {
    color: var(--r-muted);
    text-decoration: none;
    position: relative;
  }
  nav a[aria-current] {
    color: var(--r-accent);
    font-weight: 600;
  }
  nav b {
    display: inline-grid;
    place-items: center;
    min-width: 20px;
    height: 20px;
    padding-inline: 5px;
    border-radius: 99px;
    background: var(--r-accent);
    color: var(--r-on-accent);
    font-size: var(--r-xs);
    font-weight: 700;
    font-variant-numeric: tabular-nums;
  }
  nav.foot {
    --r-foot: 56px;
    position: fixed;
    inset-block-end: 0;
    inset-inline: 0;
    z-index: 15;
    display: flex;
    padding: 0 4px env(safe-area-inset-bottom);
    background: var(--r-surface);
    border-block-start: 1px solid var(--r-line);
    transition: transform 180ms ease-out;
  }
  nav.foot.away {
    transform: translateY(100%);
  }
  nav.foot a {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 2px;
    flex: 1 1 auto;
    min-height: 56px;
    white-space: nowrap;
    font-size: 0.75rem;
    line-height: 1.2;
    text-align: center;
  }
  nav.foot a span:not(.unseen, b span) {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    padding-inline: 2px;
  }
  nav.foot a svg {
    width: 22px;
    height: 22px;
  }
  nav.foot .compose svg {
    padding: 7px;
    width: 34px;
    height: 34px;
    border-radius: 50%;
    background: var(--r-accent);
    color: var(--r-on-accent);
  }
  nav.foot .compose {
    gap: 0;
  }
  nav.foot b {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-start: calc(50% + 4px);
    min-width: 18px;
    height: 18px;
  }
  rapport-toasts {
    --r-foot: 64px;
    position: fixed;
    inset-inline: 0;
    inset-block-end: calc(64px + env(safe-area-inset-bottom) + 12px);
  }
  dialog {
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-raised);
    color: var(--r-text);
    box-shadow: var(--r-shadow);
    width: min(420px, calc(100vw - 32px));
    padding: 20px;
  }
  dialog.expired {
    padding: 0;
  }
  dialog::backdrop {
    background: #0009;
  }
  dialog h2 {
    font-size: var(--r-lg);
    margin-block-end: 8px;
  }
  .buttons {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
    margin-block-start: 16px;
  }
  .me {
    --r-avatar-small: 32px;
  }
  @container app (width >= 600px) {
    .brand span {
      display: inline;
    }
    .body {
      padding-inline: 16px;
    }
  }
  @container app (width >= 840px) {
    header {
      grid-template-columns: 216px minmax(0, 1fr) 216px;
    }
    .me {
      justify-self: end;
    }
    .body {
      grid-template-columns: 208px minmax(0, 1fr);
      padding: 20px 16px 48px;
    }
    nav.foot {
      display: none;
    }
    rapport-toasts {
      inset-block-end: 20px;
    }
    nav.side {
      display: grid;
      gap: 2px;
      align-content: start;
      position: sticky;
      inset-block-start: calc(var(--r-head) + 20px);
      height: max-content;
    }
    nav.side a {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 40px;
      padding: 6px 12px;
      border-radius: var(--r-radius);
      font-size: 0.9375rem;
    }
    nav.side a:hover {
      background: var(--r-hover);
      color: var(--r-text);
    }
    nav.side a[aria-current] {
      background: var(--r-accent-soft);
      color: var(--r-on-accent-soft);
    }
    nav.side b {
      margin-inline-start: auto;
    }
  }
`;
