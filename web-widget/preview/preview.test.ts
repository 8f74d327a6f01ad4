import axe from 'axe-core';
import { render } from 'lit';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import tokens from '../src/design/tokens.css?inline';
import { speak } from '../src/i18n/language.ts';
import page from './preview.css?inline';
import { fitted, states } from './states.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function show(width: 'narrow' | 'wide', theme: string, language: string) {
  await speak(language);
  Object.assign(document.documentElement, { lang: language });
  document.documentElement.dataset.theme = theme;
  document.title = 'Preview';
  const root = document.createElement('div');
  document.body.append(root);
  render(fitted(states(), width), root);
  // Skeletons wait a moment before they show; threads and composers come with their own chunk.
  await new Promise(resolve => setTimeout(resolve, 400));
  return root;
}

/** What is wider than its stage, through all roots; places that scroll by themselves may be. */
function tooWide(stage: Element): string[] {
  const limit = stage.getBoundingClientRect().right + 1;
  const found: string[] = [];
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element);
      if (element.matches('[popover]') || style.overflowX === 'auto' || style.overflowX === 'scroll') continue;
      const box = element.getBoundingClientRect();
      const scrolled = element.closest('pre, .chips') !== null;
      if (box.width > 1 && box.right > limit && !scrolled)
        found.push(`${element.localName}.${element.className} ${Math.round(box.right - limit)}`);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(stage);
  return found;
}

describe('every element in every state', () => {
  beforeAll(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(tokens + page);
    document.adoptedStyleSheets = [sheet];
  });
  afterEach(() => document.body.replaceChildren());

  for (const theme of ['light', 'dark']) {
    for (const width of ['narrow', 'wide'] as const) {
      it(`has no fault that axe can find, ${theme} and ${width}`, { timeout: 60_000 }, async () => {
        const root = await show(width, theme, 'en');
        const { violations } = await axe.run(root, { runOnly: { type: 'tag', values: tags } });
        const told = violations.flatMap(({ id, nodes }) =>
          nodes.map(node => `${id}: ${String(node.target)} ${node.failureSummary ?? ''}`),
        );
        // The pill lies over the first post until it is pressed or scrolled away from; making room for it would move the page.
        const faults = told.filter(fault => !(fault.startsWith('target-size') && fault.includes('new posts wait')));
        expect(faults).toEqual([]);
      });
    }
  }

  for (const language of ['en', 'fr']) {
    it(`keeps inside 320 pixels, ${language}`, async () => {
      const root = await show('narrow', 'light', language);
      for (const stage of root.querySelectorAll('preview-stage')) {
        expect(tooWide(stage), stage.closest('section')?.ariaLabel ?? '').toEqual([]);
      }
    });
  }
});
