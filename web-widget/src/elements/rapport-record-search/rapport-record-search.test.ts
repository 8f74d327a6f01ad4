import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem } from '../../api/problem.ts';
import type { SearchQuery } from '../../api/search.ts';
import type { SearchAnswer } from '../../api/schema.ts';
import { acme, claire } from '../../../preview/states.ts';
import type { RapportRecordSearch } from './rapport-record-search.ts';
import './rapport-record-search.ts';

const found: SearchAnswer = {
  groups: [
    {
      type: 'posts',
      items: [
        {
          id: '7',
          kind: 'update',
          subject: acme,
          author: claire,
          publishedAt: '2026-11-22T10:00:00Z',
          commentCount: 0,
          excerpt: [
            { type: 'text', text: 'The ' },
            { type: 'text', text: 'pump', marked: true },
          ],
        },
      ],
    },
    {
      type: 'files',
      items: [
        {
          file: { id: '9', name: 'Pump.pdf', mediaType: 'application/pdf', size: 1, createdAt: '2026-11-22T10:00:00Z' },
          postId: '7',
          commentId: '8',
          subject: acme,
          name: [{ type: 'text', text: 'Pump.pdf', marked: true }],
        },
      ],
    },
  ],
};

let asked: SearchQuery[];
let answer: () => Promise<SearchAnswer>;
let search: RapportRecordSearch;

beforeEach(async () => {
  asked = [];
  answer = () => Promise.resolve(found);
  search = Object.assign(document.createElement('rapport-record-search'), {
    record: acme,
    surface: {
      newTab: true,
      hrefOf: ({ kind, id }: { kind: string; id: string }) => `https://rapport.example/app/${kind[0]}/${id}`,
      services: () => Promise.resolve({ search: (query: SearchQuery) => (asked.push(query), answer()) }),
    },
  }) as unknown as RapportRecordSearch;
  document.body.append(search);
  await search.updateComplete;
});
afterEach(() => search.remove());

const field = () => search.renderRoot.querySelector('input')!;
const text = () => search.renderRoot.textContent!.replace(/\s+/g, ' ');
const links = () => [...search.renderRoot.querySelectorAll('a')].map(link => link.getAttribute('href'));

async function enter(words: string) {
  field().value = words;
  field().dispatchEvent(new Event('input'));
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await new Promise(done => setTimeout(done, 20));
  await search.updateComplete;
}

describe('the search in a record', () => {
  it('finds what was said there and its files, with the words marked and all results one press away', async () => {
    await enter('pump');
    expect(asked[0]).toMatchObject({ q: 'pump', subjectId: '100' });
    expect([...search.renderRoot.querySelectorAll('mark')].map(mark => mark.textContent)).toEqual(['pump', 'Pump.pdf']);
    expect(text()).toContain('2 results');
    expect(links()).toEqual([
      'https://rapport.example/app/p/7',
      'https://rapport.example/app/p/7',
      'https://rapport.example/app/search?q=pump&subjectId=100',
    ]);
    expect(search.renderRoot.querySelector('a')!.target).toBe('_blank');
  });

  it('asks for nothing before two letters', async () => {
    await enter('p');
    expect(asked).toEqual([]);
  });

  it('says when nothing was found', async () => {
    answer = () => Promise.resolve({ groups: [] });
    await enter('xylophone');
    expect(text()).toContain('Nothing was found for “xylophone”');
  });

  it('tells that it failed, and works when tried again', async () => {
    answer = () => Promise.reject(new ApiProblem({ status: 0 }));
    await enter('pump');
    expect(search.renderRoot.querySelector('[role=alert]')!.textContent).toContain('can’t be reached');
    answer = () => Promise.resolve(found);
    const retry = search.renderRoot.querySelector<HTMLElement>('button.outline')!;
    retry.focus();
    retry.click();
    await expect.poll(text).toContain('2 results');
    expect((search.renderRoot as ShadowRoot).activeElement).toBe(field());
  });

  it('is cleared by Esc, and left by a second one', async () => {
    let left = false;
    search.addEventListener('rapport-searched', () => (left = true));
    await enter('pump');
    const escape = () => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    escape();
    expect([field().value, left]).toEqual(['', false]);
    escape();
    expect(left).toBe(true);
  });

  it('shows nothing of one record under another', async () => {
    await enter('pump');
    search.record = { ...acme, id: '101' };
    await search.updateComplete;
    expect(links()).toEqual([]);
    expect(field().value).toBe('');
  });
});
