import type { Browser, Locator, Page } from 'playwright-core';
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

async function open(path: string, options: Parameters<typeof walk>[1] = {}): Promise<Page> {
  here = await walk(browser, options);
  await here.page.goto(`${here.server.address}/app/${path}`);
  return here.page;
}

/** One of the posts that the small server has of each kind, on its own page. */
async function openKind(kind: string, options: Parameters<typeof walk>[1] = {}): Promise<Page> {
  here = await walk(browser, options);
  await here.page.goto(`${here.server.address}/app/p/${here.server.world.kinds[kind].id}`);
  await here.page.locator('rapport-post article').waitFor();
  return here.page;
}

const more = (page: Page) => page.getByRole('button', { name: 'More about this post' });

/** Chooses from the menu of the post. */
async function choose(page: Page, name: string): Promise<void> {
  await more(page).click();
  await page.getByRole('menuitem', { name }).click();
}

const alone = (text: string) => new RegExp(`^${text}$`);
const dialog = (page: Page): Locator => page.locator('dialog[open]');

describe('what a post has besides its text', () => {
  it('lets one vote, shows what was hidden, lets one change it and take it back', async () => {
    const page = await openKind('poll');
    expect(await page.getByText('%').count()).toBe(0);
    await page.getByRole('radio', { name: 'Week 13' }).check();
    await page.getByRole('button', { name: alone('Vote') }).click();
    await page.getByText('50% · 2 votes').first().waitFor();
    await page.getByRole('button', { name: 'Change my vote' }).click();
    await page.getByRole('radio', { name: 'Week 12' }).check();
    await page.getByRole('button', { name: 'Change the vote' }).click();
    await page.getByText('75% · 3 votes').waitFor();
    await page.getByRole('button', { name: 'Who voted' }).click();
    await dialog(page).getByText('Amélie Roux').waitFor();
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: alone('Vote') }).waitFor();
  });

  it('takes a vote back on screen when the server refuses it, with the reason', async () => {
    const page = await openKind('poll');
    here.server.world.failures.set(`PUT posts/${here.server.world.kinds.poll.id}/vote`, 409);
    await page.getByRole('radio', { name: 'Week 13' }).check();
    await page.getByRole('button', { name: alone('Vote') }).click();
    await page.getByText('It failed.').first().waitFor();
    await page.getByRole('button', { name: alone('Vote') }).waitFor();
  });

  it('opens pictures one after another by keyboard, and gives the focus back', async () => {
    const page = await openKind('files');
    await page.getByRole('button', { name: 'Open The open cabinet of line 2' }).focus();
    await page.keyboard.press('Enter');
    await dialog(page).getByText('1 of 4').waitFor();
    await page.keyboard.press('ArrowRight');
    await dialog(page).getByText('2 of 4').waitFor();
    await dialog(page).getByText('No description').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toContain('Open The open cabinet of line 2');
  });

  it('asks readers to confirm an announcement, and shows its author who is missing', async () => {
    const page = await openKind('announcement');
    await page.getByRole('button', { name: '3 people haven’t confirmed' }).click();
    await dialog(page).getByText('Jonas Petersen').waitFor();
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'I have read it' }).click();
    await page.getByText('You confirmed that you have read it', { exact: true }).waitFor();
    await page.getByRole('button', { name: '2 people haven’t confirmed' }).waitFor();
  });

  it('says a neutral word in place of a shared post that is not for this reader', async () => {
    const page = await openKind('lost');
    await page.getByText('The post that was shared here can’t be opened by you.').waitFor();
  });

  it('repeats the best answer under its question, and votes answers up', async () => {
    here = await walk(browser);
    const { page, server } = here;
    const { question } = server.world;
    await page.goto(`${server.address}/app/p/${question.id}#c-${question.all.at(-2).id}`);
    const comment = page.locator(`rapport-comment[data-id="${question.all.at(-2).id}"]`);
    await comment.getByRole('button', { name: 'Good answer, 0 votes' }).click();
    await comment.getByRole('button', { name: 'Good answer, 1 vote' }).waitFor();
    await comment.getByRole('button', { name: 'More about this comment' }).click();
    await page.getByRole('menuitem', { name: 'Best answer' }).click();
    await page.getByRole('region', { name: 'Best answer' }).getByText('We did, at the Leeds plant').waitFor();
    await page.getByText('Answered question').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Open question').waitFor();
    expect(await page.getByRole('region', { name: 'Best answer' }).count()).toBe(0);
  });
});

describe('what one does with a post', () => {
  it('closes the thread with a reason in the place of the field, and opens it again', async () => {
    const page = await openKind('files');
    await choose(page, 'Close the thread…');
    await dialog(page).getByLabel('Reason (optional)').fill('solved on site');
    await dialog(page).getByRole('button', { name: 'Close the thread' }).click();
    await page.getByText('solved on site').waitFor();
    expect(await page.getByRole('button', { name: 'Write a comment…' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Open again' }).click();
    await page.getByRole('button', { name: 'Write a comment…' }).waitFor();
  });

  it('saves and mutes by keys, and takes back by the toast', async () => {
    const page = await open('r/nordwind/account/001');
    await page.locator('rapport-post article').first().focus();
    await page.locator('rapport-post-actions').first().getByRole('button', { name: 'Save' }).waitFor();
    await page.keyboard.press('s');
    await page.getByText('Saved.').first().waitFor();
    await expect.poll(() => here.server.world.latest.bookmarked).toBe(true);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => here.server.world.latest.bookmarked).toBe(false);
    await page.locator('rapport-post article').first().focus();
    await page.keyboard.press('m');
    await expect.poll(() => here.server.world.latest.muted).toBe(true);
    await page.locator('rapport-badges').getByText('Muted').waitFor();
  });

  it('shares into a space that is found by its name', async () => {
    const page = await openKind('files');
    await choose(page, 'Share…');
    await dialog(page).getByLabel('Where?').fill('cold');
    await dialog(page).getByRole('option', { name: 'Cold chain Space' }).click();
    await dialog(page).getByLabel('What you say to it (optional)').fill('For the next visit');
    expect(await faults(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Share' }).click();
    await page.getByText('Shared in Cold chain.').first().waitFor();
    expect(here.server.world.posts[0]).toMatchObject({
      kind: 'share',
      sharedPostId: here.server.world.kinds.files.id,
      body: 'For the next visit',
    });
  });

  it('removes a comment for good, with its reason in its place', async () => {
    const page = await open('');
    const { latest } = here.server.world;
    await page.goto(`${here.server.address}/app/p/${latest.id}`);
    await page.getByRole('button', { name: 'More about this comment' }).click();
    await page.getByRole('menuitem', { name: 'Remove for good…' }).click();
    await dialog(page).getByLabel('Reason').fill('names a patient');
    await dialog(page).getByRole('button', { name: 'Remove for good' }).click();
    await page.getByText(/Removed by an administrator on .*: names a patient/).waitFor();
    expect(await page.getByText('Week 12 is free until Thursday').count()).toBe(0);
  });

  it('folds the middle of a long thread and unfolds it in its place', async () => {
    here = await walk(browser);
    const { page, server } = here;
    await page.goto(`${server.address}/app/p/${server.world.question.id}`);
    await page.getByRole('button', { name: 'Show 18 more comments' }).click();
    await page.getByText('Step 12:').waitFor();
    expect(await page.getByRole('button', { name: /more comments/ }).count()).toBe(0);
    const steps = await page.getByText(/^Step \d+:/).allTextContents();
    expect(steps.map(text => Number(/\d+/.exec(text)![0]))).toEqual(Array.from({ length: 29 }, (_, at) => at + 1));
  });

  it('tells who reacted', async () => {
    const page = await open('');
    await page.goto(`${here.server.address}/app/p/${here.server.world.latest.id}`);
    await page.getByRole('button', { name: 'Who reacted' }).click();
    await dialog(page).getByRole('heading', { name: 'Agree' }).waitFor();
    await dialog(page).getByText('Claire Fontaine').first().waitFor();
  });
});

describe('posts of every kind', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`have no fault that axe can find, ${theme}`, async () => {
      const page = await open('r/nordwind/account/001', { settings: { theme } });
      await page.locator('rapport-poll form').waitFor();
      await page.locator('rapport-removed p').waitFor();
      await page.locator('rapport-picture img').first().waitFor();
      expect(await faults(page)).toEqual([]);
    });
  }

  for (const [language, width] of [
    ['en', 320],
    ['fr', 320],
    ['fr', 480],
  ] as const) {
    it(`fit into ${width} pixels, ${language}`, async () => {
      const page = await open('r/nordwind/account/001', { settings: { language }, viewport: { width, height: 700 } });
      await page.locator('rapport-removed p').waitFor();
      expect(await overflow(page)).toBe(0);
    });
  }
});
