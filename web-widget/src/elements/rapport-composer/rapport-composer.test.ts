import { afterEach, describe, expect, it, vi } from 'vitest';
import { acme, PreviewStage } from '../../../preview/states.ts';
import type { Sent } from '../../feed/events.ts';
import './rapport-composer.ts';

async function shown() {
  const stage = new PreviewStage();
  document.body.append(stage);
  const composer = document.createElement('rapport-composer');
  composer.writing = { mode: 'post', subject: acme };
  stage.append(composer);
  await composer.updateComplete;
  const field = composer.renderRoot.querySelector('textarea')!;
  field.focus();
  const sent = vi.fn<(detail: Sent) => void>();
  composer.addEventListener('rapport-send', event => sent((event as CustomEvent<Sent>).detail));
  const type = async (text: string) => {
    document.execCommand('insertText', false, text);
    await composer.updateComplete;
  };
  const press = (key: string, more: KeyboardEventInit = {}) =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  return { composer, field, sent, type, press };
}
afterEach(() => document.body.replaceChildren());

describe('the composer', () => {
  it('sends by Ctrl+Enter, and not while an input method is at work', async () => {
    const { sent, type, press } = await shown();
    await type('hello');
    press('Enter', { ctrlKey: true, isComposing: true });
    expect(sent).not.toHaveBeenCalled();
    press('Enter', { ctrlKey: true });
    expect(sent).toHaveBeenCalledWith(expect.objectContaining({ body: 'hello', kind: 'update' }));
  });

  it('sends nothing when there is nothing', async () => {
    const { sent, type, press } = await shown();
    await type('   ');
    press('Enter', { ctrlKey: true });
    expect(sent).not.toHaveBeenCalled();
  });

  it('keeps the text when it was refused, and says why', async () => {
    const { composer, field, sent, type, press } = await shown();
    const { ApiProblem } = await import('../../api/problem.ts');
    await type('hello');
    press('Enter', { ctrlKey: true });
    sent.mock.calls[0]![0].settle(new ApiProblem({ status: 400, detail: 'body: 25 mentions at most' }));
    await composer.updateComplete;
    expect(field.value).toBe('hello');
    expect(composer.renderRoot.querySelector('[role=alert]')!.textContent).toContain('25 mentions at most');
  });

  it('tells how many characters are too many, and does not send them', async () => {
    const { composer, field, sent, press } = await shown();
    field.value = 'x'.repeat(10_001);
    field.dispatchEvent(new InputEvent('input'));
    await composer.updateComplete;
    expect(composer.renderRoot.textContent).toContain('1 characters too many');
    press('Enter', { ctrlKey: true });
    expect(sent).not.toHaveBeenCalled();
  });

  it('goes on with a list on Enter', async () => {
    const { field, type, press } = await shown();
    await type('- milk');
    press('Enter');
    expect(field.value).toBe('- milk\n- ');
  });

  it('keeps every word when the kind changes, and wants a title for a question', async () => {
    const { composer, field, sent, type, press } = await shown();
    await type('details');
    [...composer.renderRoot.querySelectorAll('button')]
      .find(button => button.textContent?.includes('Question'))!
      .click();
    await composer.updateComplete;
    press('Enter', { ctrlKey: true });
    expect(sent).not.toHaveBeenCalled();
    const title = composer.renderRoot.querySelector<HTMLInputElement>('.title')!;
    title.value = 'Who knows the phase monitor?';
    title.dispatchEvent(new InputEvent('input'));
    await composer.updateComplete;
    expect(field.value).toBe('details');
    press('Enter', { ctrlKey: true });
    expect(sent).toHaveBeenCalledWith(
      expect.objectContaining({ kind: 'question', title: 'Who knows the phase monitor?', body: 'details' }),
    );
  });
});

/** Presses a kind, and waits for what it brings along. */
async function become(composer: HTMLElement & { updateComplete: Promise<unknown>; renderRoot: unknown }, name: string) {
  const root = composer.shadowRoot!;
  root.querySelector<HTMLButtonElement>(`.kinds [aria-label="${name}"]`)!.click();
  await composer.updateComplete;
}
const fieldsOf = (composer: HTMLElement) =>
  vi.waitFor(() => {
    const fields = composer.shadowRoot!.querySelector('rapport-kind-fields');
    expect(fields?.shadowRoot?.querySelector('input')).toBeTruthy();
    return fields!;
  });
const input = (field: HTMLInputElement, value: string) => {
  field.value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};

describe('the one composer', () => {
  it('goes through all kinds and back without losing a word, a title or an answer', async () => {
    const { composer, field, sent, type, press } = await shown();
    await type('The plant asks us');
    await become(composer, 'Poll');
    const fields = await fieldsOf(composer);
    input(composer.renderRoot.querySelector('.title')!, 'Which week?');
    input(fields.renderRoot.querySelectorAll<HTMLInputElement>('.option input')[0]!, 'Week 12');
    await fields.updateComplete;
    input(fields.renderRoot.querySelectorAll<HTMLInputElement>('.option input')[1]!, 'Week 13');
    for (const kind of ['Question', 'Note', 'Thanks', 'Update']) await become(composer, kind);
    expect(field.value).toBe('The plant asks us');
    await become(composer, 'Poll');
    press('Enter', { ctrlKey: true });
    expect(sent).toHaveBeenCalledWith(
      expect.objectContaining({
        kind: 'poll',
        title: 'Which week?',
        body: 'The plant asks us',
        more: { poll: { options: ['Week 12', 'Week 13'] } },
      }),
    );
  });

  it('says what a poll lacks instead of sending it', async () => {
    const { composer, sent, type, press } = await shown();
    await type('Which week?');
    await become(composer, 'Poll');
    await fieldsOf(composer);
    press('Enter', { ctrlKey: true });
    await composer.updateComplete;
    expect(sent).not.toHaveBeenCalled();
    expect(composer.renderRoot.querySelector('.hint')!.textContent).toContain('two answers');
  });

  it('sends files along once they are there, and needs no word beside them', async () => {
    const { composer, sent, press } = await shown();
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'wiring.pdf', { type: 'application/pdf' }));
    composer.renderRoot
      .querySelector('form')!
      .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    await vi.waitFor(() => {
      press('Enter', { ctrlKey: true });
      expect(sent).toHaveBeenCalledWith(expect.objectContaining({ more: { fileIds: ['wiring.pdf'] } }));
    });
  });

  it('keeps an announcement for those who may make one', async () => {
    const { composer } = await shown();
    expect(composer.renderRoot.querySelector('[aria-label="Announcement"]')).toBeNull();
    composer.writing = {
      mode: 'post',
      subject: { id: '900', kind: 'space', name: 'Cold chain', capabilities: { manage: true } } as never,
    };
    await composer.updateComplete;
    expect(composer.renderRoot.querySelector('[aria-label="Announcement"]')).not.toBeNull();
  });

  it('suggests topics, and types the one that was taken', async () => {
    const { composer, field, type, press } = await shown();
    await type('About #hy');
    await vi.waitFor(() => expect(composer.renderRoot.querySelector('[role=option]')).not.toBeNull());
    press('Enter');
    expect(field.value).toBe('About #hygiene ');
  });
});
