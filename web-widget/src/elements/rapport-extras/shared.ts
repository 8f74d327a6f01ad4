import { msg } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { SharedPost } from '../../api/schema.ts';
import { renderSegments } from '../../feed/segments.ts';
import { link, targetOf, type Surface } from '../../feed/surface.ts';
import '../rapport-time/rapport-time.ts';

export const sharedStyles = css`
  .shared {
    display: grid;
    gap: 4px;
    padding: 10px 12px;
    border: 1px solid var(--r-line);
    border-radius: var(--r-radius);
    font-size: var(--r-sm);
  }
  .shared a.plain {
    color: inherit;
    text-decoration: none;
    display: inline-block;
    min-height: 24px;
    line-height: 24px;
  }
  .shared a.plain:hover {
    text-decoration: underline;
  }
  .shared .by {
    display: flex;
    flex-wrap: wrap;
    column-gap: 6px;
    color: var(--r-muted);
  }
  .shared .by strong {
    color: var(--r-text);
  }
  .shared .title {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .shared .body {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 6;
    overflow: hidden;
  }
`;

/** Another post as it is shown elsewhere: its author, its place, its beginning, the way to it. */
export function sharedCard(post: SharedPost, surface: Surface | undefined, tab = 0): TemplateResult {
  const { author, subject } = post;
  return html`<blockquote class="shared">
    <p class="by">
      <strong
        >${author ? link(surface, { kind: 'member', id: author.id }, author.name, { tab }) : msg('The CRM')}</strong
      >
      <span aria-hidden="true">›</span>
      <span>${link(surface, targetOf(subject), subject.name, { tab })}</span>
      <span
        >${link(surface, { kind: 'post', id: post.id }, html`<rapport-time at=${post.publishedAt}></rapport-time>`, { tab })}</span
      >
    </p>
    ${post.title ? html`<p class="title" dir="auto">${post.title}</p>` : nothing}
    <div class="body" dir="auto">${renderSegments(post.segments, surface, tab)}</div>
  </blockquote>`;
}
