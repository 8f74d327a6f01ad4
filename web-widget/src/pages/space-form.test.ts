import { afterEach, describe, expect, it } from 'vitest';
import type { NewSpace } from '../api/spaces.ts';
import type { SpaceTemplate } from '../api/schema.ts';
import type { Surface } from '../feed/surface.ts';
import './space-form.ts';

const news: SpaceTemplate = { key: 'news', name: 'News', visibility: 'public', broadcast: true, topics: ['news'] };
const limits = { spaceName: 60, spaceDescription: 200, spaceTopics: 1 };

async function shown(surface?: Partial<Surface>) {
  const form = Object.assign(document.createElement('rapport-space-form'), { surface });
  const saved: NewSpace[] = [];
  form.addEventListener('rapport-save', event => saved.push((event as CustomEvent<NewSpace>).detail));
  document.body.append(form);
  await form.updateComplete;
  const field = (selector: string) => form.renderRoot.querySelector<HTMLInputElement>(selector)!;
  const save = () => form.renderRoot.querySelector('form')!.requestSubmit();
  field('#name').value = 'Fairs';
  return { form, saved, field, save };
}
afterEach(() => document.body.replaceChildren());

describe('the form of a space', () => {
  it('keeps what was chosen when templates come, and starts from one only when it is chosen', async () => {
    const { form, saved, field, save } = await shown();
    field('[value=private]').click();
    form.templates = [news];
    await form.updateComplete;
    save();
    expect(saved[0]).toMatchObject({ visibility: 'private', broadcast: false, topics: [] });
    expect(saved[0]).not.toHaveProperty('template');
    field('[value=news]').click();
    await form.updateComplete;
    save();
    expect(saved[1]).toMatchObject({ visibility: 'public', broadcast: true, topics: ['news'], template: 'news' });
  });

  it('takes as much as the server says', async () => {
    const { form, saved, field, save } = await shown({ settings: { limits } });
    expect([field('#name').maxLength, field('#description').maxLength]).toEqual([60, 200]);
    field('#topics').value = 'fairs visits';
    field('#topics').dispatchEvent(new Event('input'));
    await form.updateComplete;
    expect(form.renderRoot.querySelector('[role=alert]')!.textContent).toContain('At most 1 topic.');
    save();
    expect(saved).toEqual([]);
  });
});
