import { consume } from '../feed/context.ts';
import { localized, msg } from '@lit/localize';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { surfaceContext, type Surface } from '../feed/surface.ts';
import { FeedOnPage } from './feed-on-page.ts';
import { listStyles, Page, tabStyles } from './page.ts';

const parts = ['saved', 'mentions', 'streams', 'drafts', 'scheduled'] as const;
type Part = (typeof parts)[number];

function partName(part: Part): string {
  switch (part) {
    case 'saved':
      return msg('Saved');
    case 'mentions':
      return msg('Mentions of me');
    case 'streams':
      return msg('Streams');
    case 'drafts':
      return msg('Drafts');
    case 'scheduled':
      return msg('Scheduled');
  }
}

const panels: Partial<Record<Part, () => Promise<unknown>>> = {
  saved: () => import('./bookmarks-panel.ts'),
  streams: () => import('./streams-panel.ts'),
  drafts: () => import('./drafts-panel.ts'),
  scheduled: () => import('./scheduled-panel.ts'),
};

/** What is one's own: what one saved, where one is named, one's streams, what one began and what is yet to appear. */
@customElement('rapport-page-saved')
@localized()
export class RapportPageSaved extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  readonly feed = new FeedOnPage(this);
  #path: string | undefined;

  static override styles = [...Page.styles, listStyles, tabStyles];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#path = undefined;
  }

  get #part(): Part | undefined {
    return parts.find(each => each === this.app?.route.params.tab);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    const part = this.#part;
    if (!app || app.route.page !== 'saved') return;
    app.title(part ? partName(part) : msg('Not here'));
    if (!changed.has('app') || app.route.path === this.#path) return;
    this.#path = app.route.path;
    if (part === 'mentions') this.feed.open({ path: app.route.path, place: { kind: 'mentions' } });
    else {
      this.feed.close();
      if (part) void panels[part]?.();
    }
  }

  override render() {
    const part = this.#part;
    if (!this.app) return nothing;
    if (!part) return html`<rapport-page-missing></rapport-page-missing>`;
    return html`<div class="column">
      <div class="head"><h1 tabindex="-1">${partName(part)}</h1></div>
      ${this.tabs(
        msg('Your own'),
        parts.map(each => ({ path: `me/${each}`, name: partName(each), here: each === part })),
      )}
      ${this.#content(part)}
    </div>`;
  }

  #content(part: Part) {
    const { app } = this;
    switch (part) {
      case 'saved':
        return html`<rapport-bookmarks-panel .app=${app}></rapport-bookmarks-panel>`;
      case 'streams':
        return html`<rapport-streams-panel .app=${app}></rapport-streams-panel>`;
      case 'drafts':
        return html`<rapport-drafts-panel .app=${app}></rapport-drafts-panel>`;
      case 'scheduled':
        return html`<rapport-scheduled-panel .app=${app}></rapport-scheduled-panel>`;
      case 'mentions':
        return html`${this.feed.bar(['all', 'questions'])}
        ${this.feed.posts({
          label: partName(part),
          empty: msg('Nobody has named you yet. A post or comment that names you comes here.'),
        })}`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-saved': RapportPageSaved;
  }
}
