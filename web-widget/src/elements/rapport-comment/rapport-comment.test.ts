import { afterEach, describe, expect, it, vi } from 'vitest';
import { comment } from '../../../preview/states.ts';
import '../../feed/working.ts';
import './rapport-comment.ts';

async function shown(more: Parameters<typeof comment>[2] = {}) {
  const element = document.createElement('rapport-comment');
  element.comment = comment('7', 1, more);
  document.body.append(element);
  await element.updateComplete;
  return element;
}
afterEach(() => document.body.replaceChildren());

describe('a comment', () => {
  it('tells which comment to answer', async () => {
    const element = await shown();
    const heard = vi.fn();
    document.body.addEventListener('rapport-reply', event => heard((event as CustomEvent).detail.id), { once: true });
    [...element.renderRoot.querySelectorAll('button')].find(button => button.textContent?.includes('Reply'))!.click();
    expect(heard).toHaveBeenCalledWith('7');
  });

  it('offers no reply to a reader who may not write', async () => {
    const element = await shown({ capabilities: {} });
    expect(element.renderRoot.textContent).not.toContain('Reply');
  });

  it('shows text as text', async () => {
    const element = await shown({ segments: [{ type: 'text', text: '<img src=x onerror=alert(1)>' }] });
    expect(element.renderRoot.querySelector('img')).toBeNull();
    expect(element.renderRoot.textContent).toContain('<img src=x');
  });

  it('makes no link of an address that is none', async () => {
    const element = await shown({
      segments: [{ type: 'link', url: 'javascript:alert(1)', children: [{ type: 'text', text: 'press' }] }],
    });
    expect(element.renderRoot.querySelector('.body a')).toBeNull();
    expect(element.renderRoot.querySelector('.body')!.textContent).toContain('press');
  });

  it('says no word of a deleted one', async () => {
    const element = await shown({ deleted: true });
    expect(element.renderRoot.textContent).toContain('This comment was deleted.');
    expect(element.renderRoot.textContent).not.toContain('Week 12');
  });
});
