import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
// @ts-expect-error a plain script
import { start as startServer } from '../preview/server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const dist = fileURLToPath(new URL('../dist', import.meta.url));

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });

export interface Walk {
  page: Page;
  // The server is a plain script; what tests do with its world is theirs to know.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  server: any;
  /** Whatever the page complained of: errors, and reports of its content policy. */
  complaints: string[];
  end(): Promise<void>;
}

/** A browser window of its own on a server of its own. */
export async function walk(
  browser: Browser,
  options: BrowserContextOptions & { settings?: object; offline?: boolean } = {},
): Promise<Walk> {
  const { settings, ...rest } = options;
  const server = await startServer({ dist });
  const context = await browser.newContext({
    locale: 'en',
    serviceWorkers: 'block',
    viewport: { width: 1200, height: 900 },
    ...rest,
  });
  await context.addInitScript(
    kept => {
      if (kept) localStorage.setItem('rapport.settings', kept);
    },
    settings ? JSON.stringify(settings) : '',
  );
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return {
    page,
    server,
    complaints,
    end: async () => {
      await context.close();
      await server.stop();
    },
  };
}

/** What axe finds wrong; the rules of WCAG 2.2 AA and the usual good practice. */
export async function faults(page: Page): Promise<string[]> {
  // Put in by the debugger's door: the page's own policy lets no foreign script in, and shall not.
  await page.evaluate(`${axe};0`);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
      };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const result = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return result.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(node => `${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`).join(' | ')}`,
    );
  });
  return violations;
}

export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Where the keyboard is, through all roots, in words. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return `${at?.localName ?? ''} ${at?.getAttribute('aria-label') ?? at?.textContent?.trim().slice(0, 60) ?? ''}`.trim();
  });

/** Presses to write a post, and waits for the field to have the focus, as a person would. */
export async function write(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Share something about/ }).click();
  await page.locator('rapport-composer textarea:focus').waitFor();
}
