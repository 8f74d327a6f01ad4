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

async function open(path = 'r/nordwind/account/001', options: Parameters<typeof walk>[1] = {}): Promise<Page> {
  here = await walk(browser, options);
  await here.page.goto(`${here.server.address}/app/${path}`);
  return here.page;
}
const composer = (page: Page) => page.locator('rapport-composer');
const become = (page: Page, kind: string) => composer(page).getByRole('button', { name: kind, exact: true }).click();
const newest = () => here.server.world.posts[0];
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the one composer', () => {
  it('makes a poll of what was typed as plain text', async () => {
    const page = await open();
    await write(page);
    await page.keyboard.type('Which week for the retrofit?');
    await become(page, 'Poll');
    await page.getByLabel('Answer 1', { exact: true }).fill('Week 12');
    await page.getByLabel('Answer 2', { exact: true }).fill('Week 14');
    await page.getByRole('button', { name: 'Add an answer' }).click();
    await page.getByLabel('Answer 3', { exact: true }).fill('Week 13');
    await page.getByRole('button', { name: 'Move answer 3 up' }).click();
    await page.getByLabel('Show the result only to who has voted').check();
    expect(await faults(page)).toEqual([]);
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    await page.locator('rapport-post').first().getByRole('radio', { name: 'Week 14' }).waitFor();
    expect(newest()).toMatchObject({
      kind: 'poll',
      body: 'Which week for the retrofit?',
      poll: { options: ['Week 12', 'Week 13', 'Week 14'], hideUntilVoted: true },
    });
  });

  it('shows both texts when the post was changed meanwhile, and sends one’s own again', async () => {
    const page = await open();
    await write(page);
    await page.keyboard.type('They want it before Easter.');
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    const post = page.locator('rapport-post').first();
    await post.getByText('They want it before Easter.').waitFor();
    await post.getByRole('button', { name: 'More about this post' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await post.getByRole('textbox', { name: 'Edit the text' }).fill('They want it in week 12.');
    here.server.world.edit(newest(), 'They want it after Easter.');
    await composer(page).getByRole('button', { name: 'Save' }).click();
    await post.getByText('It was changed meanwhile', { exact: true }).waitFor();
    await post.getByText('They want it after Easter.').waitFor();
    await post.getByRole('button', { name: 'Keep mine' }).click();
    await expect.poll(() => newest().body).toBe('They want it in week 12.');
    await composer(page).waitFor({ state: 'detached' });
  });

  it('takes a post back into the composer when it was not sent, with all that it had', async () => {
    const page = await open();
    await write(page);
    await become(page, 'Note');
    await page.getByLabel('Title').fill('Cold chain');
    await composer(page).locator('textarea').fill('They want it before Easter.');
    await page.route('**/api/v1/posts', route => route.abort());
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByText('Not sent: The server can’t be reached.').waitFor();
    await page.unroute('**/api/v1/posts');
    await page.locator('rapport-unsent').getByRole('button', { name: 'Edit' }).click();
    await expect.poll(() => composer(page).locator('textarea').inputValue()).toBe('They want it before Easter.');
    expect(await page.getByLabel('Title').inputValue()).toBe('Cold chain');
    expect(await page.locator('rapport-unsent').count()).toBe(0);
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    await expect.poll(() => newest()).toMatchObject({ kind: 'note', title: 'Cold chain' });
  });

  it('thanks a colleague who is found by name', async () => {
    const page = await open();
    await write(page);
    await become(page, 'Thanks');
    const who = page.getByLabel('Whom do you thank?');
    await who.fill('Jonas');
    await page.getByRole('option', { name: 'Jonas Petersen' }).click();
    await page.getByRole('button', { name: 'Remove Jonas Petersen' }).waitFor();
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByText('Thanks to').first().waitFor();
    expect(newest()).toMatchObject({ kind: 'kudos', kudos: { reason: 'helped' } });
  });

  it('sends files along, says why one was refused, and waits until the others are there', async () => {
    const page = await open();
    await write(page);
    await page.keyboard.type('See the label');
    await page.locator('rapport-composer input[type=file]').setInputFiles([
      { name: 'label.png', mimeType: 'image/png', buffer: picture },
      { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    ]);
    await page.getByText('programs are not taken').waitFor();
    await composer(page).locator('textarea').press('Control+Enter');
    await page.getByText('A file was not taken: try it again or remove it.').waitFor();
    await page.getByRole('button', { name: 'Remove setup.exe' }).click();
    await page.getByLabel('What does label.png show?').fill('The label of the pump');
    await page.getByLabel('What does label.png show?').blur();
    await expect
      .poll(() => [...here.server.world.bytes.values()].map((file: { description?: string }) => file.description))
      .toContain('The label of the pump');
    await page.getByLabel('What does label.png show?').waitFor();
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByRole('button', { name: 'Open The label of the pump' }).waitFor();
    expect(newest().files.map((file: { name: string }) => file.name)).toEqual(['label.png']);
  });

  it('shows what was asked before, and how many a space has, before sending', async () => {
    const page = await open();
    await write(page);
    await become(page, 'Question');
    await page.getByLabel('Your question').fill('Who knows the phase monitor?');
    await page
      .getByRole('region', { name: 'Similar questions' })
      .getByText('Who has replaced a phase monitor')
      .waitFor();
    await composer(page).locator('textarea').fill('for [@Cold chain](space:1) and @owner ');
    await page.getByText(/\d+ people will be notified\./).waitFor();
    expect(await faults(page)).toEqual([]);
  });

  it('asks where a post of home is to stand', async () => {
    const page = await open('compose');
    await page.locator('rapport-composer textarea').waitFor();
    await page.getByLabel('Where?').fill('Cold');
    await page.getByRole('option', { name: 'Cold chain Space' }).click();
    await composer(page).locator('textarea').fill('Grey loggers are in.');
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByText('Grey loggers are in.').waitFor();
    await expect.poll(() => newest().subject.name).toBe('Cold chain');
  });

  it('keeps a post for later out of the feed', async () => {
    const page = await open();
    await write(page);
    await page.keyboard.type('Happy new year');
    await page.getByRole('button', { name: 'Publish later' }).click();
    await page.getByLabel('Publish on').fill('2099-01-01T09:00');
    await composer(page).getByRole('button', { name: 'Schedule' }).click();
    await page
      .getByText(/To be published on/)
      .first()
      .waitFor();
    expect(here.server.world.scheduled[0]).toMatchObject({
      publishAt: expect.stringMatching(/^20(98|99)/),
      post: { body: 'Happy new year' },
    });
    expect(await page.locator('rapport-post').getByText('Happy new year').count()).toBe(0);
  });
});

describe('a draft', () => {
  it('that another device left is there with its time', async () => {
    here = await walk(browser);
    const { page, server } = here;
    server.world.drafts.set('subject:100', {
      place: 'subject:100',
      body: 'Typed on the phone',
      version: '1',
      updatedAt: new Date().toISOString(),
    });
    await page.goto(`${server.address}/app/r/nordwind/account/001`);
    await write(page);
    await page.getByText(/Draft from/).waitFor();
    expect(await composer(page).locator('textarea').inputValue()).toBe('Typed on the phone');
    await composer(page).getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByText('Typed on the phone').waitFor();
    await expect.poll(() => server.world.drafts.has('subject:100')).toBe(false);
  });

  it('of another device is offered, not put in place of what stands here', async () => {
    const page = await open();
    await write(page);
    await page.keyboard.type('Typed at the desk');
    await composer(page).getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => here.server.world.drafts.get('subject:100')?.body).toBe('Typed at the desk');
    Object.assign(here.server.world.drafts.get('subject:100'), {
      body: 'Typed on the phone',
      version: 'x',
      updatedAt: new Date(Date.now() + 60_000).toISOString(),
    });
    await page.reload();
    await page.getByText(/Another device has a newer draft/).waitFor();
    expect(await composer(page).locator('textarea').inputValue()).toBe('Typed at the desk');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Use it' }).click();
    expect(await composer(page).locator('textarea').inputValue()).toBe('Typed on the phone');
  });
});

for (const [language, theme] of [
  ['en', 'light'],
  ['fr', 'dark'],
] as const) {
  it(`the composer of every kind fits into 320 pixels without a fault, ${language}, ${theme}`, async () => {
    const page = await open('compose', { settings: { language, theme }, viewport: { width: 320, height: 900 } });
    await page.locator('rapport-composer textarea').waitFor();
    const kinds = await page.locator('rapport-composer .kinds button').count();
    for (let kind = 0; kind < kinds; kind++) {
      await page.locator('rapport-composer .kinds button').nth(kind).click();
      expect(await overflow(page)).toBe(0);
      expect(await faults(page)).toEqual([]);
    }
  });
}
