import { localized, msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { problemOf, type ApiProblem } from '../../api/problem.ts';
import type { MemberSummary, Record_ } from '../../api/schema.ts';
import { base } from '../../design/base.ts';
import { dialogStyles, open } from '../../design/dialog.ts';
import { consume } from '../../feed/context.ts';
import { link, surfaceContext, type Surface } from '../../feed/surface.ts';
import { number, plural } from '../../i18n/format.ts';
import { problemText } from '../../i18n/names.ts';
import '../rapport-avatar/rapport-avatar.ts';

export interface PeopleShown {
  note?: string;
  /** `others` are there too, but not named. */
  groups: { name?: string; people: MemberSummary[]; others?: number }[];
  /** Reads further names; what it gives stands in the place of all this. */
  more?: () => Promise<PeopleShown>;
}

export const andOthers = (count: number) =>
  plural(count, { one: msg(str`and ${number(count)} other`), other: msg(str`and ${number(count)} others`) });

/** Names, in groups: who reacted, who voted, who has not read an announcement. */
@customElement('rapport-people')
@localized()
export class RapportPeople extends LitElement {
  @property() heading = '';
  @property({ attribute: false }) read?: () => Promise<PeopleShown>;
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private shown?: PeopleShown | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private loading = false;
  /** Why no further names came. */
  @state() private stuck?: ApiProblem | undefined;
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [
    base,
    dialogStyles,
    css`
      h3 {
        font-size: var(--r-sm);
        color: var(--r-muted);
        overflow-wrap: anywhere;
      }
      ul {
        list-style: none;
        display: grid;
        gap: 6px;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 8px;
        align-items: center;
        overflow-wrap: anywhere;
      }
      a.plain {
        color: inherit;
        font-weight: 600;
        text-decoration: none;
        display: inline-block;
        min-height: 24px;
      }
      .wait {
        min-height: 64px;
      }
    `,
  ];

  protected override firstUpdated() {
    void this.#load();
  }

  async #load() {
    this.problem = undefined;
    try {
      this.shown = await this.read?.();
    } catch (failure) {
      this.problem = problemOf(failure);
    }
  }

  /** The names that are there stay; the focus goes to the first of those that come. */
  async #further(more: () => Promise<PeopleShown>) {
    if (this.loading) return;
    this.loading = true;
    const before = new Set([...this.renderRoot.querySelectorAll('li')].map(name => name.dataset.id));
    try {
      this.shown = await more();
      this.stuck = undefined;
      await this.updateComplete;
      const names = [...this.renderRoot.querySelectorAll<HTMLElement>('li')];
      names
        .find(name => !before.has(name.dataset.id))
        ?.querySelector('a')
        ?.focus();
    } catch (failure) {
      this.stuck = problemOf(failure);
    } finally {
      this.loading = false;
    }
  }

  override render() {
    const { shown, problem } = this;
    return html`<dialog aria-labelledby="heading" @keydown=${(event: Event) => event.stopPropagation()}>
      <div class="in">
        <h2 id="heading">${this.heading}</h2>
        ${
          problem
            ? html`<p class="wrong" role="alert">${problemText(problem)}</p>
                <div>
                  <button type="button" class="outline" @click=${() => void this.#load()}>${msg('Retry')}</button>
                </div>`
            : shown
              ? this.#people(shown)
              : html`<p class="wait muted" role="status">${msg('Loading…')}</p>`
        }
        <div class="end">
          <button type="button" class="outline" @click=${() => this.dialog.close()}>${msg('Close')}</button>
        </div>
      </div>
    </dialog>`;
  }

  #people({ groups, note, more }: PeopleShown) {
    const nobody = groups.every(group => group.people.length === 0);
    return html`${nobody ? html`<p class="muted">${msg('Nobody.')}</p>` : nothing}
    ${groups
      .filter(group => group.people.length > 0)
      .map(
        ({ name, people, others = 0 }) =>
          html`${name ? html`<h3>${name}</h3>` : nothing}
            <ul>
              ${people.map(
                member =>
                  html`<li data-id=${member.id}>
                    <rapport-avatar size="small" name=${member.name} member-id=${member.id}></rapport-avatar>
                    <span
                      >${link(this.surface, { kind: 'member', id: member.id }, member.name)}
                      ${member.title ? html`<span class="small muted">${member.title}</span>` : nothing}</span
                    >
                  </li>`,
              )}
            </ul>
            ${others > 0 ? html`<p class="muted small">${andOthers(others)}</p>` : nothing}`,
      )}
    ${
      more
        ? html`<div>
            <button type="button" class="outline" @click=${() => void this.#further(more)}>
              ${this.loading ? msg('Loading…') : msg('Load more')}
            </button>
          </div>`
        : nothing
    }
    ${this.stuck ? html`<p class="wrong" role="alert">${problemText(this.stuck)}</p>` : nothing}
    ${note ? html`<p class="muted small">${note}</p>` : nothing}`;
  }
}

export async function showPeople(
  root: HTMLElement | DocumentFragment,
  heading: string,
  read: () => Promise<PeopleShown>,
): Promise<void> {
  const element = document.createElement('rapport-people');
  element.heading = heading;
  element.read = read;
  await open(root, element);
}

/** All who follow a record, as far as one may know of them. */
export function showFollowers(
  root: HTMLElement | DocumentFragment,
  { id, name }: Record_,
  surface: Surface | undefined,
): Promise<void> {
  const read = async (before: MemberSummary[] = [], pageToken?: string): Promise<PeopleShown> => {
    const { items, nextPageToken } = await (await surface!.services()).readFollowers(id, pageToken);
    const people = [...before, ...items];
    return { groups: [{ people }], ...(nextPageToken ? { more: () => read(people, nextPageToken) } : {}) };
  };
  return showPeople(root, msg(str`Followers of ${name}`), () => read());
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-people': RapportPeople;
  }
}
