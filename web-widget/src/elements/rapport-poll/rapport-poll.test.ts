import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Post } from '../../api/schema.ts';
import './rapport-poll.ts';

const poll = (more: Partial<Post> = {}, mine?: string) =>
  ({
    id: '1',
    capabilities: { vote: true },
    poll: {
      multiple: true,
      ended: false,
      options: ['Lyon', 'Hamburg'].map(text => ({ id: text, text, ...(text === mine ? { mine: true } : {}) })),
    },
    ...more,
  }) as unknown as Post;

async function show(post: Post) {
  const element = Object.assign(document.createElement('rapport-poll'), { post });
  document.body.append(element);
  await element.updateComplete;
  const chosen = () => [...element.renderRoot.querySelectorAll<HTMLInputElement>('input')].filter(box => box.checked);
  return { element, chosen };
}

afterEach(() => document.body.replaceChildren());

describe('a poll', () => {
  it('keeps what is being chosen while others vote and comment', async () => {
    const { element, chosen } = await show(poll());
    await userEvent.click(element.renderRoot.querySelector('input')!);
    expect(chosen()).toHaveLength(1);
    element.post = poll({ commentCount: 1 });
    await element.updateComplete;
    expect(chosen()).toHaveLength(1);
  });

  it('shows the vote that another tab gave', async () => {
    const { element } = await show(poll());
    element.post = poll({}, 'Hamburg');
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.result.mine')?.textContent).toContain('Hamburg');
  });
});
