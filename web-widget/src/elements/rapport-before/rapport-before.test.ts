import { afterEach, describe, expect, it, vi } from 'vitest';
import { jonas, PreviewStage } from '../../../preview/states.ts';
import './rapport-before.ts';

async function shown(body: string, cannotSee = [jonas], notified = 3) {
  const asked: string[] = [];
  const stage = new PreviewStage();
  stage.other = {
    services: {
      previewMentions: (subjectId, body) => {
        asked.push(`${subjectId} ${body}`);
        return Promise.resolve({ notified, cannotSee: subjectId === '200' ? [] : cannotSee });
      },
    },
  };
  document.body.append(stage);
  const before = document.createElement('rapport-before');
  Object.assign(before, { subjectId: '100', body });
  stage.append(before);
  await before.updateComplete;
  return { before, asked, text: () => before.renderRoot.textContent ?? '' };
}
afterEach(() => document.body.replaceChildren());

describe('before a text is sent', () => {
  it('it is told who is mentioned in vain, be it one alone', async () => {
    const { text } = await shown('[@Jonas Petersen](member:2) please call');
    await vi.waitFor(() => expect(text()).toContain('won’t be notified: Jonas Petersen'), { timeout: 3_000 });
    // How many one name is needs no telling.
    expect(text()).not.toContain('will be notified.');
  });

  it('it is told anew when the text is to stand elsewhere', async () => {
    const { before, asked, text } = await shown('[@Jonas Petersen](member:2) please call');
    await vi.waitFor(() => expect(text()).toContain('Jonas'), { timeout: 3_000 });
    before.subjectId = '200';
    await vi.waitFor(() => expect(text()).not.toContain('Jonas'), { timeout: 3_000 });
    expect(asked.map(each => each.split(' ')[0])).toEqual(['100', '200']);
  });

  it('it is told how many a space or a role brings', async () => {
    const { text } = await shown('[@Cold chain](space:55) and @owner', []);
    await vi.waitFor(() => expect(text()).toContain('3 people will be notified.'), { timeout: 3_000 });
  });

  it('nothing is asked where nobody is mentioned, and what was said goes with the name', async () => {
    const { before, asked, text } = await shown('[@Jonas Petersen](member:2) please call');
    await vi.waitFor(() => expect(text()).toContain('Jonas'), { timeout: 3_000 });
    before.body = 'please call';
    await before.updateComplete;
    await before.updateComplete;
    expect(text()).not.toContain('Jonas');
    expect(asked).toHaveLength(1);
  });
});
