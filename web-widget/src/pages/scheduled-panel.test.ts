import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { appAlone } from '../../preview/app.ts';
import { acme, PreviewStage } from '../../preview/states.ts';
import type { ScheduledPost } from '../api/schema.ts';
import './scheduled-panel.ts';

const waiting = (id: string): ScheduledPost => ({
  id,
  publishAt: '2099-01-01T10:00:00Z',
  createdAt: '2026-11-22T10:00:00Z',
  version: 1,
  subject: acme,
  post: { body: `Words of ${id}`, kind: 'update' },
  files: [],
});

beforeEach(() => {
  vi.stubGlobal('fetch', (_: URL, init?: RequestInit) =>
    Promise.resolve(
      init?.method === 'DELETE'
        ? new Response(null, { status: 204 })
        : Response.json({ items: [waiting('1'), waiting('2')] }),
    ),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it('opens another scheduled post after the one that was being edited is deleted', async () => {
  const stage = new PreviewStage();
  const panel = Object.assign(document.createElement('rapport-scheduled-panel'), appAlone({ page: 'saved' }));
  document.body.append(stage);
  stage.append(panel);
  const rows = () => [...panel.renderRoot.querySelectorAll('.rows > li')];
  const press = (row: number, words: string) =>
    [...rows()[row]!.querySelectorAll('button')].find(button => button.textContent!.trim() === words)!.click();
  const edited = () => rows().map(row => row.querySelector('rapport-composer') !== null);
  await vi.waitFor(() => expect(rows()).toHaveLength(2));
  press(0, 'Edit');
  await vi.waitFor(() => expect(edited()).toEqual([true, false]));
  press(0, 'Delete');
  await vi.waitFor(() => expect(edited()).toEqual([false]));
  press(0, 'Edit');
  await vi.waitFor(() => expect(edited()).toEqual([true]));
});
