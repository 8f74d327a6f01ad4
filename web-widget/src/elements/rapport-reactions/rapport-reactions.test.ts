import { afterEach, describe, expect, it, vi } from 'vitest';
import { PreviewStage } from '../../../preview/states.ts';
import type { Reactions } from '../../api/schema.ts';
import './rapport-reactions.ts';

async function shown(reactions: Reactions, kinds?: string[]) {
  const stage = new PreviewStage();
  if (kinds) stage.other = { settings: { reactions: kinds } };
  document.body.append(stage);
  const element = document.createElement('rapport-reactions');
  element.reactions = reactions;
  stage.append(element);
  await element.updateComplete;
  const given = vi.fn();
  element.addEventListener('rapport-reacted', event => given((event as CustomEvent).detail));
  const choices = () =>
    [...element.renderRoot.querySelectorAll('[popover] button')].map(each => each.getAttribute('aria-label'));
  return { element, given, choices };
}
afterEach(() => document.body.replaceChildren());

describe('reactions', () => {
  it('are the usual six until the server has said otherwise', async () => {
    const { choices } = await shown({ counts: [], total: 0 });
    expect(choices()).toEqual(['Agree', 'Thanks', 'Celebrate', 'Insightful', 'Sad', 'I have a question']);
  });

  it('are those that the company set, its own under their word, and the first is one press away', async () => {
    const { element, given, choices } = await shown({ counts: [{ kind: 'bravo' as never, count: 2 }], total: 2 }, [
      'bravo',
      'sad',
    ]);
    expect(choices()).toEqual(['bravo', 'Sad']);
    expect(element.renderRoot.querySelector('.chip')!.textContent).toContain('bravo');
    element.toggle();
    expect(given).toHaveBeenCalledWith('bravo');
  });
});
