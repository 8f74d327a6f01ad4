import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import './rapport-dialog.ts';

afterEach(() => document.body.replaceChildren());

describe('a dialog', () => {
  it('takes the focus to what comes first in it, and gives it back when it goes', async () => {
    const opener = document.createElement('button');
    document.body.append(opener);
    opener.focus();
    const dialog = Object.assign(document.createElement('rapport-dialog'), { heading: 'Leave?' });
    const [leave, stay] = [document.createElement('button'), document.createElement('button')];
    stay.dataset.first = '';
    dialog.append(leave, stay);
    document.body.append(dialog);
    await vi.waitFor(() => expect(document.activeElement).toBe(stay));
    const closed = vi.fn(() => dialog.remove());
    dialog.addEventListener('rapport-close', closed);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(document.activeElement).toBe(opener));
  });
});
