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

async function open(path: string, options: Parameters<typeof walk>[1] = {}) {
  here = await walk(browser, options);
  await here.page.goto(`${here.server.address}/app/${path}`);
  return here.page;
}

describe('connecting a CRM', () => {
  it('goes through five steps from nothing to the first load', async () => {
    const page = await open('admin/connections');
    await page.getByRole('button', { name: 'Connect a CRM' }).click();
    await page.getByRole('heading', { name: 'Which CRM do you use?' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByText('EspoCRM', { exact: true }).click();
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByLabel('Name, as people call it').fill('Acme CRM');
    await page.getByRole('textbox', { name: 'Address' }).fill('https://crm.acme.example');
    await page.getByLabel('API key').fill('k-1234');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save and test' }).click();

    await page.getByText('All that is needed works.').waitFor();
    expect(here.server.world.sent).toMatchObject({ adapter: 'espocrm', credentials: { 'api-key': 'k-1234' } });
    await page.getByText('Enable the scope Webhooks in its role.').waitFor();
    expect(await focused(page)).toContain('h2');
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();

    await page.getByRole('button', { name: 'Show what would come' }).click();
    await page.getByText('16 people, 7 teams').waitFor();
    await page.getByRole('checkbox', { name: 'Amount' }).check();
    await page.getByRole('spinbutton', { name: 'Amount: tell changes from so many per cent' }).fill('10');
    await page.getByRole('button', { name: 'How many stories would that make?' }).click();
    await page.getByText('12 stories in the last 30 days').waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByRole('button', { name: 'Who would follow what?' }).click();
    await page.getByText('90 new follows of 90 records').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save and continue' }).click();

    await page.getByRole('button', { name: 'Start the first load' }).waitFor();
    expect(here.server.world.sent.mirror).toMatchObject({
      trackedFields: expect.arrayContaining([{ type: 'opportunity', field: 'amount', thresholdPercent: 10 }]),
      followRules: [{ id: 'rule-1', type: 'opportunity', reason: 'OWNER', criteria: [] }],
    });
    await page.getByRole('button', { name: 'Start the first load' }).click();
    await page.getByRole('progressbar', { name: 'All records' }).waitFor();
    await page.getByText('50 records a second').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByRole('button', { name: 'Make a secret' }).click();
    await page.getByText('Copy it now into the CRM').waitFor();
    expect(here.server.world.sent.embed.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await faults(page)).toEqual([]);
  });

  it('says what was refused and keeps what was typed', async () => {
    const page = await open('admin/connections/new');
    await page.getByText('HubSpot', { exact: true }).click();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Address' }).fill('ftp://crm.acme.example');
    await page.getByLabel('API key').fill('k-1234');
    await page.getByRole('button', { name: 'Save and test' }).click();
    await page.getByRole('alert').getByText('address', { exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Address' }).inputValue()).toBe('ftp://crm.acme.example');
    expect(await page.getByLabel('API key').inputValue()).toBe('k-1234');
  });

  it('names a failed check with its remedy and lets one go back', async () => {
    const page = await open('admin/connections/nordwind/setup?step=3');
    here.server.world.checks = [
      { name: 'sign-in', ok: false, outcome: 'failed', detail: 'refused (401)', remedy: 'Renew the key.' },
    ];
    await page.getByRole('button', { name: 'Test now' }).click();
    await page.getByText('1 check failed. What helps stands beside it.').waitFor();
    await page.getByText('Renew the key.').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await page.getByLabel('API key').getAttribute('placeholder')).toContain('Leave empty to keep it');
    expect(await page.getByLabel('API key').inputValue()).toBe('');
  });

  it('shows how a connection is, replays what was set aside, and says who sees a record', async () => {
    const page = await open('admin/connections/nordwind');
    await page.getByRole('heading', { name: 'Nordwind CRM' }).waitFor();
    await page.getByText('1,200 of 15,000').waitFor();
    await page.getByText('3 minutes left').waitFor();
    await page.getByText('1 difference was found and repaired.').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Read again: 65f0c1' }).click();
    await page.getByText('Every record could be read.').waitFor();
    await page.getByRole('button', { name: 'Compare now' }).click();
    await page.getByText('Comparing…').waitFor();
    await page.getByLabel('Record, by name, number or the CRM’s id').fill('Vercors');
    await page.locator('form:has(#record)').getByRole('button', { name: 'Search' }).click();
    await page.getByText('2 people see it.').waitFor();
    await page.getByText('is in Key Accounts').waitFor();
    await page.getByLabel('Does this person see it?').fill('Jonas');
    await page.getByRole('button', { name: 'Search' }).last().click();
    await page.getByRole('button', { name: 'Jonas Petersen' }).click();
    await page.getByText('Jonas Petersen: no').waitFor();
  });

  it('asks before it removes a connection', async () => {
    const page = await open('admin/connections/nordwind');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(here.server.world.connections).toHaveLength(2);
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Connect a CRM' }).waitFor();
    expect(here.server.world.connections).toHaveLength(1);
  });

  for (const [name, options] of [
    ['on a phone, in French', { viewport: { width: 320, height: 720 }, settings: { language: 'fr' } }],
    ['on a desktop, in the dark', { colorScheme: 'dark' as const }],
  ] as const)
    it(`fits ${name}`, async () => {
      const page = await open('admin/connections/nordwind', options);
      await page.getByRole('heading', { name: 'Nordwind CRM' }).waitFor();
      for (const path of [
        'admin/connections',
        'admin/connections/new',
        'admin/connections/nordwind/setup?step=2',
        'admin/connections/nordwind/setup?step=4',
        'admin/connections/nordwind/setup?step=5',
        'admin/connections/nordwind',
      ]) {
        await page.goto(`${here.server.address}/app/${path}`);
        await page.locator('section.panel').first().waitFor();
        expect(await overflow(page), path).toBe(0);
        expect(await faults(page), path).toEqual([]);
        if (process.env.SHOTS) {
          const file = `${name.includes('phone') ? 'phone' : 'dark'}-${path.replace(/[^a-z0-9]+/g, '-')}.png`;
          await page.screenshot({ path: `${process.env.SHOTS}/${file}`, fullPage: true });
        }
      }
    });
});
