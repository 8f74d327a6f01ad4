import { roleName } from '../i18n/names.ts';
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { Segment } from '../api/schema.ts';
import { loadExtras } from './compose.ts';
import { link, type Surface } from './surface.ts';

/** The address may come from anybody: only what a browser opens as a page, a letter or a call. */
export function safeUrl(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    return ['https:', 'http:', 'mailto:', 'tel:'].includes(parsed.protocol) ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}

/** The words of a body, without what they look like. */
export const textOf = (segments: Segment[]): string =>
  segments
    .map(segment =>
      'text' in segment
        ? segment.text
        : 'children' in segment
          ? textOf(segment.children)
          : 'name' in segment
            ? (segment.name ?? '')
            : '',
    )
    .join('');

/** A body as templates. Text stays text: nothing of it is ever parsed as HTML. */
export function renderSegments(segments: Segment[] | undefined, surface: Surface | undefined, tab?: number): unknown {
  return segments?.map(segment => render(segment, surface, tab)) ?? nothing;
}

function render(segment: Segment, surface: Surface | undefined, tab: number | undefined): unknown {
  const inside = (children: Segment[]) => renderSegments(children, surface, tab);
  switch (segment.type) {
    case 'text':
      return segment.text;
    case 'break':
      return html`<br />`;
    case 'paragraph':
      return html`<p>${inside(segment.children)}</p>`;
    case 'strong':
      return html`<strong>${inside(segment.children)}</strong>`;
    case 'emphasis':
      return html`<em>${inside(segment.children)}</em>`;
    case 'quote':
      return html`<blockquote>${inside(segment.children)}</blockquote>`;
    case 'code':
      return segment.block
        ? html`<pre tabindex=${ifDefined(tab)}><code>${segment.text}</code></pre>`
        : html`<code>${segment.text}</code>`;
    case 'list': {
      const items = segment.items.map(item => html`<li>${inside(item)}</li>`);
      return segment.ordered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    case 'topic':
      return link(surface, { kind: 'topic', id: segment.name }, `#${segment.name}`, {
        tab: tab ?? 0,
        className: 'topic',
      });
    case 'role':
      return html`<span class="mention">@${roleName(segment.role)}</span>`;
    case 'space':
      if (segment.name === undefined) return html`<span class="withheld">${msg('a space you can’t open')}</span>`;
      return link(surface, { kind: 'space', id: segment.id }, `@${segment.name}`, {
        tab: tab ?? 0,
        className: 'mention',
      });
    case 'mention': {
      const own = segment.id === surface?.viewer?.id;
      const name = `@${segment.name}`;
      return link(surface, { kind: 'member', id: segment.id }, name, {
        tab: tab ?? 0,
        className: own ? 'mention own' : 'mention',
      });
    }
    case 'record':
      if (segment.name === undefined) return html`<span class="withheld">${msg('a record you can’t open')}</span>`;
      return link(surface, { kind: 'record', id: segment.id }, segment.name, { tab: tab ?? 0, className: 'record' });
    case 'link': {
      const href = safeUrl(segment.url);
      if (!href) return inside(segment.children);
      const host = new URL(href).host;
      const shown = textOf(segment.children);
      return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow" tabindex=${ifDefined(tab)}
        >${inside(segment.children)}${host && !shown.includes(host) ? html`<span class="host"> (${host})</span>` : nothing}</a
      >`;
    }
    case 'image':
      void loadExtras();
      return html`<rapport-inline .picture=${segment} .tab=${tab}></rapport-inline>`;
    default:
      return nothing; // a kind of a newer server
  }
}
