import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appAlone } from '../../preview/app.ts';
import './page-connection.ts';

const gone = { type: 'account', externalId: '001', recordId: '100', name: 'Laiterie du Vercors', what: 'gone' };
let merge: () => Response;
let merges: string[];

const answers: Record<string, unknown> = {
  'connections/acme': { key: 'acme', name: 'Acme', crm: 'espocrm', running: 'running', state: 'ok' },
  'connections/acme/runs': { items: [] },
  'connections/acme/set-aside': { items: [], count: 0 },
  'connections/acme/comparison': { state: 'done', count: 1, differences: [gone] },
  'connections/acme/records': { items: [{ id: '100', type: 'account', externalId: '001', name: gone.name }] },
  'records/100/audience-reason': { name: gone.name, open: false, count: 0, members: [] },
  members: { items: [] },
};

beforeEach(() => {
  merges = [];
  vi.stubGlobal('fetch', (input: string | URL, init?: RequestInit) => {
    const path = new URL(input).pathname.replace('/api/v1/', '');
    if ((init?.method ?? 'GET') === 'GET') {
      const answer = Object.entries(answers).find(([known]) => known === path)?.[1];
      return Promise.resolve(answer ? Response.json(answer) : Response.json({ title: path }, { status: 404 }));
    }
    merges.push(`${init!.method} ${path} ${init!.body as string}`);
    return Promise.resolve(merge());
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

async function shown() {
  const { app, told } = appAlone({ page: 'connection', params: { key: 'acme' } });
  const page = Object.assign(document.createElement('rapport-page-connection'), { app });
  document.body.append(page);
  const root = page.renderRoot as ShadowRoot;
  const button = (words: string) =>
    [...root.querySelectorAll('button')].find(each => each.textContent!.trim().startsWith(words))!;
  await vi.waitFor(() => expect(button('Merge into another')).toBeDefined());
  return { root, told, button };
}

describe('the page of a connection', () => {
  it('tells in the dialog why two records can’t be merged, sends once, and keeps what was typed', async () => {
    const { root, told, button } = await shown();
    button('Merge into another').click();
    await vi.waitFor(() => expect(root.querySelector('rapport-ask')?.shadowRoot?.querySelector('[open]')).toBeTruthy());
    const ask = root.querySelector('rapport-ask')!;
    const inDialog = ask.renderRoot as ShadowRoot;
    const send = () => inDialog.querySelector('form')!.requestSubmit();
    expect(inDialog.textContent).toContain('Merge Laiterie du Vercors');
    inDialog.querySelector('input')!.value = '002';
    merge = () => Response.json({ title: 'Still in the CRM', detail: '001 is still there.' }, { status: 409 });
    send();
    send();
    await vi.waitFor(() =>
      expect(inDialog.querySelector('[role=alert]')?.textContent).toContain('001 is still there.'),
    );
    expect([merges.length, told, inDialog.querySelector('input')!.value]).toEqual([1, [], '002']);
    merge = () => Response.json({ name: 'Fromagerie Lenoir' });
    send();
    await vi.waitFor(() => expect(root.querySelector('rapport-ask')).toBeNull());
    expect(merges[1]).toContain('"002"');
    expect(told).toEqual(['Merged into Fromagerie Lenoir.']);
  });

  it('says when nobody has the name that was searched, and not before', async () => {
    const { root } = await shown();
    const search = (id: string, words: string) => {
      const field = root.querySelector<HTMLInputElement>(`#${id}`)!;
      field.value = words;
      field.form!.requestSubmit();
    };
    search('record', 'Laiterie');
    await vi.waitFor(() => expect(root.querySelector('#member')).not.toBeNull());
    const statuses = () => [...root.querySelectorAll('[role=status]')].map(each => each.textContent!.trim());
    expect(statuses()).not.toContain('Nothing found');
    search('member', 'Nobody');
    await vi.waitFor(() => expect(statuses()).toContain('Nothing found'));
    search('record', 'Laiterie');
    await vi.waitFor(() => expect(root.querySelector('#member')).not.toBeNull());
    expect(statuses()).not.toContain('Nothing found');
  });
});
