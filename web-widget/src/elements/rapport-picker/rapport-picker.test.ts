import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Choice, RapportPicker } from './rapport-picker.ts';
import './rapport-picker.ts';

const people: Choice[] = [
  { id: '2', name: 'Jonas Petersen', note: 'Service' },
  { id: '3', name: 'Jona Klein' },
];

async function show(find: RapportPicker['find'], more: Partial<RapportPicker> = {}) {
  const picker = Object.assign(document.createElement('rapport-picker'), { label: 'Who', find, ...more });
  const picked: (Choice | undefined)[] = [];
  picker.addEventListener('rapport-pick', event => picked.push((event as CustomEvent<Choice | undefined>).detail));
  document.body.append(picker);
  await picker.updateComplete;
  picker.focus();
  const text = () => picker.renderRoot.textContent ?? '';
  const options = () => [...picker.renderRoot.querySelectorAll('[role=option]')];
  return { picker, picked, text, options, field: picker.renderRoot.querySelector('input')! };
}

afterEach(() => document.body.replaceChildren());

describe('a field that finds things by name', () => {
  it('gives out the one that is taken by keyboard, and is empty for the next', async () => {
    const { picked, options, field } = await show(() => Promise.resolve(people));
    await userEvent.keyboard('jon');
    await vi.waitFor(() => expect(options()).toHaveLength(2));
    expect(field.getAttribute('aria-activedescendant')).toBe('choice-0');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(picked).toEqual([people[1]]);
    expect(field.value).toBe('');
  });

  it('keeps the name of a single choice, and tells when it is taken away', async () => {
    const { picker, picked, options, field } = await show(() => Promise.resolve(people), { keep: true });
    await userEvent.keyboard('jon');
    await vi.waitFor(() => expect(options()).toHaveLength(2));
    await userEvent.keyboard('{Enter}');
    expect(field.value).toBe('Jonas Petersen');
    picker.value = 'Jonas Petersen';
    await picker.updateComplete;
    await userEvent.clear(field);
    expect(picked).toHaveLength(2);
    expect(picked[1]).toBeFalsy();
  });

  it('tells nothing found from a server out of reach', async () => {
    let answer = () => Promise.resolve<Choice[]>([]);
    const { text } = await show(() => answer());
    await userEvent.keyboard('x');
    await vi.waitFor(() => expect(text()).toContain('Nothing found'));
    answer = () => Promise.reject(new Error('offline'));
    await userEvent.keyboard('y');
    await vi.waitFor(() => expect(text()).toContain('The server can’t be reached.'));
  });

  it('shows what was typed last, however late an earlier answer comes', async () => {
    const answers: ((found: Choice[]) => void)[] = [];
    const { options } = await show(() => new Promise(resolve => answers.push(resolve)));
    await userEvent.keyboard('j');
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    await userEvent.keyboard('o');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]!([people[0]!]);
    await vi.waitFor(() => expect(options()).toHaveLength(1));
    answers[0]!(people);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(options()).toHaveLength(1);
  });

  it('closes its list with Esc and no more', async () => {
    const { options } = await show(() => Promise.resolve(people));
    const outside = vi.fn();
    document.body.addEventListener('keydown', outside, { once: true });
    await userEvent.keyboard('j');
    await vi.waitFor(() => expect(options()).toHaveLength(2));
    outside.mockClear();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(options()).toHaveLength(0));
    expect(outside).not.toHaveBeenCalled();
  });
});
