import { css } from 'lit';

/** A modal dialog: what one must answer, or close, before going on. */
export const dialogStyles = css`
  dialog {
    width: min(480px, calc(100vw - 24px));
    max-height: min(84vh, 720px);
    padding: 0;
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    background: var(--r-raised);
    color: var(--r-text);
    box-shadow: var(--r-shadow);
    overflow: auto;
  }
  dialog::backdrop {
    background: #0008;
  }
  dialog h2 {
    font-size: var(--r-lg);
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  .in {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 16px 20px 20px;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }
  .end button {
    min-height: 36px;
    padding-inline: 14px;
  }
  .danger {
    background: var(--r-danger);
    border-color: var(--r-danger);
    color: var(--r-surface);
    font-weight: 600;
  }
  button.danger:hover:not(:disabled) {
    background: color-mix(in oklab, var(--r-danger) 88%, var(--r-text));
  }
  .wrong {
    color: var(--r-danger);
    font-size: var(--r-sm);
  }
`;

/** Puts a dialog where the one who opened it stands, so that it has their colours; takes it away when it is closed. */
export async function open<T extends HTMLElement & { updateComplete: Promise<unknown> }>(
  root: HTMLElement | DocumentFragment,
  element: T,
): Promise<HTMLDialogElement> {
  const before = deepFocus();
  root.append(element);
  await element.updateComplete;
  const dialog = element.shadowRoot!.querySelector('dialog')!;
  dialog.addEventListener('close', () => {
    element.remove();
    before?.focus();
  });
  dialog.showModal();
  return dialog;
}

function deepFocus(): HTMLElement | undefined {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement ? at : undefined;
}
