import { createContext } from './context.ts';
import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { MemberSummary, ServerSettings, Subject } from '../api/schema.ts';
import type { Drafts } from './drafts.ts';
import type { Services } from './services.ts';

/** What a link may lead to. */
export type Target =
  | { kind: 'member' | 'space' | 'topic'; id: string }
  | { kind: 'record'; id: string; connection?: string; type?: string; externalId?: string }
  | { kind: 'post'; id: string; comment?: string };

/** What the surroundings give to every element: the app and a CRM page differ in these alone. */
export interface Surface {
  viewer?: MemberSummary;
  /** Absent until the server has told them. */
  settings?: ServerSettings | undefined;
  /** Elements ask through these; reading doesn't need them, so they come when they are wanted. */
  services(): Promise<Services>;
  hrefOf(target: Target): string;
  /** Where the bytes of a file are; of an image in 64, 320, 960 or 1600 pixels too. Absent where a plain request proves nobody. */
  fileAddress?(id: string, size?: number): string;
  /** Links leave a CRM page in a new tab; in the app they stay. */
  newTab: boolean;
  drafts: Drafts;
  shortcuts: boolean;
  undoSeconds: number;
}

export const surfaceContext = createContext<Surface>('surface');

export const targetOf = (subject: Subject): Target =>
  'connection' in subject ? { ...subject, kind: 'record' } : { kind: subject.kind, id: subject.id };

/** Paths of the app, below its base. */
export function appPath(target: Target): string {
  if (target.kind === 'post') return `p/${target.id}${target.comment ? `#c-${target.comment}` : ''}`;
  if (target.kind !== 'record') return `${target.kind[0]}/${encodeURIComponent(target.id)}`;
  const { connection, type, externalId } = target;
  if (!connection || !type || !externalId) return `r/${encodeURIComponent(target.id)}`;
  return `r/${[connection, type, externalId].map(encodeURIComponent).join('/')}`;
}

/** A link to something of Rapport. The host may take it over: it hears `rapport-navigate` first and may prevent it. */
export function link(
  surface: Surface | undefined,
  target: Target,
  content: unknown,
  options: { tab?: number; className?: string; title?: string } = {},
): TemplateResult {
  const href = surface?.hrefOf(target) ?? '#';
  const follow = (event: MouseEvent) => {
    const news = new CustomEvent('rapport-navigate', {
      detail: { url: href, kind: target.kind },
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    if (!event.currentTarget!.dispatchEvent(news)) event.preventDefault();
  };
  return html`<a
    class=${options.className ?? 'plain'}
    href=${href}
    tabindex=${ifDefined(options.tab)}
    title=${ifDefined(options.title)}
    target=${ifDefined(surface?.newTab ? '_blank' : undefined)}
    rel=${ifDefined(surface?.newTab ? 'noopener' : undefined)}
    @click=${follow}
    >${content}</a
  >`;
}

export function tell<T>(from: EventTarget, name: string, detail?: T): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
