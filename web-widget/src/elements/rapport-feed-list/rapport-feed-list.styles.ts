import { css } from 'lit';

export const feedListStyles = css`
  [role='feed'],
  .wait {
    display: grid;
    gap: var(--r-gap);
  }
  .page {
    display: grid;
    gap: var(--r-gap);
    grid-template-columns: minmax(0, 1fr);
  }
  .pill-place {
    position: sticky;
    inset-block-start: calc(var(--r-head, 0px) + 8px);
    z-index: 5;
    height: 0;
    display: grid;
    justify-items: center;
  }
  .pill {
    border-radius: 99px;
    padding: 6px 16px 6px 12px;
    min-height: 34px;
    box-shadow: var(--r-shadow);
    height: max-content;
    animation: arrive 150ms ease-out;
  }
  @keyframes arrive {
    from {
      opacity: 0;
    }
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 4px;
    color: var(--r-accent);
    font-size: var(--r-xs);
    font-weight: 600;
  }
  .line::before,
  .line::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--r-accent);
  }
  .more {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding-block: 20px;
  }
  .end {
    text-align: center;
    padding-block: 20px;
  }
  .problem {
    color: var(--r-danger);
  }
  .more-changes {
    justify-self: start;
    margin-inline-start: calc(var(--r-card) + var(--r-avatar));
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-block-end: var(--r-gap);
    padding: 6px 12px;
    border-radius: var(--r-radius-control);
    background: var(--r-warning-soft);
    color: var(--r-on-warning-soft);
    font-size: var(--r-sm);
  }
  .bar button.link {
    color: inherit;
  }
  .wait {
    min-height: 260px;
    align-content: start;
  }
  .ghost {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 10px;
    padding: var(--r-card);
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-surface);
  }
  .ghost .round {
    width: var(--r-avatar);
    height: var(--r-avatar);
    border-radius: 50%;
  }
  .ghost .lines {
    display: grid;
    gap: 8px;
    align-content: center;
  }
  .ghost i {
    height: 10px;
    border-radius: 5px;
    width: 38%;
  }
  .ghost i + i {
    width: 22%;
  }
  .ghost .box {
    grid-column: 1 / -1;
    height: 56px;
    border-radius: var(--r-radius-control);
  }
  .ghost .round,
  .ghost i,
  .ghost .box {
    background: var(--r-hover);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  .slow {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    color: var(--r-muted);
  }
`;
