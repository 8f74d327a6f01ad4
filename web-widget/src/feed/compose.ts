import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { PostKind } from '../api/schema.ts';
import type { Writing, Written } from './events.ts';

/** The composer comes when somebody starts to write; reading doesn't pay for it. */
export const loadComposer = () => import('../elements/rapport-composer/rapport-composer.ts');

/** And the comparison of versions when somebody asks for it. */
export const loadHistory = () => import('../elements/rapport-history/rapport-history.ts');

/** What posts have besides their text. */
export const loadExtras = () => import('../elements/rapport-extras/rapport-extras.ts');

/** How a composer begins. */
export interface Opening {
  kind?: PostKind;
  title?: string;
}

interface Composing {
  onCancel?: () => void;
  onSent?: () => void;
  heading?: string;
  /** It opens by itself, for a draft. */
  byItself?: boolean;
  /** It asks where the post is to stand. */
  placing?: boolean;
  opening?: Opening | undefined;
  /** What stands now in the place of a text that is being changed. */
  newest?: Written;
}

/** A composer. It takes the focus as soon as it is here, unless it opens by itself, for a draft. */
export function composer(writing: Writing, options: Composing = {}): TemplateResult {
  void loadComposer();
  return html`<rapport-composer
    .writing=${writing}
    label=${ifDefined(options.heading)}
    ?focused=${!options.byItself}
    ?placing=${options.placing ?? false}
    .opening=${options.opening}
    .newest=${options.newest}
    @rapport-cancel=${(event: Event) => {
      event.stopPropagation();
      options.onCancel?.();
    }}
    @rapport-sent=${(event: Event) => {
      event.stopPropagation();
      options.onSent?.();
    }}
  ></rapport-composer>`;
}

/** Where a draft is kept. */
export function draftPlace(writing: Writing): string {
  switch (writing.mode) {
    case 'post':
      return `post ${writing.subject.id}`;
    case 'comment':
      return writing.parentId ? `comment ${writing.postId} ${writing.parentId}` : `comment ${writing.postId}`;
    case 'edit':
      return `edit ${writing.item} ${writing.id}`;
  }
}
