import { consume } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { searchPath } from '../app/rapport-finder.ts';
import { forgetSearches, recentSearches, rememberSearch } from '../app/searches.ts';
import { fileAddress } from '../api/files.ts';
import { readMember } from '../api/members.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { readRecord } from '../api/records.ts';
import { search, type SearchQuery } from '../api/search.ts';
import { readSpace } from '../api/spaces.ts';
import { readTopic } from '../api/topics.ts';
import type {
  CommentHit,
  FileHit,
  Marked,
  PostHit,
  PostKind,
  QuestionState,
  SearchAnswer,
  SearchFacets,
  SearchGroup,
  SearchType,
} from '../api/schema.ts';
import { CircleAlert, CircleCheck, FileIcon, glyph, MessageCircle, Question, Search, X } from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-menu/rapport-menu.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import '../elements/rapport-time/rapport-time.ts';
import { surfaceContext, targetOf, type Surface, type Target } from '../feed/surface.ts';
import { day, number, plural } from '../i18n/format.ts';
import { bytes } from '../i18n/more-formats.ts';
import { postKindName } from '../i18n/kinds.ts';
import { problemText, recordKindName } from '../i18n/names.ts';
import { listStyles, Page } from './page.ts';

type Narrowing = 'subjectId' | 'authorId' | 'kind' | 'hasFile' | 'from';
const narrowings: Narrowing[] = ['subjectId', 'authorId', 'kind', 'hasFile', 'from'];
const types: SearchType[] = ['posts', 'comments', 'records', 'members', 'spaces', 'topics', 'files'];

/** What somebody wrote or put there has a place, an author, a kind and a day to narrow by; what has a name alone has not. */
const written: SearchType[] = ['posts', 'comments', 'files'];

const offered = (query: Partial<Record<Narrowing, unknown>>) =>
  narrowings.some(name => query[name]) ? written : types;

function typeName(type: SearchType): string {
  switch (type) {
    case 'posts':
      return msg('Posts', { id: 'found-posts', desc: 'things that a search finds' });
    case 'comments':
      return msg('Comments', { id: 'found-comments', desc: 'things that a search finds' });
    case 'files':
      return msg('Files');
    case 'records':
      return msg('Records');
    case 'members':
      return msg('People');
    case 'spaces':
      return msg('Spaces');
    case 'topics':
      return msg('Topics');
  }
}

/** All that was found for some words, in groups; with what to narrow it by. */
@customElement('rapport-page-search')
@localized()
export class RapportPageSearch extends Page {
  @consume(surfaceContext) @state() surface?: Surface;
  @state() private answer?: SearchAnswer | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private busy = false;
  /** Of what is narrowed to, by what it is. */
  @state() private names: Partial<Record<Narrowing, string>> = {};
  #path: string | undefined;
  #counts = new Map<SearchType, string>();
  #countsOf = '';
  #abort: AbortController | undefined;

  static override styles = [
    ...Page.styles,
    listStyles,
    css`
      .grid {
        display: grid;
        gap: 20px;
        grid-template-columns: minmax(0, 1fr);
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: start;
        gap: 8px;
      }
      .set {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .set button {
        border-radius: 99px;
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        overflow-wrap: anywhere;
      }
      .set svg.glyph {
        width: 14px;
        height: 14px;
      }
      section {
        display: grid;
        gap: 8px;
      }
      .heading {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        padding-inline: 4px;
      }
      .rows > li {
        position: relative;
        grid-template-columns: auto minmax(0, 1fr);
      }
      .rows > li.text {
        align-items: start;
      }
      .rows > li:hover {
        background: var(--r-hover);
      }
      .rows a::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      .rows a:focus-visible {
        outline: none;
      }
      .rows > li:has(a:focus-visible) {
        outline: 2px solid var(--r-accent);
        outline-offset: -2px;
      }
      .excerpt {
        color: var(--r-text);
        font-size: var(--r-sm);
      }
      .thumb {
        display: grid;
        place-items: center;
        width: var(--r-avatar);
        height: var(--r-avatar);
        border-radius: 22%;
        background: var(--r-hover);
        color: var(--r-muted);
      }
      mark {
        padding: 0 1px;
        border-radius: 2px;
        background: var(--r-warning-soft);
        color: var(--r-on-warning-soft);
        font-weight: 600;
      }
      .tag.answered {
        border-color: transparent;
        background: var(--r-success-soft);
        color: var(--r-on-success-soft);
      }
      .hint {
        padding: 8px 12px;
        border-radius: var(--r-radius-control);
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        font-size: var(--r-sm);
      }
      details {
        border: 1px solid var(--r-line);
        border-radius: var(--r-radius);
        background: var(--r-surface);
      }
      summary {
        min-height: 40px;
        padding: 8px 12px;
        font-size: var(--r-sm);
        font-weight: 600;
        cursor: pointer;
      }
      .facets {
        display: grid;
        gap: 12px;
        padding: 4px 12px 12px;
      }
      .facets h3 {
        margin: 0 0 4px;
        color: var(--r-muted);
        font-size: var(--r-xs);
        font-weight: 600;
      }
      .facets ul {
        list-style: none;
        display: grid;
        gap: 2px;
      }
      .facets button {
        justify-content: space-between;
        width: 100%;
        min-height: 30px;
        text-align: start;
        overflow-wrap: anywhere;
      }
      .facets button[aria-pressed='true'] {
        background: var(--r-accent-soft);
        color: var(--r-on-accent-soft);
        font-weight: 600;
      }
      .facets button span + span {
        color: var(--r-muted);
        font-variant-numeric: tabular-nums;
      }
      .facets button[aria-pressed='true'] span + span {
        color: inherit;
      }
      aside {
        display: none;
      }
      .recent {
        list-style: none;
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .recent a {
        display: inline-flex;
        padding: 4px 12px;
        border: 1px solid var(--r-line);
        border-radius: 99px;
        color: inherit;
        font-size: var(--r-sm);
        text-decoration: none;
      }
      .recent a:hover {
        background: var(--r-hover);
      }
      .tips {
        display: grid;
        gap: 6px;
        padding-inline-start: 20px;
        color: var(--r-muted);
        font-size: var(--r-sm);
      }
      @container page (width >= 880px) {
        .grid {
          grid-template-columns: minmax(0, 680px) 240px;
          justify-content: center;
        }
        aside {
          display: block;
        }
        .inline {
          display: none;
        }
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#abort?.abort();
    this.#path = undefined;
  }

  get #query(): SearchQuery {
    const { query } = this.app!.route;
    const text = (name: string) => query.get(name)?.trim() ?? '';
    const type = types.find(each => each === text('type'));
    return {
      q: text('q'),
      ...(type ? { type } : {}),
      ...(text('order') === 'newest' ? { order: 'newest' as const } : {}),
      ...(Object.fromEntries(
        narrowings.flatMap(name => (name !== 'hasFile' && text(name) ? [[name, text(name)]] : [])),
      ) as object),
      ...(text('hasFile') === 'true' ? { hasFile: true } : {}),
    };
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const { app } = this;
    if (!app || app.route.page !== 'search') return;
    const { q } = this.#query;
    app.title(q ? msg(str`“${q}”`) : msg('Search'));
    if (!changed.has('app') || app.route.path === this.#path) return;
    this.#path = app.route.path;
    this.answer = undefined;
    if (q) {
      rememberSearch(app.facts.member.id, q);
      void this.#load();
      void this.#name();
    }
  }

  async #load(more?: SearchGroup) {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    this.problem = undefined;
    this.busy = true;
    const query = this.#query;
    try {
      const page = await search(
        this.app!.api,
        more?.nextPageToken ? { ...query, pageToken: more.nextPageToken } : query,
        signal,
      );
      if (signal.aborted) return;
      if (!more) {
        this.answer = page;
        this.#count(query, page);
        return;
      }
      const next = page.groups[0];
      const items = [...more.items, ...(next?.items ?? [])];
      const group = { ...more, items } as SearchGroup;
      if (next?.nextPageToken) group.nextPageToken = next.nextPageToken;
      else delete group.nextPageToken;
      this.answer = { ...this.answer!, groups: [group] };
      await this.updateComplete;
      this.renderRoot.querySelectorAll<HTMLElement>('.rows a')[more.items.length]?.focus();
    } catch (failure) {
      if (!signal.aborted) this.problem = problemOf(failure);
    } finally {
      if (!signal.aborted) this.busy = false;
    }
  }

  /** The counts of all groups stay on their buttons while one of them is looked at. */
  #count({ type, ...query }: SearchQuery, { groups }: SearchAnswer) {
    const of = JSON.stringify({ ...query, order: undefined });
    if (of !== this.#countsOf || !type) this.#counts.clear();
    this.#countsOf = of;
    for (const { type: each, count, countCapped } of groups)
      if (count !== undefined) this.#counts.set(each, countCapped ? `${number(count)}+` : number(count));
  }

  /** Names for what the address holds as ids alone. */
  async #name() {
    const { api } = this.app!;
    const { subjectId, authorId } = this.#query;
    const path = this.#path;
    const names: typeof this.names = {};
    if (authorId) names.authorId = (await readMember(api, authorId).catch(() => undefined))?.name ?? msg('Unknown');
    if (subjectId) {
      const found = await readRecord(api, { kind: 'record', id: subjectId })
        .catch(() => readSpace(api, subjectId))
        .catch(() => readMember(api, subjectId))
        .catch(() => readTopic(api, subjectId))
        .catch(() => undefined);
      names.subjectId = found?.name ?? msg('Unknown');
    }
    if (path === this.#path) this.names = names;
  }

  #go(change: Partial<Record<keyof SearchQuery, string | boolean | undefined>>) {
    const next: Record<string, string> = {};
    for (const [name, value] of Object.entries({ ...this.#query, ...change })) if (value) next[name] = String(value);
    if (next.type && !offered(next).includes(next.type as SearchType)) delete next.type;
    this.app!.router.go(searchPath(next));
  }

  override render() {
    const { app, problem, answer } = this;
    if (!app || app.route.page !== 'search') return nothing;
    const query = this.#query;
    if (!query.q) return this.#start();
    return html`<div class="grid">
      <div class="column">
        <div class="head"><h1 tabindex="-1">${msg(str`Found for “${query.q}”`)}</h1></div>
        ${this.#bar(query)} ${this.#set(query)}
        <span class="unseen" role="status">${answer ? this.#told(answer) : ''}</span>
        ${
          problem
            ? html`<rapport-notice
                tone="danger"
                .icon=${CircleAlert}
                heading=${msg('The search didn’t work')}
                text=${problemText(problem)}
                action=${msg('Retry')}
                @rapport-act=${() => void this.#load()}
              ></rapport-notice>`
            : nothing
        }
        ${
          answer?.facets
            ? html`<details class="inline">
                <summary>${msg('Narrow down')}</summary>
                ${this.#facets(answer.facets, query)}
              </details>`
            : nothing
        }
        ${answer ? this.#answer(answer, query) : problem ? nothing : html`<div class="wait" aria-busy="true"></div>`}
      </div>
      <aside aria-label=${msg('Narrow down')}>
        ${
          answer?.facets
            ? html`<details open>
                <summary>${msg('Narrow down')}</summary>
                ${this.#facets(answer.facets, query)}
              </details>`
            : nothing
        }
      </aside>
    </div>`;
  }

  #told({ groups }: SearchAnswer): string {
    const count = groups.reduce((sum, group) => sum + (group.count ?? group.items.length), 0);
    return plural(count, { one: msg(str`${number(count)} result`), other: msg(str`${number(count)} results`) });
  }

  /** Before anything is searched. */
  #start() {
    const { member } = this.app!.facts;
    const recent = recentSearches(member.id);
    return html`<div class="column">
      <div class="head"><h1 tabindex="-1">${msg('Search')}</h1></div>
      ${
        recent.length > 0
          ? html`<section class="panel">
              <div class="heading">
                <h2>${msg('Searched on this device')}</h2>
                <button
                  type="button"
                  class="link"
                  @click=${() => {
                    forgetSearches(member.id);
                    this.requestUpdate();
                  }}
                >
                  ${msg('Forget')}
                </button>
              </div>
              <ul class="recent">
                ${recent.map(q => html`<li><a href=${this.app!.router.href(searchPath({ q }))}>${q}</a></li>`)}
              </ul>
            </section>`
          : nothing
      }
      <section class="panel">
        <h2>${msg('How to find')}</h2>
        ${this.#tips()}
      </section>
    </div>`;
  }

  #tips() {
    return html`<ul class="tips">
      <li>${msg('Every word must be found. Accents, capitals and endings don’t matter, in French and in English.')}</li>
      <li>${msg('Typing errors are forgiven where nothing is written exactly so.')}</li>
      <li>${msg('On a record or in a space, the field at the top also searches there alone.')}</li>
    </ul>`;
  }

  #bar(query: SearchQuery) {
    const chip = (type: SearchType | undefined, name: string, count?: string) =>
      html`<button
        type="button"
        aria-pressed=${query.type === type ? 'true' : 'false'}
        @click=${() => this.#go({ type })}
      >
        ${name}${count ? html` <span>${count}</span>` : nothing}
      </button>`;
    const orders: { id: string; label: string }[] = [
      { id: 'best', label: msg('Best first') },
      { id: 'newest', label: msg('Newest first') },
    ];
    const order = query.order ?? 'best';
    const name = orders.find(each => each.id === order)!.label;
    return html`<div class="bar">
      <div class="chips" role="group" aria-label=${msg('Show')}>
        ${chip(undefined, msg('All'))} ${offered(query).map(type => chip(type, typeName(type), this.#counts.get(type)))}
      </div>
      <rapport-menu
        outline
        label=${msg(str`Order: ${name}`)}
        .items=${orders.map(each => ({ ...each, checked: each.id === order }))}
        @rapport-choose=${(event: CustomEvent<string>) => {
          event.stopPropagation();
          this.#go({ order: event.detail === 'newest' ? 'newest' : undefined });
        }}
        >${name}</rapport-menu
      >
    </div>`;
  }

  /** What it is narrowed to, each to be taken away. */
  #set(query: SearchQuery) {
    const set = narrowings.filter(name => query[name]);
    if (set.length === 0) return nothing;
    const words = (name: Narrowing): string => {
      if (name === 'kind') return postKindName(query.kind!);
      if (name === 'from') return msg(str`since ${day(query.from!)}`);
      if (name === 'hasFile') return msg('with a file');
      const known = this.names[name] ?? '…';
      return name === 'authorId' ? msg(str`by ${known}`) : msg(str`in ${known}`);
    };
    return html`<div class="set" role="group" aria-label=${msg('Narrowed down to')}>
      ${set.map(
        name =>
          html`<button
            type="button"
            aria-label=${msg(str`${words(name)}: take away`)}
            @click=${() => this.#go({ [name]: undefined })}
          >
            ${words(name)} ${glyph(X)}
          </button>`,
      )}
    </div>`;
  }

  #facets(facets: SearchFacets, query: SearchQuery) {
    const row = (name: Narrowing, value: string, label: string, count: number) => {
      const pressed =
        name === 'from' ? query.from?.slice(0, 10) === value.slice(0, 10) : String(query[name] ?? '') === value;
      return html`<li>
        <button
          type="button"
          class="quiet"
          aria-pressed=${pressed ? 'true' : 'false'}
          @click=${() => this.#go({ [name]: pressed ? undefined : value })}
        >
          <span>${label}</span><span>${number(count)}${facets.capped ? '+' : ''}</span>
        </button>
      </li>`;
    };
    const list = (title: string, rows: TemplateResult[]) =>
      rows.length > 0
        ? html`<div>
            <h3>${title}</h3>
            <ul>
              ${rows}
            </ul>
          </div>`
        : nothing;
    return html`<div class="facets">
      ${list(
        msg('Where'),
        facets.places.map(({ subject, count }) => row('subjectId', subject.id, subject.name, count)),
      )}
      ${list(
        msg('By whom'),
        facets.authors.map(({ member, count }) => row('authorId', member.id, member.name, count)),
      )}
      ${list(
        msg('What'),
        facets.kinds.map(({ kind, count }) => row('kind', kind, postKindName(kind as PostKind), count)),
      )}
      ${list(msg('Holding'), facets.hasFile ? [row('hasFile', 'true', msg('Files'), facets.hasFile)] : [])}
      ${list(
        msg('When'),
        facets.dates.map(({ key, from, count }) => row('from', from.slice(0, 10), dateName(key), count)),
      )}
    </div>`;
  }

  #answer(answer: SearchAnswer, query: SearchQuery) {
    const { groups } = answer;
    if (groups.length === 0) return this.#nothing(query);
    return html`${answer.similar ? html`<p class="hint">${msg('Nothing is written exactly so. This comes close:')}</p>` : nothing}
    ${answer.incomplete ? html`<p class="hint">${msg('The index is still being made: older texts may be missing.')}</p>` : nothing}
    ${repeat(
      [...groups].sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type)),
      group => group.type,
      group => this.#group(group, query),
    )}`;
  }

  #nothing(query: SearchQuery) {
    const narrowed = narrowings.some(name => query[name]) || query.type !== undefined;
    return html`<rapport-notice
        .icon=${Search}
        heading=${msg(str`Nothing was found for “${query.q}”`)}
        text=${narrowed ? msg('It may stand elsewhere: search everywhere.') : msg('Somebody may know all the same: ask.')}
        action=${narrowed ? msg('Search everywhere') : msg('Ask a question')}
        @rapport-act=${() => this.app!.router.go(narrowed ? searchPath({ q: query.q }) : askPath(query.q))}
      ></rapport-notice>
      ${this.#tips()}`;
  }

  #group(group: SearchGroup, query: SearchQuery) {
    const count = this.#counts.get(group.type);
    const further = !query.type && group.count !== undefined && group.count > group.items.length;
    return html`<section aria-labelledby="group-${group.type}">
      <div class="heading">
        <h2 id="group-${group.type}">${typeName(group.type)}</h2>
        ${
          further
            ? html`<button
                type="button"
                class="link"
                aria-label=${msg(str`All ${count ?? ''}: ${typeName(group.type)}`)}
                @click=${() => this.#go({ type: group.type })}
              >
                ${msg(str`All ${count ?? ''}`)}
              </button>`
            : nothing
        }
      </div>
      <ul class="rows">
        ${this.#items(group)}
      </ul>
      ${
        query.type && group.nextPageToken
          ? html`<button
              type="button"
              class="outline more"
              aria-disabled=${this.busy ? 'true' : 'false'}
              @click=${() => !this.busy && void this.#load(group)}
            >
              ${msg('Load more')}
            </button>`
          : nothing
      }
    </section>`;
  }

  #items(group: SearchGroup): TemplateResult[] {
    switch (group.type) {
      case 'posts':
        return group.items.map(hit => this.#post(hit));
      case 'comments':
        return group.items.map(hit => this.#comment(hit));
      case 'files':
        return group.items.map(hit => this.#file(hit));
      case 'records':
        return group.items.map(({ record, name }) =>
          this.#named(
            targetOf(record),
            name,
            recordKindName(record.kind, record.type),
            html`<rapport-avatar kind=${record.kind}></rapport-avatar>`,
          ),
        );
      case 'members':
        return group.items.map(({ member, name }) =>
          this.#named(
            { kind: 'member', id: member.id },
            name,
            [member.title, member.site].filter(Boolean).join(' · '),
            html`<rapport-avatar name=${member.name} member-id=${member.id}></rapport-avatar>`,
          ),
        );
      case 'spaces':
        return group.items.map(({ space, name }) =>
          this.#named(
            { kind: 'space', id: space.id },
            name,
            space.description ?? '',
            html`<rapport-avatar kind="space"></rapport-avatar>`,
          ),
        );
      case 'topics':
        return group.items.map(({ topic, name }) =>
          this.#named(
            { kind: 'topic', id: topic.id },
            [{ type: 'text', text: '#' }, ...name],
            topic.description ?? '',
            html`<rapport-avatar kind="topic"></rapport-avatar>`,
          ),
        );
    }
  }

  #href(target: Target) {
    return this.surface?.hrefOf(target) ?? '';
  }

  #named(target: Target, name: Marked[], note: string, picture: TemplateResult) {
    return html`<li>
      ${picture}
      <div>
        <a href=${this.#href(target)} dir="auto">${marked(name)}</a>
        ${note ? html`<p class="small muted" dir="auto">${note}</p>` : nothing}
      </div>
    </li>`;
  }

  #picture(author: PostHit['author']) {
    return author
      ? html`<rapport-avatar name=${author.name} member-id=${author.id}></rapport-avatar>`
      : html`<span class="thumb">${glyph(MessageCircle)}</span>`;
  }

  #post(hit: PostHit) {
    const { author, subject, commentCount: count, state } = hit;
    return html`<li class="text">
      ${this.#picture(author)}
      <div>
        <a href=${this.#href({ kind: 'post', id: hit.id })} dir="auto"
          >${hit.title ? marked(hit.title) : (author?.name ?? msg('The CRM'))}</a
        >
        <p class="excerpt" dir="auto">${marked(hit.excerpt)}</p>
        <p class="small muted">
          ${state ? stateTag(state) : nothing}
          ${[hit.title ? author?.name : undefined, subject.name, hit.kind === 'update' || state ? undefined : postKindName(hit.kind)].filter(Boolean).join(' · ')}
          · <rapport-time at=${hit.publishedAt}></rapport-time>
          ${
            count > 0
              ? html`·
                ${plural(count, { one: msg(str`${number(count)} comment`), other: msg(str`${number(count)} comments`) })}`
              : nothing
          }
        </p>
      </div>
    </li>`;
  }

  #comment(hit: CommentHit) {
    return html`<li class="text">
      ${this.#picture(hit.author)}
      <div>
        <a href=${this.#href({ kind: 'post', id: hit.postId, comment: hit.id })} dir="auto"
          >${msg(str`${hit.author?.name ?? ''} under “${hit.post}”`)}</a
        >
        <p class="excerpt" dir="auto">${marked(hit.excerpt)}</p>
        <p class="small muted">${hit.subject.name} · <rapport-time at=${hit.publishedAt}></rapport-time></p>
      </div>
    </li>`;
  }

  #file({ file, subject, name }: FileHit) {
    return html`<li>
      <span class="thumb">${glyph(FileIcon)}</span>
      <div>
        <a href=${fileAddress(this.app!.api, file.id)} target="_blank" rel="noopener" dir="auto">${marked(name)}</a>
        <p class="small muted">
          ${bytes(file.size)} · ${subject.name} · <rapport-time at=${file.createdAt}></rapport-time>
        </p>
      </div>
    </li>`;
  }
}

/** Where to ask what nothing was found for: the words become the question's title. */
const askPath = (q: string) => `compose?${new URLSearchParams({ kind: 'question', title: q })}`;

const stateTag = (state: QuestionState) =>
  state === 'answered'
    ? html`<span class="tag answered">${glyph(CircleCheck)}${msg('Answered question')}</span>`
    : html`<span class="tag">${glyph(Question)}${msg('Open question')}</span>`;

const marked = (parts: Marked[]) => parts.map(part => (part.marked ? html`<mark>${part.text}</mark>` : part.text));

function dateName(key: SearchFacets['dates'][number]['key']): string {
  switch (key) {
    case 'day':
      return msg('Since yesterday');
    case 'week':
      return msg('The last 7 days');
    case 'month':
      return msg('The last 30 days');
    case 'year':
      return msg('The last 12 months');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-page-search': RapportPageSearch;
  }
}
