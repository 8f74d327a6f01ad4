import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { focused, startBrowser, walk, type Walk } from './browser.ts';

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

describe('search', () => {
  it('leads to what is known by name as one types, from anywhere by a key', async () => {
    const page = await open('company');
    await page.getByText('Met the new plant manager today').waitFor();
    await page.keyboard.press('/');
    await expect.poll(() => focused(page)).toContain('Search');
    await page.keyboard.type('cold ch');
    await page.getByRole('option', { name: /Cold chain Space/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cold chain', level: 1 }).waitFor();
    await page.locator('body').press('Control+k');
    await page.keyboard.type('loggers');
    await page.getByRole('option', { name: 'Search for “loggers” in Cold chain' }).click();
    await page.getByRole('button', { name: /in Cold chain: take away/ }).waitFor();
    await page.getByText('The new loggers are in the Hamburg store').waitFor();
  });

  it('shows groups with the words marked, narrows them down and says so in the address', async () => {
    const page = await open('search?q=phase');
    await page.getByRole('heading', { name: 'Comments' }).waitFor();
    expect(await page.locator('mark').first().innerText()).toBe('phase');
    await page
      .getByRole('complementary')
      .getByRole('button', { name: /Jonas Petersen/ })
      .click();
    await page.getByRole('button', { name: 'by Jonas Petersen: take away' }).waitFor();
    expect(new URL(page.url()).searchParams.get('authorId')).toBe('2');
    expect(await page.getByRole('button', { name: 'Records', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: /^Comments/ }).click();
    await page.getByText('Step 1: checked the supply on').waitFor();
    await page.getByRole('button', { name: 'by Jonas Petersen: take away' }).click();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('Step 29: checked the supply on').waitFor();
    await page.getByRole('button', { name: /Order/ }).click();
    await page.getByRole('menuitemradio', { name: 'Newest first' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('order')).toBe('newest');
  });

  it('offers to ask where nothing is found, and what was searched before', async () => {
    const page = await open('search?q=xylophone');
    await page.getByText('Nothing was found for “xylophone”').waitFor();
    await page.goto(`${here.server.address}/app/search`);
    await page.getByRole('link', { name: 'xylophone' }).waitFor();
    await page.getByRole('button', { name: 'Forget' }).click();
    await page.getByRole('link', { name: 'xylophone' }).waitFor({ state: 'detached' });
  });

  it('tells that it didn’t work, and works when tried again', async () => {
    here = await walk(browser);
    const { page, server } = here;
    server.world.failures.set('GET search', 500);
    await page.goto(`${server.address}/app/search?q=phase`);
    await page.getByText('The search didn’t work').waitFor();
    server.world.failures.clear();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('heading', { name: 'Comments' }).waitFor();
  });
});

describe('what is one’s own', () => {
  it('holds saved posts and comments, to be removed and put back', async () => {
    const page = await open('me/saved');
    await page.getByText('Met the new plant manager today').waitFor();
    await page.getByText('We did, at the Leeds plant.').waitFor();
    await page.getByRole('button', { name: /Remove what Tom Whitfield wrote/ }).click();
    await expect.poll(() => here.server.world.bookmarks.length).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => here.server.world.bookmarks.length).toBe(2);
  });

  it('holds streams: made of a record and a topic, read, changed, deleted and brought back', async () => {
    const page = await open('me/streams');
    await page.getByRole('button', { name: 'New stream' }).click();
    await page.getByRole('button', { name: 'Create stream' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Door seals');
    await page.getByRole('button', { name: 'Create stream' }).click();
    await page.getByText('Add at least one source.').waitFor();
    await page.getByLabel('Add a record, a space, a colleague or a topic').fill('cold');
    await page.getByRole('option', { name: /Cold chain Space/ }).click();
    await page.getByRole('button', { name: 'Create stream' }).click();
    await page.getByRole('heading', { name: 'Door seals', level: 1 }).waitFor();
    await page.getByText('Which door seals fit the doors of 2024?').waitFor();
    await page.getByRole('button', { name: 'More about this stream' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Streams', level: 1 }).waitFor();
    await expect.poll(() => here.server.world.own.length).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Door seals', level: 1 }).waitFor();
  });

  it('holds drafts of all devices, goes on with one, and gives a discarded one back', async () => {
    const page = await open('me/drafts');
    await page.getByText('Plan for week 12').waitFor();
    await page.getByRole('button', { name: '1 other version' }).click();
    await page.getByRole('heading', { name: 'Typed on another device' }).waitFor();
    await page.getByText('Two days on site.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: /Discard the draft: Post on/ }).click();
    await expect.poll(() => here.server.world.drafts.size).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => here.server.world.drafts.get('subject:101')?.title).toBe('Plan for week 12');
    await page.getByRole('link', { name: /Continue: Post on/ }).click();
    await page.getByRole('textbox', { name: /Share something about Cold chain retrofit/ }).waitFor();
  });

  it('holds scheduled posts, whose time can be changed', async () => {
    const page = await open('me/scheduled');
    await page.getByText('The offer ends today: who calls them?').waitFor();
    await page.getByRole('button', { name: /^Change the time/ }).click();
    await page.getByLabel('Day and time').fill('2031-05-06T09:30');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => here.server.world.scheduled[0].publishAt).toBe(new Date('2031-05-06T09:30').toISOString());
    await page.getByRole('button', { name: /^Delete the post/ }).click();
    await page.getByText('Nothing is scheduled').waitFor();
  });

  it('holds scheduled posts, whose words can be changed', async () => {
    const page = await open('me/scheduled');
    await page.getByRole('button', { name: /^Edit the post of/ }).click();
    await page.getByRole('textbox', { name: 'Edit the text' }).fill('The offer ends tomorrow.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => here.server.world.scheduled[0].post.body).toBe('The offer ends tomorrow.');
    await page.getByText('The offer ends tomorrow.').waitFor();
    expect(await page.locator('rapport-composer').count()).toBe(0);
  });

  it('holds what names one', async () => {
    const page = await open('me/mentions');
    await page.getByText('Who has replaced a phase monitor').waitFor();
  });

  it('says the same of an unknown part as of any other unknown page', async () => {
    const page = await open('me/secrets');
    await page.getByText('You can’t open this, or it’s gone.').first().waitFor();
  });
});

describe('the inbox', () => {
  it('is filtered, and bundled by customer, whose news are marked as read together', async () => {
    const page = await open('notifications');
    await page.getByText('Tom Whitfield asks to join Cold chain').waitFor();
    await page.getByRole('button', { name: 'Mentions', exact: true }).click();
    await page.getByText('Tom Whitfield asks to join Cold chain').waitFor({ state: 'detached' });
    expect(page.url()).toContain('filter=mentions');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByRole('button', { name: 'By customer' }).click();
    await page.getByRole('heading', { name: 'Laiterie du Vercors' }).waitFor();
    await page.getByRole('button', { name: 'Mark 1 of Laiterie du Vercors as read' }).click();
    await expect.poll(() => page.title()).toBe('Notifications – Rapport');
    await page.reload();
    await page.getByRole('heading', { name: 'Cold chain' }).waitFor();
  });

  it('takes one back to unread', async () => {
    const page = await open('notifications');
    await page.getByRole('button', { name: 'Mark as unread' }).first().click();
    await expect.poll(() => page.title()).toBe('(2) Notifications – Rapport');
  });
});

describe('what one is told', () => {
  it('is chosen by kind and by place, and kept at once', async () => {
    const page = await open('settings');
    await page.getByLabel('Reactions to what I wrote').uncheck();
    const { choices } = here.server.world;
    await expect.poll(() => choices.kinds.reaction.inApp).toBe(false);
    await page.getByLabel('What to tell of Cold chain retrofit 2027').selectOption('muted');
    await expect.poll(() => choices.places[0].level).toBe('muted');
    await page.getByLabel('Tell me when I am named in what I muted').uncheck();
    await expect.poll(() => choices.mutedByMention).toBe(false);
  });

  it('goes back to what it was when it can’t be kept, and says why', async () => {
    const page = await open('settings');
    here.server.world.failures.set('PUT me/notification-settings', 500);
    await page.getByLabel('Announcements').click();
    await page.getByRole('alert').filter({ hasText: 'Something failed on the server.' }).waitFor();
    await expect.poll(() => page.getByLabel('Announcements').isChecked()).toBe(true);
  });
});
