import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faults, focused, startBrowser, walk, type Walk } from './browser.ts';

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

/** @param path may name a space of the small server's world, as in `s/{coldChain}` */
async function open(path: string, options: Parameters<typeof walk>[1] = {}) {
  here = await walk(browser, options);
  const named = path.replace(/\{(\w+)\}/g, (_all, name: string) => here.server.world[name].id as string);
  await here.page.goto(`${here.server.address}/app/${named}`);
  return here.page;
}

const roleOf = (space: { members: Map<string, { role: string }> }, member = '1') => space.members.get(member)?.role;

describe('spaces', () => {
  it('are found by name, joined with one press and left by undo', async () => {
    const page = await open('spaces');
    const coldChain = page.getByRole('main').getByRole('link', { name: 'Cold chain' });
    await coldChain.waitFor();
    expect(await page.getByText('Fairs and visits').count()).toBe(0);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByLabel('Find a space').fill('fairs');
    await coldChain.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Join Fairs and visits' }).click();
    const { fairs } = here.server.world;
    await expect.poll(() => roleOf(fairs)).toBe('member');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => roleOf(fairs)).toBeUndefined();
    await page.getByRole('button', { name: 'Join Fairs and visits' }).waitFor();
    expect(page.url()).toContain('spaces?filter=all&query=fairs');
  });

  it('are made from a template, and the refusal of a name is told where it was typed', async () => {
    const page = await open('spaces');
    await page.getByRole('button', { name: 'New space' }).click();
    await expect.poll(() => focused(page)).toContain('input');
    await page.getByLabel('Confidential').check();
    expect(await page.getByRole('radio', { name: /Unlisted/ }).isChecked()).toBe(true);
    expect(await faults(page)).toEqual([]);
    here.server.world.failures.set('POST spaces', 400);
    await page.getByLabel('Name', { exact: true }).fill('Takeover');
    await page.getByRole('button', { name: 'Create space' }).click();
    await page.getByRole('alert').filter({ hasText: 'It failed.' }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Takeover');
    here.server.world.failures.clear();
    await page.getByRole('button', { name: 'Create space' }).click();
    await page.getByRole('heading', { name: 'Takeover', level: 1 }).waitFor();
    const made = [...here.server.world.spaces.values()].at(-1);
    expect([made.visibility, roleOf(made)]).toEqual(['unlisted', 'owner']);
  });

  it('give the focus back to what opened a dialog', async () => {
    const page = await open('spaces');
    await page.getByRole('button', { name: 'New space' }).click();
    await page.getByRole('heading', { name: 'New space' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toContain('New space');
  });
});

describe('a space', () => {
  it('shows a stranger of a private one its name and a way to ask, and nothing of its conversation', async () => {
    const page = await open('s/{pricing}');
    await page.getByRole('heading', { name: 'Pricing 2027' }).waitFor();
    await page.getByText('Only members read this space.').waitFor();
    expect(await page.getByRole('navigation', { name: 'Parts of this page' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Ask to join' }).click();
    await page.getByLabel(/Why you want to join/).fill('I sell these.');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('Your request waits for its managers.').waitFor();
    expect(here.server.world.pricing.members.get('1')).toMatchObject({ role: 'requested', message: 'I sell these.' });
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByRole('button', { name: 'Ask to join' }).waitFor();
  });

  it('opens to somebody who accepts the invitation', async () => {
    const page = await open('s/{invited}');
    await page.getByRole('button', { name: 'Accept invitation' }).click();
    await page.getByRole('button', { name: /Share something in Handover Leeds/ }).waitFor();
  });

  it('lets a member hear less of it, and remembers that', async () => {
    const page = await open('s/{coldChain}');
    await page.getByRole('button', { name: 'Follow Cold chain: Following' }).click();
    await page.getByRole('menuitemradio', { name: 'Muted' }).click();
    await page.getByRole('button', { name: 'Follow Cold chain: Muted' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Follow Cold chain: Muted' }).waitFor();
  });

  it('takes a post of its own', async () => {
    const page = await open('s/{coldChain}');
    await page.getByText('The new loggers are in the Hamburg store.').waitFor();
    await page.getByRole('button', { name: /Share something in Cold chain/ }).click();
    await page.locator('rapport-composer textarea:focus').waitFor();
    await page.keyboard.type('Door seals come on Monday.');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => here.server.world.posts[0])
      .toMatchObject({ body: 'Door seals come on Monday.', subject: { kind: 'space', name: 'Cold chain' } });
  });

  it('tells why one can’t post where only managers do, and where it is archived', async () => {
    const page = await open('s/{news}');
    await page.getByText('Only managers post here. You can comment.').waitFor();
    await page.goto(`${here.server.address}/app/s/${here.server.world.old.id}`);
    await page.getByText(/it can be read, and nothing can be added/).waitFor();
    expect(await page.getByRole('button', { name: /Share something/ }).count()).toBe(0);
  });

  it('lets its owner accept, invite, give roles, hand over; and the last owner not leave', async () => {
    const page = await open('s/{coldChain}/members');
    const { coldChain } = here.server.world;
    await page.getByText('I take over the Leeds plant').waitFor();
    await page.getByRole('button', { name: 'Accept Tom Whitfield' }).click();
    await expect.poll(() => roleOf(coldChain, '4')).toBe('member');
    await page.getByRole('button', { name: 'Role of Amélie Roux' }).click();
    await page.getByRole('menuitemradio', { name: 'Manager' }).click();
    await expect.poll(() => roleOf(coldChain, '3')).toBe('manager');

    await page.getByRole('button', { name: 'More about this space' }).click();
    await page.getByRole('menuitem', { name: 'Leave' }).click();
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'A space needs an owner' }).waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();

    await page.getByRole('button', { name: 'Role of Jonas Petersen' }).click();
    await page.getByRole('menuitem', { name: 'Hand the space over…' }).click();
    await page.getByRole('button', { name: 'Hand over', exact: true }).click();
    await expect.poll(() => [roleOf(coldChain, '2'), roleOf(coldChain)]).toEqual(['owner', 'manager']);
    await page.getByText('You are a manager').waitFor();
  });

  it('links a record that then names the space', async () => {
    const page = await open('s/{coldChain}/records');
    await page.getByRole('link', { name: 'Laiterie du Vercors' }).waitFor();
    await page.getByLabel('Link a record').fill('retrofit');
    await page.getByRole('option', { name: /Cold chain retrofit/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Unlink Cold chain retrofit 2027' }).waitFor();
    await page.goto(`${here.server.address}/app/r/nordwind/opportunity/006/about`);
    await page.getByRole('link', { name: 'Cold chain', exact: true }).waitFor();
  });

  it('says that there are no questions, and offers nothing that isn’t one', async () => {
    const page = await open('s/{fairs}/questions');
    await page.getByText('No questions here yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Show everything' }).count()).toBe(0);
  });

  it('keeps its files beside its conversation', async () => {
    const page = await open('s/{coldChain}/files');
    await page.getByRole('link', { name: /Wiring RX-400\.pdf, 348/ }).waitFor();
  });

  it('can’t be told from one that doesn’t exist, to whom it is hidden', async () => {
    const page = await open('s/{invited}');
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByText('You can’t open this, or it’s gone.').first().waitFor();
    const hidden = await page.locator('main').innerText();
    await page.goto(`${here.server.address}/app/s/424242`);
    await page.getByText('You can’t open this, or it’s gone.').first().waitFor();
    expect(await page.locator('main').innerText()).toBe(hidden);
  });
});

describe('topics and questions', () => {
  it('follows a topic, and lets an admin rename it or tells why not', async () => {
    const page = await open('topics');
    await page.getByRole('link', { name: '#dosing' }).click();
    await page.getByRole('heading', { name: '#dosing' }).waitFor();
    await page.getByText('Who has replaced a phase monitor').waitFor();
    await page.getByRole('button', { name: /Follow #dosing/ }).click();
    await page.getByRole('menuitemradio', { name: 'Everything' }).click();
    await page.getByText('3 followers').waitFor();
    await page.getByRole('button', { name: 'More about this topic' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name', { exact: true }).fill('renewal');
    await page.locator('rapport-dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').filter({ hasText: 'merge the two' }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('metering');
    await page.locator('rapport-dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: '#metering' }).waitFor();
  });

  it('merges a topic into another, where its address leads then', async () => {
    const page = await open('t/pricing');
    await page.getByRole('button', { name: 'More about this topic' }).click();
    await page.getByRole('menuitem', { name: 'Merge into another' }).click();
    await page.getByLabel('Into which topic').fill('ren');
    await page.getByRole('option', { name: /renewal/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('All posts and followers of #pricing go to #renewal.').waitFor();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('heading', { name: '#renewal' }).waitFor();
  });

  it('lists the question that has waited longest first', async () => {
    const page = await open('questions');
    const titles = page.locator('rapport-post .title');
    await titles.first().waitFor();
    expect(await titles.allInnerTexts()).toEqual([
      'Which door seals fit the doors of 2024?',
      'Who has replaced a phase monitor on an RX-400 in the field?',
    ]);
    await page.getByText('Waiting for 4 hours').waitFor();
    await page.getByRole('link', { name: 'Mine', exact: true }).click();
    await page.getByText('You have asked nothing yet.').waitFor();
  });
});

describe('the filters of a feed', () => {
  it('narrow it, stand in the address, and are taken away at once', async () => {
    const page = await open('company');
    await page.getByText('Met the new plant manager today').waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Kind of post').selectOption('question');
    await page.getByLabel('Written by').fill('jon');
    await page.getByRole('option', { name: /Jonas Petersen/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Met the new plant manager today').waitFor({ state: 'detached' });
    await page.getByText('Who has replaced a phase monitor').waitFor();
    expect(new URL(page.url()).search).toBe('?kind=question&authorId=2');
    await page.reload();
    await page.getByText('Who has replaced a phase monitor').waitFor();
    await expect.poll(() => page.getByLabel('Written by').inputValue()).toBe('Jonas Petersen');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('Met the new plant manager today').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });
});
