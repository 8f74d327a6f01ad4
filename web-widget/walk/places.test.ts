import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faults, focused, overflow, startBrowser, walk, type Walk } from './browser.ts';

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

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function open(path: string, options: Parameters<typeof walk>[1] = {}, prepare: (world: any) => void = () => {}) {
  here = await walk(browser, options);
  prepare(here.server.world);
  const named = path.replace(/\{(\w+)\}/g, (_all, name: string) => here.server.world[name].id as string);
  await here.page.goto(`${here.server.address}/app/${named}`);
  return here.page;
}

describe('an account’s page', () => {
  it('lists its contacts and opportunities, each a link, and more of them when asked', async () => {
    const page = await open('r/nordwind/account/001', { viewport: { width: 1400, height: 900 } });
    const rail = page.locator('rapport-record-rail');
    await rail.getByRole('link', { name: 'Cold chain retrofit 2027' }).waitFor();
    await expect.poll(() => rail.locator('.contact a').count()).toBe(5);
    await rail.getByRole('button', { name: 'Load more: Contacts' }).click();
    await expect.poll(() => rail.locator('.contact a').count()).toBe(7);
    await expect.poll(() => focused(page)).toBe('a Farid Haddad');
    expect(await rail.getByRole('link', { name: 'Anaïs Bonnet' }).getAttribute('href')).toContain(
      'r/nordwind/contact/c0',
    );
  });

  it('says of a part alone that it can’t be read, and tries again', async () => {
    const page = await open('r/nordwind/account/001/about', {}, world =>
      world.failures.set('GET records/100/related', 500),
    );
    await page.getByRole('button', { name: 'Retry: Contacts' }).waitFor();
    await page.getByRole('link', { name: 'Cold chain', exact: true }).waitFor();
    here.server.world.failures.clear();
    await page.getByRole('button', { name: 'Retry: Contacts' }).click();
    await page.getByRole('link', { name: 'Anaïs Bonnet' }).waitFor();
  });

  it('names all its followers, page by page', async () => {
    const page = await open('r/nordwind/account/001', {}, world => {
      world.followers = Array.from({ length: 30 }, (_, at) => ({
        id: `${900 + at}`,
        name: `Follower ${at}`,
        active: true,
      }));
    });
    await page.getByRole('button', { name: /followers$/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Followers of Laiterie du Vercors' });
    await expect.poll(() => dialog.getByRole('link').count()).toBe(20);
    await dialog.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => dialog.getByRole('link').count()).toBe(30);
    await expect.poll(() => focused(page)).toBe('a Follower 20');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => focused(page)).toContain('followers');
  });
});

describe('a person’s page', () => {
  it('tells how often she was thanked, and leads to what for', async () => {
    const page = await open('m/2');
    await page.getByRole('link', { name: 'Thanked once' }).click();
    await page.getByText('You found the fault in an hour.').waitFor();
    expect(new URL(page.url()).search).toBe('?kind=kudos');
  });

  it('lets her hide thanks from her own page, and show them again', async () => {
    const page = await open('m/1', {}, world => world.kinds.kudos.kudos.members.push(world.people[0]));
    await page.getByRole('link', { name: 'Thanked once' }).waitFor();
    await page.getByRole('button', { name: 'Hide it from my page' }).click();
    await expect.poll(() => here.server.world.kinds.kudos.kudos.hidden).toBe(true);
    await page.getByText('It no longer stands on your page.').first().waitFor();
    await page.getByRole('link', { name: 'Thanked once' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show it on my page' }).click();
    await expect.poll(() => here.server.world.kinds.kudos.kudos.hidden).toBe(false);
    await page.getByRole('link', { name: 'Thanked once' }).waitFor();
  });

  it('offers nobody to hide another’s thanks', async () => {
    const page = await open('m/2?kind=kudos');
    await page.getByText('You found the fault in an hour.').waitFor();
    expect(await page.getByRole('button', { name: 'Hide it from my page' }).count()).toBe(0);
  });
});

describe('asking', () => {
  it('begins on the page of questions', async () => {
    const page = await open('questions');
    await page.getByRole('button', { name: 'Ask a question…' }).click();
    const composer = page.locator('rapport-composer');
    await composer.locator('textarea').waitFor();
    expect(await composer.evaluate(element => (element as { opening?: object }).opening)).toEqual({ kind: 'question' });
  });

  it('goes on with the words for which nothing was found', async () => {
    const page = await open('search?q=zirconium');
    await page.getByRole('button', { name: 'Ask a question' }).click();
    const composer = page.locator('rapport-composer');
    await composer.locator('textarea').waitFor();
    expect(await composer.evaluate(element => (element as { opening?: object }).opening)).toEqual({
      kind: 'question',
      title: 'zirconium',
    });
    // What is to be written doesn't narrow what is read.
    await page.getByText('Met the new plant manager today').waitFor();
  });

  it('on a record’s questions begins with one', async () => {
    const page = await open('r/nordwind/account/001/questions');
    await page.getByRole('button', { name: 'Ask a question…' }).waitFor();
  });
});

describe('the search', () => {
  it('finds files where it is narrowed, and texts that hold a file', async () => {
    const page = await open('search?q=cabinet');
    await page.getByRole('heading', { name: 'Files' }).waitFor();
    await page
      .getByRole('button', { name: /Laiterie du Vercors/ })
      .first()
      .click();
    await page.getByRole('link', { name: /Cabinet on line 2/ }).waitFor();
    await page
      .getByRole('button', { name: /^Files/ })
      .first()
      .click();
    expect(new URL(page.url()).search).toBe('?q=cabinet&subjectId=100&type=files');
    await page.goto(`${here.server.address}/app/search?q=cabinet&hasFile=true`);
    await page.getByRole('button', { name: 'with a file: take away' }).click();
    expect(new URL(page.url()).search).toBe('?q=cabinet');
  });

  it('says of a question whether it is answered', async () => {
    const page = await open('search?q=monitor');
    await page.getByText('Open question').waitFor();
  });
});

describe('the navigation', () => {
  it('names one’s spaces with what is new in them', async () => {
    const page = await open('');
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Cold chain/ });
    await link.waitFor();
    expect(await link.innerText()).toMatch(/Cold chain\s*2/);
    expect(await page.getByRole('link', { name: /ERP migration/ }).count()).toBe(0);
    await link.click();
    await page.getByRole('heading', { name: 'Cold chain', level: 1 }).waitFor();
    expect(await link.getAttribute('aria-current')).toBe('page');
    expect(await faults(page)).toEqual([]);
  });

  it('hears of a post in one of them', async () => {
    const page = await open('');
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Cold chain/ });
    await link.waitFor();
    here.server.world.unreadOf = new Map([[here.server.world.coldChain.id, 100]]);
    here.server.world.changed('post-added', here.server.world.seals, undefined, '2');
    await expect.poll(() => link.innerText()).toMatch(/99\+/);
  });
});

describe('archived spaces', () => {
  it('are listed by themselves', async () => {
    const page = await open('spaces?filter=archived');
    await page.getByRole('link', { name: 'ERP migration' }).waitFor();
    expect(await page.locator('rapport-page-spaces .rows > li').count()).toBe(1);
  });
});

describe('the topics of a space', () => {
  it('come from its preset, are changed, shown and lead to its posts on them', async () => {
    const page = await open('spaces');
    await page.getByRole('button', { name: 'New space' }).click();
    await page.getByLabel('Confidential').check();
    const topics = page.getByLabel('Topics (optional)');
    expect(await topics.inputValue()).toBe('#takeover #legal');
    expect(await page.getByLabel('What it is for (optional)').inputValue()).toBe('Nobody outside knows of it.');
    await page.getByLabel('Project').check();
    expect(await topics.inputValue()).toBe('');
    await topics.fill('one two three four five six seven eight nine ten eleven');
    await page.getByText('At most 10 topics.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Leeds');
    await page.getByRole('button', { name: 'Create space' }).click();
    await expect.poll(() => focused(page)).toContain('input');
    await topics.fill('#dosing, doors dosing');
    await page.getByRole('button', { name: 'Create space' }).click();
    await page.getByRole('heading', { name: 'Leeds', level: 1 }).waitFor();
    const made = [...here.server.world.spaces.values()].at(-1);
    expect([made.topics, made.visibility]).toEqual([['dosing', 'doors'], 'private']);
    await page.getByRole('link', { name: '#dosing' }).click();
    expect(new URL(page.url()).search).toBe('?topic=dosing');

    await page.getByRole('button', { name: 'More about this space' }).click();
    await page.getByRole('menuitem', { name: 'Edit the space' }).click();
    expect(await topics.inputValue()).toBe('#dosing #doors');
    await topics.fill('');
    await page.locator('rapport-dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: '#dosing' }).waitFor({ state: 'detached' });
  });

  it('can be made where the presets don’t come', async () => {
    const page = await open('spaces', {}, world => world.failures.set('GET space-templates', 500));
    await page.getByRole('button', { name: 'New space' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Leeds');
    await page.getByRole('button', { name: 'Create space' }).click();
    await page.getByRole('heading', { name: 'Leeds', level: 1 }).waitFor();
  });
});

describe('a topic', () => {
  it('loses what was said about it when that is emptied', async () => {
    const page = await open('t/dosing');
    await page.getByText('Pumps, valves, phases: whatever measures.').waitFor();
    await page.getByRole('button', { name: 'More about this topic' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('What it is about (optional)').fill('');
    await page.locator('rapport-dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Pumps, valves, phases: whatever measures.').waitFor({ state: 'detached' });
  });
});

describe('the inbox by customer', () => {
  it('shows older news of one customer when asked, and keeps them open when it is read anew', async () => {
    const page = await open('notifications', {}, world => {
      for (let at = 0; at < 30; at++)
        world.notifications.push({
          ...world.notifications[0],
          id: world.next(),
          excerpt: `Older ${at}`,
          at: '2026-01-01T00:00:00Z',
          read: true,
        });
    });
    await page.getByRole('button', { name: 'By customer' }).click();
    const inbox = page.locator('rapport-inbox').first();
    await expect.poll(() => inbox.locator('li').count()).toBe(3);
    const older = page.getByRole('button', { name: 'Show older ones: Laiterie du Vercors' });
    expect(await older.innerText()).toBe('Show 29 older ones');
    await older.click();
    await expect.poll(() => inbox.locator('li').count()).toBe(20);
    await expect.poll(() => focused(page)).toContain('a ');
    await older.click();
    await expect.poll(() => inbox.locator('li').count()).toBe(32);
    expect(await older.count()).toBe(0);
    here.server.world.tell('inbox', { unread: 1 });
    await page.waitForResponse(response => response.url().includes('customer=100'));
    await expect.poll(() => inbox.locator('li').count()).toBe(32);
  });
});

describe('in French on a narrow phone', () => {
  for (const path of [
    'admin/audit',
    'admin/members',
    'r/nordwind/account/001/about',
    'm/2',
    'spaces',
    'questions',
    'search?q=pump',
    'notifications',
  ])
    it(`${path} keeps inside the screen`, async () => {
      const page = await open(path, { settings: { language: 'fr' }, viewport: { width: 300, height: 700 } });
      await page.locator('h1, [role=heading]').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle').catch(() => undefined);
      expect(await overflow(page)).toBe(0);
    });
});
