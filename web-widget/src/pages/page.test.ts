import { html } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { Page, tabStyles } from './page.ts';

class TabbedPage extends Page {
  static override properties = { here: {} };
  declare here: string;
  static override styles = [...Page.styles, tabStyles];
  override render() {
    const names = ['Conversation', 'Questions', 'Files', 'Members', 'Records', 'About'];
    return html`<div class="column">
      ${this.tabs(
        'Parts of this page',
        names.map(name => ({ path: name, name, here: name === this.here })),
      )}
    </div>`;
  }
}
customElements.define('rapport-tabbed-page', TabbedPage);

afterEach(() => document.body.replaceChildren());

describe('the tabs of a page', () => {
  it('stay in one row on a phone, which scrolls to the chosen one while the page stays', async () => {
    const page = Object.assign(new TabbedPage(), { here: 'Conversation' });
    page.style.width = '320px';
    document.body.append(page);
    await page.updateComplete;
    const row = page.renderRoot.querySelector<HTMLElement>('.tabs')!;
    expect(row.scrollWidth).toBeGreaterThan(row.clientWidth);
    expect(row.scrollHeight).toBe(row.clientHeight);
    expect(page.scrollWidth).toBe(320);
    expect(new Set([...row.children].map(tab => tab.getBoundingClientRect().top)).size).toBe(1);
    expect(row.scrollLeft).toBe(0);
    page.here = 'About';
    await page.updateComplete;
    const [seen, tab] = [row, row.lastElementChild!].map(each => each.getBoundingClientRect());
    expect([tab!.left >= seen!.left, tab!.right <= seen!.right]).toEqual([true, true]);
    // What the reader scrolls to stays when something else changes.
    row.scrollLeft = 0;
    page.requestUpdate();
    await page.updateComplete;
    expect(row.scrollLeft).toBe(0);
  });
});
