import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faults, overflow, startBrowser, walk, type Walk } from './browser.ts';

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
  await here.page.goto(`${here.server.address}/app/${path}`);
  return here.page;
}

describe('roles', () => {
  it('are reached from the navigation, given with a reason, and taken away', async () => {
    const page = await open('');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Roles' }).click();
    await page.getByRole('heading', { name: 'Roles', level: 1 }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('Give a colleague a role').fill('jon');
    await page.getByRole('option', { name: /Jonas Petersen/ }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.locator('rapport-dialog');
    await dialog.getByLabel(/Reason/).fill('Answers for Service');
    await dialog.getByRole('button', { name: 'Give the role' }).click();
    await expect.poll(() => here.server.world.roles.get('2')).toBe('moderator');
    expect(here.server.world.audit[0]).toMatchObject({ reason: 'Answers for Service', details: 'member -> moderator' });

    await page.getByRole('button', { name: 'Role of Jonas Petersen: Moderator' }).click();
    await page.getByRole('menuitem', { name: 'Take the role away' }).click();
    await dialog.getByRole('button', { name: 'Take away' }).click();
    await expect.poll(() => here.server.world.roles.has('2')).toBe(false);
    await page.getByRole('link', { name: 'Jonas Petersen' }).waitFor({ state: 'detached' });
  });

  it('leave the last admin one, and say why where it was asked', async () => {
    const page = await open('admin/members');
    await page.getByRole('button', { name: 'Role of Claire Fontaine: Admin' }).click();
    await page.getByRole('menuitem', { name: 'Take the role away' }).click();
    const dialog = page.locator('rapport-dialog');
    await dialog.getByText('You will no longer see this page.').waitFor();
    await dialog.getByRole('button', { name: 'Take away' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'The last admin stays one' }).waitFor();
    await page.keyboard.press('Escape');
    expect(here.server.world.roles.get('1')).toBe('admin');
  });

  it('can’t be told from a page that doesn’t exist by who is no admin', async () => {
    const page = await open('admin/members', {}, world => world.roles.delete('1'));
    await page.getByText('You can’t open this, or it’s gone.').first().waitFor();
    expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    await page.goto(`${here.server.address}/app/admin/audit`);
    await page.getByText('You can’t open this, or it’s gone.').first().waitFor();
  });

  it('tell that they can’t be read, and come when tried again', async () => {
    const page = await open('admin/members', {}, world => world.failures.set('GET roles', 500));
    await page.getByText('The roles can’t be shown').waitFor();
    here.server.world.failures.clear();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('link', { name: 'Amélie Roux' }).waitFor();
  });
});

describe('the audit log', () => {
  it('tells in sentences who did what to whom and why, in both languages', async () => {
    const page = await open('admin/audit', { settings: { language: 'fr' } });
    const lines = page.locator('.rows > li');
    const said = (text: string) => lines.filter({ hasText: text }).first().waitFor();
    await said('Claire Fontaine a donné à Amélie Roux le rôle Modération');
    await said('Claire Fontaine a retiré le rôle Modération à Jonas Petersen');
    await said('Amélie Roux a retiré un message');
    await said('named a patient');
    expect(await faults(page)).toEqual([]);
  });

  it('is narrowed by kind, person and day, which stand in the address, and read on page by page', async () => {
    const page = await open('admin/audit');
    const lines = page.locator('.rows > li');
    await expect.poll(() => lines.count()).toBe(50);
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => lines.count()).toBe(61);
    await page.getByLabel('What was done').selectOption({ label: 'Roles changed' });
    await expect.poll(() => lines.count()).toBe(2);
    await page.getByText('gave Amélie Roux the role Moderator').waitFor();
    await page.getByLabel('By whom').fill('amé');
    await page.getByRole('option', { name: /Amélie Roux/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Nothing here with this filter.').waitFor();
    expect(new URL(page.url()).search).toBe('?action=role-changed&actor=3');
    await page.reload();
    await expect.poll(() => page.getByLabel('By whom').inputValue()).toBe('Amélie Roux');
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(() => lines.count()).toBe(50);
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await page.getByText('Nothing here with this filter.').waitFor();
  });

  it('is checked line by line, and says where it was tampered with', async () => {
    const page = await open('admin/audit');
    await page.getByRole('button', { name: 'Check the log' }).click();
    await page.getByText('61 lines, and all are as they were written.').waitFor();
    here.server.world.brokenLine = '42';
    await page.getByRole('button', { name: 'Check the log' }).click();
    await page.getByText('Line 42 isn’t as it was written').waitFor();
    expect(await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toContain('audit/export');
  });

  it('says when nothing was recorded, and fits a phone', async () => {
    const page = await open('admin/audit', { viewport: { width: 320, height: 700 } }, world => (world.audit = []));
    await page.getByText('Nothing has been recorded yet').waitFor();
    expect(await overflow(page)).toBe(0);
  });

  it('tells that it can’t be read, and comes when tried again', async () => {
    const page = await open('admin/audit', {}, world => world.failures.set('GET audit', 500));
    await page.getByText('The audit log can’t be shown').waitFor();
    here.server.world.failures.clear();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('removed a post').waitFor();
  });
});
