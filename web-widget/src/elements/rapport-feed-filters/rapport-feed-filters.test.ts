import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { FeedNarrowing } from '../../api/feeds.ts';
import './rapport-feed-filters.ts';

async function show(narrowing: FeedNarrowing) {
  const filters = Object.assign(document.createElement('rapport-feed-filters'), { narrowing });
  const told: FeedNarrowing[] = [];
  filters.addEventListener('rapport-narrow', event => told.push((event as CustomEvent<FeedNarrowing>).detail));
  document.body.append(filters);
  await filters.updateComplete;
  const find = <T extends HTMLElement>(selector: string) => filters.renderRoot.querySelector<T>(selector)!;
  return { filters, told, find };
}

const day = (ago: number) => {
  const at = new Date(Date.now() - ago * 86_400_000);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
};

afterEach(() => document.body.replaceChildren());

describe('the filters of a feed', () => {
  it('combine: a choice adds to those that hold', async () => {
    const { told, find } = await show({ unread: true });
    await userEvent.selectOptions(find('#kind'), 'poll');
    expect(told).toEqual([{ unread: true, kind: 'poll' }]);
  });

  it('leave nothing behind when one is taken back', async () => {
    const { told, find } = await show({ kind: 'poll', people: true });
    await userEvent.selectOptions(find('#kind'), '');
    expect(told).toEqual([{ people: true }]);
  });

  it('know a period by its first day, as the calendar here has it', async () => {
    const { filters, told, find } = await show({ from: day(7) });
    expect(find<HTMLSelectElement>('#period').value).toBe('7');
    await userEvent.selectOptions(find('#period'), '30');
    expect(told).toEqual([{ from: day(30) }]);
    filters.narrowing = { from: '2025-01-01', to: '2025-02-01' };
    await filters.updateComplete;
    expect(find<HTMLSelectElement>('#period').value).toBe('own');
    expect(find<HTMLInputElement>('#to').value).toBe('2025-02-01');
  });

  it('are all taken back at once', async () => {
    const { told, find } = await show({ kind: 'poll', hasFile: true, from: day(1) });
    await userEvent.click(find('.clear'));
    expect(told).toEqual([{}]);
  });
});
