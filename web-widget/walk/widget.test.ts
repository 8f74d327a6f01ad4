import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faults, overflow, startBrowser, walk, write, type Walk } from './browser.ts';

let browser: Browser;
let here: Walk;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await here.end();
  expect(here.complaints).toEqual([]);
});

/** A CRM's page under a strict policy, with the script and nothing else. */
const HOST = `<!doctype html><html lang="en"><head><title>CRM</title><script type="module" src="/widget/rapport-feed.js"></script></head>
  <body><main><h1>Laiterie du Vercors</h1></main></body></html>`;

async function host(options: Parameters<typeof walk>[1] = {}): Promise<Page> {
  here = await walk(browser, { viewport: { width: 380, height: 800 }, ...options });
  here.server.world.pages['/crm'] = HOST;
  await here.page.goto(`${here.server.address}/crm`);
  return here.page;
}

const add = (page: Page, attributes: Record<string, string> = {}, ticket = 'good') =>
  page.evaluate(
    ([given, ticket]) => {
      const widget = document.createElement('rapport-feed');
      const heard = ((globalThis as unknown as { heard: unknown[] }).heard ??= []);
      for (const name of ['rapport-ready', 'rapport-unread', 'rapport-posted', 'rapport-navigate', 'rapport-error']) {
        widget.addEventListener(name, event => heard.push([name, (event as CustomEvent).detail]));
      }
      const all = { server: location.origin, connection: 'nordwind', record: 'account:001', ...(given as object) };
      for (const [name, value] of Object.entries(all)) widget.setAttribute(name, String(value));
      widget.getToken = () => Promise.resolve(ticket as string);
      document.querySelector('main')!.append(widget);
    },
    [attributes, ticket] as const,
  );

const heard = (page: Page) => page.evaluate(() => (globalThis as unknown as { heard: [string, unknown][] }).heard);

describe('the widget on a CRM’s page', () => {
  it('shows the record’s conversation by a ticket of the CRM, without a cookie and within the page’s policy', async () => {
    const page = await host();
    await add(page);
    await page.getByText('Met the new plant manager today').waitFor();
    expect((await heard(page)).map(([name]) => name)).toContain('rapport-ready');
    expect(await page.context().cookies()).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });

  for (const theme of ['light', 'dark']) {
    it(`has no fault that axe can find, ${theme}`, async () => {
      const page = await host();
      await add(page, { theme });
      await page.getByText('Met the new plant manager today').waitFor();
      await page.locator('rapport-record-card').getByText('Laiterie du Vercors').waitFor();
      expect(await faults(page)).toEqual([]);
    });
  }

  it('speaks French when it is asked to', async () => {
    const page = await host();
    await add(page, { lang: 'fr' });
    await page.getByRole('button', { name: 'Partagez une info sur Laiterie du Vercors…' }).waitFor();
  });

  it('needs three requests before the first posts, besides the ticket', async () => {
    const page = await host();
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await add(page, { lang: 'fr' });
    await page.getByText('Met the new plant manager today').waitFor();
    const before = asked.slice(0, asked.findIndex(path => path.endsWith('/feed')) + 1);
    expect(
      before.filter(path => !path.endsWith('/embed/session') && !/working|rolldown-runtime|live/.test(path)).length,
    ).toBeLessThanOrEqual(2);
  });

  it('writes, and tells the host what it wrote', async () => {
    const page = await host();
    await add(page);
    await write(page);
    await page.keyboard.type('Seen from the CRM');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Seen from the CRM').waitFor();
    await expect.poll(async () => (await heard(page)).map(([name]) => name)).toContain('rapport-posted');
  });

  it('reads one stream for two widgets of a page and leaves none behind', async () => {
    const page = await host();
    await add(page);
    await add(page, { record: 'opportunity:006' });
    await expect.poll(() => here.server.world.streams.size).toBe(1);
    await page.evaluate(() => document.querySelectorAll('rapport-feed').forEach(widget => widget.remove()));
    await expect.poll(() => here.server.world.streams.size).toBe(0);
  });

  it('shows nothing of the record before while another one loads', async () => {
    const page = await host();
    await add(page);
    await page.getByText('Met the new plant manager today').waitFor();
    here.server.world.slow = 700;
    await page.evaluate(() => document.querySelector('rapport-feed')!.setAttribute('record', 'opportunity:006'));
    await page.waitForTimeout(200);
    expect(await page.getByText('Met the new plant manager today').count()).toBe(0);
    expect(await page.getByText('Laiterie du Vercors').count()).toBe(1); // the host's own heading
    await page.getByText('Cold chain retrofit 2027').first().waitFor();
  });

  it('says the same of an unknown record as of a closed one, and gives the host a code', async () => {
    const page = await host();
    await add(page, { record: 'account:999' });
    await page.getByText('You can’t open this, or it’s gone.').waitFor();
    expect(await heard(page)).toContainEqual(['rapport-error', { code: 'denied' }]);
  });

  it('says that the session has ended when the ticket is refused', async () => {
    const page = await host();
    await add(page, {}, 'forged');
    await page.getByText('Your session has ended.').waitFor();
  });

  it('lets the host open what was pressed', async () => {
    const page = await host();
    await add(page);
    await page.evaluate(() =>
      document.querySelector('rapport-feed')!.addEventListener('rapport-navigate', event => event.preventDefault()),
    );
    await page.getByRole('link', { name: 'Cold chain retrofit 2027' }).first().click();
    expect(page.context().pages().length).toBe(1);
    expect(await heard(page)).toContainEqual(['rapport-navigate', expect.objectContaining({ kind: 'record' })]);
  });

  it('draws pictures that a plain request would not get, and shows but a glance where there is no room', async () => {
    const page = await host();
    await add(page);
    await page.locator('rapport-picture canvas').first().waitFor();
    await expect
      .poll(() =>
        page
          .locator('rapport-picture canvas')
          .first()
          .evaluate(canvas => (canvas as HTMLCanvasElement).width),
      )
      .toBeGreaterThan(100);
    await page.setViewportSize({ width: 240, height: 600 });
    await page.locator('rapport-glance').getByRole('link', { name: 'Open' }).waitFor();
    expect(await page.locator('rapport-feed-list').isVisible()).toBe(false);
    expect(await overflow(page)).toBe(0);
    expect(await faults(page)).toEqual([]);
  });

  it('puts nothing of its own among the page’s globals', async () => {
    const page = await host();
    const before = await page.evaluate(() => Object.keys(globalThis));
    await add(page);
    await page.getByText('Met the new plant manager today').waitFor();
    const after = await page.evaluate(() => Object.keys(globalThis));
    const libraries = ['litHtmlVersions', 'litElementVersions', 'reactiveElementVersions', 'heard'];
    expect(after.filter(name => !before.includes(name) && !libraries.includes(name))).toEqual([]);
  });

  it('holds a long feed with few articles', async () => {
    const page = await host();
    const { world } = here.server;
    for (let i = 0; i < 300; i++) world.addPost(world.acme, world.people[i % 4], `Note ${i}`, 3000 + i);
    await add(page);
    await page.getByText('Note 299').waitFor();
    for (let i = 0; i < 12; i++) {
      await page.evaluate(() => {
        const widget = document.querySelector('rapport-feed')!;
        widget.scrollTo(0, widget.scrollHeight);
      });
      await page.waitForTimeout(150);
      const more = page.getByRole('button', { name: 'Load more' });
      if (await more.isVisible()) await more.dispatchEvent('click');
    }
    const articles = await page.evaluate(() => {
      const count = (root: ParentNode): number =>
        [...root.querySelectorAll('*')].reduce(
          (sum, each) => sum + (each.localName === 'article' ? 1 : 0) + (each.shadowRoot ? count(each.shadowRoot) : 0),
          0,
        );
      return count(document);
    });
    expect(articles).toBeLessThanOrEqual(150);
  });
});

describe('the frame page', () => {
  it('takes its ticket by message, tells its height, and hears nobody but its parent', async () => {
    here = await walk(browser);
    const { page } = here;
    here.server.world.pages['/crm'] =
      '<!doctype html><html lang="en"><head><title>CRM</title></head><body><h1>CRM</h1></body></html>';
    await page.goto(`${here.server.address}/crm`);
    await page.evaluate(() => {
      const messages: { type: string }[] = ((globalThis as unknown as { messages: { type: string }[] }).messages = []);
      const frame = document.createElement('iframe');
      frame.title = 'Rapport';
      frame.width = '380';
      frame.src = '/embed?connection=nordwind&record=account:001&lang=en&theme=light';
      addEventListener('message', event => {
        messages.push(event.data as { type: string });
        if ((event.data as { type: string }).type === 'rapport-token-needed') {
          frame.contentWindow!.postMessage({ type: 'rapport-ticket', ticket: 'good' }, location.origin);
        }
      });
      document.body.append(frame);
    });
    await page.frameLocator('iframe').getByText('Met the new plant manager today').waitFor();
    const types = () =>
      page.evaluate(() =>
        (globalThis as unknown as { messages: { type: string }[] }).messages.map(message => message.type),
      );
    await expect.poll(types).toContain('rapport-resize');
    expect(await types()).toContain('rapport-ready');
  });

  it('takes its ticket from the fragment and wipes it from the address', async () => {
    here = await walk(browser);
    const { page } = here;
    await page.goto(`${here.server.address}/embed?connection=nordwind&record=account:001&lang=fr#ticket=good`);
    await page.getByText('Met the new plant manager today').waitFor();
    expect(page.url()).not.toContain('ticket');
    expect(await faults(page)).toEqual([]);
  });
});
