import { afterEach, expect, it, vi } from 'vitest';
import { appAlone } from '../../preview/app.ts';
import { claire, jonas } from '../../preview/states.ts';
import type { AuditEntry } from '../api/schema.ts';
import './page-audit.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

it('takes the keyboard to the first line that came, however many links the lines before it have', async () => {
  const line = (id: string, actor = claire): AuditEntry => ({
    id,
    at: '2026-11-22T10:00:00Z',
    actor,
    action: 'post-removed',
    item: `post:${id}`,
  });
  vi.stubGlobal('fetch', (url: URL) => {
    if (!url.pathname.endsWith('/audit')) return Promise.resolve(Response.json({ items: [] }));
    const page = url.searchParams.has('pageToken')
      ? { items: [line('2', jonas), line('1')] }
      : { items: [line('4'), line('3')], nextPageToken: 'more' };
    return Promise.resolve(Response.json(page));
  });
  const { app } = appAlone({ page: 'audit', path: 'admin/audit' });
  const page = Object.assign(document.createElement('rapport-page-audit'), {
    app,
    surface: { hrefOf: ({ kind, id }: { kind: string; id: string }) => `https://rapport.example/${kind}/${id}` },
  });
  document.body.append(page);
  const root = page.renderRoot as ShadowRoot;
  await vi.waitFor(() => expect(root.querySelectorAll('.rows > li')).toHaveLength(2));
  root.querySelector<HTMLElement>('button.more')!.click();
  await vi.waitFor(() => expect(root.querySelectorAll('.rows > li')).toHaveLength(4));
  await vi.waitFor(() => expect(root.activeElement?.textContent).toBe(jonas.name));
});
