import { afterEach, describe, expect, it, vi } from 'vitest';
import { PreviewStage } from '../../../preview/states.ts';
import { ApiProblem } from '../../api/problem.ts';
import { changeTopics, type TopicDeeds } from './rapport-topics.ts';

const pricing = { id: '9', name: 'pricing' };
const hygiene = { id: '10', name: 'Hygiene' };

async function shown(deeds: Partial<TopicDeeds> = {}, written: string[] = []) {
  const stage = new PreviewStage();
  document.body.append(stage);
  const done = vi.fn();
  void changeTopics(stage, [pricing], written, {
    find: () => Promise.resolve([hygiene, pricing]),
    give: name => Promise.resolve(name === 'Hygiene' ? hygiene : { id: '11', name }),
    take: () => Promise.resolve(),
    ...deeds,
  }).then(done);
  const element = stage.querySelector('rapport-topics')!;
  await element.updateComplete;
  const picker = element.renderRoot.querySelector('rapport-picker')!;
  const look = async (query: string) => {
    const field = picker.shadowRoot!.querySelector('input')!;
    field.value = query;
    field.dispatchEvent(new InputEvent('input'));
    return vi.waitFor(() => {
      const options = [...picker.shadowRoot!.querySelectorAll<HTMLElement>('[role=option]')];
      expect(options.length).toBeGreaterThan(0);
      return options;
    });
  };
  const chips = () => [...element.renderRoot.querySelectorAll('li')].map(chip => chip.textContent!.trim());
  const close = () => element.renderRoot.querySelector('dialog')!.close();
  return { element, picker, look, chips, close, done };
}
afterEach(() => document.body.replaceChildren());

describe('the topics of a post', () => {
  it('are given by name, a new word too, and taken away again', async () => {
    const { element, look, chips, close, done } = await shown();
    const known = await look('hy');
    expect(known.map(each => each.textContent!.trim())).toEqual([
      expect.stringContaining('#Hygiene'),
      expect.stringContaining('#hy'),
    ]);
    known[0]!.click();
    await vi.waitFor(() => expect(chips()).toEqual(['#pricing', '#Hygiene']));
    element.renderRoot.querySelector<HTMLButtonElement>('[aria-label="Remove #pricing"]')!.click();
    await vi.waitFor(() => expect(chips()).toEqual(['#Hygiene']));
    close();
    await vi.waitFor(() => expect(done).toHaveBeenCalledWith([hygiene]));
  });

  it('offer no topic twice, and none of two words', async () => {
    const { look, element } = await shown();
    const options = await look('#pricing');
    expect(options).toHaveLength(1);
    const two = await element.renderRoot.querySelector('rapport-picker')!.find!('two words');
    expect(two.map(choice => choice.name)).toEqual(['#Hygiene']);
  });

  it('stay as they are when the server refuses, with the reason', async () => {
    const refuse = () => Promise.reject(new ApiProblem({ status: 409, detail: 'At most 20 topics.' }));
    const { element, look, chips } = await shown({ give: refuse, take: refuse });
    (await look('hy'))[0]!.click();
    await vi.waitFor(() =>
      expect(element.renderRoot.querySelector('[role=alert]')!.textContent).toContain('At most 20'),
    );
    element.renderRoot.querySelector<HTMLButtonElement>('[aria-label="Remove #pricing"]')!.click();
    await element.updateComplete;
    expect(chips()).toEqual(['#pricing']);
  });

  it('can’t be taken away here where they stand in the words', async () => {
    const { element } = await shown({}, ['pricing']);
    expect(element.renderRoot.querySelector('li button')).toBeNull();
    expect(element.renderRoot.textContent).toContain('stay as long as they stand there');
  });
});
