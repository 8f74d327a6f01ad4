import { afterEach, describe, expect, it, vi } from 'vitest';
import { claire, jonas, PreviewStage } from '../../../preview/states.ts';
import { ApiProblem } from '../../api/problem.ts';
import { andOthers, showPeople, type PeopleShown } from './rapport-people.ts';

async function shown(people: PeopleShown) {
  const stage = new PreviewStage();
  document.body.append(stage);
  void showPeople(stage, 'Who reacted', () => Promise.resolve(people));
  const element = stage.querySelector('rapport-people')!;
  const text = () => element.renderRoot.textContent!.replace(/\s+/g, ' ');
  await vi.waitFor(() => expect(text()).toContain('Claire'));
  const more = () =>
    [...element.renderRoot.querySelectorAll('button')].find(each => each.textContent!.includes('Load more'));
  return { element, text, more };
}
afterEach(() => document.body.replaceChildren());

describe('a list of names', () => {
  it('says how many it doesn’t name', async () => {
    const { text, more } = await shown({ groups: [{ people: [claire], others: 12 }] });
    expect(text()).toContain('and 12 others');
    expect(more()).toBeUndefined();
  });

  it('goes on where it ended, with the focus on the first further name', async () => {
    const further = vi.fn(() => Promise.resolve({ groups: [{ people: [claire, jonas] }] }));
    const { element, text, more } = await shown({ groups: [{ people: [claire] }], note: andOthers(1), more: further });
    expect(text()).toContain('and 1 other');
    more()!.click();
    await vi.waitFor(() => expect(text()).toContain('Jonas'));
    expect((element.shadowRoot!.activeElement as HTMLElement).textContent).toContain('Jonas');
    expect(more()).toBeUndefined();
  });

  it('keeps the names that are there when no further ones come', async () => {
    const further = () => Promise.reject(new ApiProblem({ status: 503 }));
    const { element, text, more } = await shown({ groups: [{ people: [claire] }], more: further });
    more()!.click();
    await vi.waitFor(() => expect(element.renderRoot.querySelector('[role=alert]')).not.toBeNull());
    expect(text()).toContain('Claire');
    expect(more()).toBeDefined();
  });
});
