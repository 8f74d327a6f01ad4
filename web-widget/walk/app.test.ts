import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faults, focused, overflow, startBrowser, walk, write, type Walk } from './browser.ts';

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

async function open(path: string, options: Parameters<typeof walk>[1] = {}) {
  here = await walk(browser, options);
  await here.page.goto(`${here.server.address}/app/${path}`);
  return here.page;
}

describe('the app', () => {
  it('asks to sign in, says when the password is wrong, and opens home', async () => {
    here = await walk(browser);
    here.server.world.signedIn = false;
    const { page } = here;
    await page.goto(`${here.server.address}/app/`);
    await page.getByLabel('Login').fill('claire');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Login and password don’t match.').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('Password').fill('rapport');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Home' }).waitFor();
    await page.getByText('Met the new plant manager today').waitFor();
  });

  it('publishes a post with a mention that carries its id, and takes it back', async () => {
    const page = await open('r/nordwind/account/001');
    await write(page);
    await page.keyboard.type('Ask @jon');
    await page.getByRole('option', { name: /Jonas Petersen/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('about the pump');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Posted.', { exact: true }).first().waitFor();
    expect(here.server.world.posts[0].body).toBe('Ask [@Jonas Petersen](member:2) about the pump');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('This post was deleted.').waitFor();
    expect(here.server.world.posts[0].body).not.toContain('about the pump');
  });

  it('asks twice before naming somebody who cannot read along', async () => {
    const page = await open('r/nordwind/account/001');
    await write(page);
    await page.keyboard.type('@tom');
    await page.getByText('Tom Whitfield can’t open this record and won’t be notified.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Press again to mention them all the same.').waitFor();
    // A field for names in a text is a combobox of several lines, for which HTML has no element; the role is what readers go by.
    expect((await faults(page)).filter(fault => !fault.startsWith('aria-allowed-role'))).toEqual([]);
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: /Share something about/ });
    expect(await field.inputValue()).toBe('@Tom Whitfield ');
  });

  it('keeps what was typed when the page is left, and offers it with its time', async () => {
    const page = await open('r/nordwind/account/001');
    await write(page);
    await page.keyboard.type('half a thought');
    await page.reload();
    await page.getByText(/Draft from/).waitFor();
    expect(await page.getByRole('textbox', { name: /Share something about/ }).inputValue()).toBe('half a thought');
  });

  it('keeps a post that was not taken, with the reason, and sends it once on retry', async () => {
    const page = await open('r/nordwind/account/001');
    const { world } = here.server;
    world.failures.set('POST posts', 503);
    await write(page);
    await page.keyboard.type('from the car park');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Not sent: The server can’t be reached.').waitFor();
    world.failures.clear();
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect
      .poll(() => world.posts.filter((post: { body: string }) => post.body === 'from the car park').length)
      .toBe(1);
    await page.locator('rapport-post .bar').waitFor({ state: 'detached' });
  });

  it('lets others’ posts wait behind the pill while somebody reads', async () => {
    const page = await open('company');
    await page.getByText('Met the new plant manager today').waitFor();
    await page.mouse.wheel(0, 600);
    await page.waitForFunction(() => scrollY === 600);
    const { world } = here.server;
    await expect.poll(() => world.streams.size).toBe(1);
    const top = await page.evaluate(() => scrollY);
    const made = world.addPost(world.acme, world.people[1], 'The part is here.', 0);
    world.changed('post-added', made, undefined, '2');
    const pill = page.getByRole('button', { name: '1 new post' });
    await pill.waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(top);
    await pill.click();
    await page.getByText('The part is here.').waitFor();
    await expect.poll(() => focused(page)).toContain('article');
  });

  it('opens a comment’s address between its neighbours, marked and focused', async () => {
    here = await walk(browser);
    const { page } = here;
    const { question } = here.server.world;
    await page.goto(`${here.server.address}/app/p/${question.id}#c-${question.all[9].id}`);
    await page.getByText('Step 10: checked').waitFor();
    await expect.poll(() => focused(page)).toContain('Step 10');
    await page.getByText('Step 9: checked').waitFor();
    await page.getByRole('button', { name: 'Show later comments' }).click();
    await page.getByText('Step 20: checked').waitFor();
  });

  it('answers a comment one level down, naming whom', async () => {
    here = await walk(browser);
    const { page } = here;
    await page.goto(`${here.server.address}/app/p/${here.server.world.question.id}`);
    const answers = page.locator('rapport-comment').filter({ hasText: 'We did, at the Leeds plant' });
    await answers.getByRole('button', { name: 'Reply' }).click();
    await expect.poll(() => focused(page)).toContain('textarea');
    await page.keyboard.type('Thanks, ordering.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.replies').getByText('Thanks, ordering.').waitFor();
    await expect.poll(() => here.server.world.question.all.at(-1).parentId).toBeDefined();
  });

  it('shows what an edit changed, word by word', async () => {
    here = await walk(browser);
    const { page } = here;
    await page.goto(`${here.server.address}/app/p/${here.server.world.latest.id}`);
    await page.getByRole('button', { name: 'edited' }).click();
    await page.locator('rapport-history del', { hasText: 'summer' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('rapport-history').waitFor({ state: 'detached' });
  });

  it('says the same of what is gone and what is closed to the reader', async () => {
    const page = await open('r/nordwind/account/999');
    await page.getByText('You can’t open this, or it’s gone.').first().waitFor();
    const closed = await page.locator('main').innerText();
    await page.goto(`${here.server.address}/app/p/424242`);
    await page.getByText('You can’t open this, or it’s gone.').first().waitFor();
    expect(await page.locator('main').innerText()).toBe(closed);
  });

  it('keeps page and draft when the session ends, and goes on after signing in again', async () => {
    const page = await open('r/nordwind/account/001');
    await write(page);
    await page.keyboard.type('do not lose me');
    here.server.world.signedIn = false;
    // Sent without a pointer: whatever the page asks first may open the dialog above the button.
    await page.getByRole('button', { name: 'Questions' }).dispatchEvent('click');
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await page.getByLabel('Login').fill('claire');
    await page.getByLabel('Password').fill('rapport');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: /Share something about/ }).inputValue()).toBe('do not lose me');
  });

  it('changes a password, and says which of the two was not accepted', async () => {
    const page = await open('settings');
    const current = page.getByLabel('Current password');
    const wanted = page.getByLabel('New password');
    await current.fill('wrong');
    await wanted.fill('teal window Sunday');
    await page.keyboard.press('Enter');
    await page.getByText('The current password is not this one.').waitFor();
    await expect.poll(() => current.getAttribute('aria-invalid')).toBe('true');
    await current.fill('rapport');
    await wanted.fill('password1');
    await page.keyboard.press('Enter');
    await page.getByText('Too easy to guess.').waitFor();
    await expect.poll(() => wanted.getAttribute('aria-invalid')).toBe('true');
    expect(await faults(page)).toEqual([]);
    await wanted.fill('teal window Sunday');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Changed. Wherever else').waitFor();
    expect(await current.inputValue()).toBe('');
  });

  it('lists notifications and takes the badge down as they are read', async () => {
    const page = await open('notifications');
    await page.getByText('Tom Whitfield mentioned you on Laiterie du Vercors').waitFor();
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect.poll(() => page.title()).toBe('Notifications – Rapport');
  });

  it('walks through the feed by keyboard alone', async () => {
    const page = await open('company');
    await page.getByText('Met the new plant manager today').waitFor();
    await page.locator('rapport-post').first().locator('article').first().focus();
    await page.keyboard.press('j');
    await expect.poll(() => focused(page)).toContain('Jonas Petersen');
    await page.keyboard.press('r');
    await expect.poll(() => focused(page)).toContain('textarea');
    await page.keyboard.type('jk is text here');
    await page.keyboard.press('Escape');
    await page.locator('rapport-post').nth(1).locator('article').first().focus();
    await page.keyboard.press('l');
    await expect.poll(() => here.server.world.question.reactions.mine).toBe('agree');
    await page.keyboard.press('Home');
    await expect.poll(() => focused(page)).toContain('Claire Fontaine');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatch(/^(a|button)/);
  });

  it('comes back to the same place on the way back', async () => {
    const page = await open('company');
    await page.getByText('Met the new plant manager today').waitFor();
    await page.mouse.wheel(0, 900);
    await page.waitForFunction(() => scrollY > 500);
    const top = await page.evaluate(() => scrollY);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await page.goBack();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(top);
  });

  it('shows the kept shell when there is no network', async () => {
    here = await walk(browser, { serviceWorkers: 'allow' });
    const { page } = here;
    await page.goto(`${here.server.address}/app/`);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.getByText('Met the new plant manager today').waitFor();
    await page.context().setOffline(true);
    await page.goto(`${here.server.address}/app/r/nordwind/account/001`);
    await page.getByText('Rapport can’t be reached').waitFor();
    here.complaints.length = 0; // the browser tells each request that found no network
  });
});

describe('every page', () => {
  const pages = [
    '',
    'company',
    'r/nordwind/account/001',
    'r/nordwind/opportunity/006',
    'm/2',
    'notifications',
    'settings',
    'admin/connections',
    'spaces',
    'spaces?filter=all',
    's/{coldChain}',
    's/{coldChain}/members',
    's/{coldChain}/records',
    's/{coldChain}/files',
    's/{coldChain}/about',
    's/{pricing}',
    'r/nordwind/account/001/about',
    'topics',
    't/dosing',
    'questions',
    'search',
    'search?q=phase',
    'search?q=phase&type=comments&authorId=2',
    'search?q=xylophone',
    'me/saved',
    'me/mentions',
    'me/streams',
    'me/drafts',
    'me/scheduled',
    'notifications?filter=system',
    'company?kind=question&unread=true',
    'nowhere',
  ];
  const at = (path: string) => path.replace(/\{(\w+)\}/g, (_all, name: string) => here.server.world[name].id as string);

  for (const theme of ['light', 'dark'] as const) {
    it(`has no fault that axe can find, ${theme}`, { timeout: 180_000 }, async () => {
      here = await walk(browser, { settings: { theme } });
      const { page } = here;
      for (const path of pages) {
        await page.goto(`${here.server.address}/app/${at(path)}`);
        await page.locator('main h1, main [role=heading]').first().waitFor({ state: 'attached' });
        await page.waitForTimeout(300);
        expect(await faults(page), path).toEqual([]);
      }
    });
  }

  for (const language of ['en', 'fr']) {
    it(`fits into 320 pixels, ${language}`, { timeout: 180_000 }, async () => {
      here = await walk(browser, { settings: { language }, viewport: { width: 320, height: 640 } });
      const { page } = here;
      for (const path of pages) {
        await page.goto(`${here.server.address}/app/${at(path)}`);
        await page.locator('main h1, main [role=heading]').first().waitFor({ state: 'attached' });
        await page.waitForTimeout(200);
        expect(await overflow(page), path).toBe(0);
      }
    });
  }
});
