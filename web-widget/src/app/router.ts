/** The app's map: paths below its base, and what each shows. */
export interface Route {
  page:
    | 'home'
    | 'company'
    | 'record'
    | 'member'
    | 'post'
    | 'notifications'
    | 'settings'
    | 'connections'
    | 'connection'
    | 'connect'
    | 'roles'
    | 'audit'
    | 'compose'
    | 'spaces'
    | 'space'
    | 'topics'
    | 'topic'
    | 'questions'
    | 'search'
    | 'saved'
    | 'stream'
    | 'missing';
  params: Record<string, string | undefined>;
  /** Path, query and fragment below the base. */
  path: string;
  hash: string;
  query: URLSearchParams;
}

const routes: [string, Route['page']][] = [
  ['', 'home'],
  ['index.html', 'home'],
  ['company', 'company'],
  ['r/:id', 'record'],
  ['r/:id/:tab', 'record'],
  ['r/:connection/:type/:externalId', 'record'],
  ['r/:connection/:type/:externalId/:tab', 'record'],
  ['m/:id', 'member'],
  ['m/:id/:tab', 'member'],
  ['spaces', 'spaces'],
  ['s/:id', 'space'],
  ['s/:id/:tab', 'space'],
  ['topics', 'topics'],
  ['t/:id', 'topic'],
  ['questions', 'questions'],
  ['search', 'search'],
  ['me/streams/:id', 'stream'],
  ['me/:tab', 'saved'],
  ['p/:id', 'post'],
  ['notifications', 'notifications'],
  ['settings', 'settings'],
  ['admin/connections', 'connections'],
  ['admin/connections/new', 'connect'],
  ['admin/connections/:key', 'connection'],
  ['admin/connections/:key/setup', 'connect'],
  ['admin/members', 'roles'],
  ['admin/audit', 'audit'],
  ['compose', 'compose'],
];

export class Router {
  readonly base: URL;
  readonly #patterns: [URLPattern, Route['page']][];

  constructor(
    base: string,
    private readonly changed: (route: Route, how: 'start' | 'forward' | 'back') => void,
  ) {
    this.base = new URL('.', base);
    this.#patterns = routes.map(([path, page]) => [
      new URLPattern({ pathname: this.base.pathname.replace(/[+*?(){}:\\]/g, '\\$&') + path }),
      page,
    ]);
  }

  start() {
    history.scrollRestoration = 'manual';
    addEventListener('popstate', this.#popped);
    document.addEventListener('click', this.#clicked);
    this.changed(this.match(location.href), 'start');
  }

  stop() {
    removeEventListener('popstate', this.#popped);
    document.removeEventListener('click', this.#clicked);
  }

  match(href: string): Route {
    const url = new URL(href);
    const path = url.pathname.slice(this.base.pathname.length) + url.search;
    const rest = { path, hash: url.hash.slice(1), query: url.searchParams };
    for (const [pattern, page] of this.#patterns) {
      const match = pattern.exec({ pathname: url.pathname });
      if (!match) continue;
      const params: Route['params'] = {};
      for (const [name, value] of Object.entries(match.pathname.groups))
        params[name] = value === undefined ? value : decode(value);
      return { page, params, ...rest };
    }
    return { page: 'missing', params: {}, ...rest };
  }

  /** The address of a path below the base. */
  href(path: string): string {
    return new URL(path, this.base).href;
  }

  go(path: string, replace = false) {
    const href = this.href(path);
    if (replace) history.replaceState(history.state, '', href);
    else history.pushState(null, '', href);
    this.changed(this.match(href), 'forward');
  }

  #popped = () => this.changed(this.match(location.href), 'back');

  /** Links are real links; a plain press on one of ours changes the page without loading it. */
  #clicked = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const anchor = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
    if (!anchor?.href || anchor.target || anchor.hasAttribute('download')) return;
    const url = new URL(anchor.href);
    if (url.origin !== this.base.origin || !url.pathname.startsWith(this.base.pathname)) return;
    event.preventDefault();
    if (url.href !== location.href) history.pushState(null, '', url.href);
    this.changed(this.match(url.href), 'forward');
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
