import { Provider } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Api } from '../api/api.ts';
import type { LiveNews } from '../api/live.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { readSession, signOut } from '../api/session.ts';
import type { SessionFacts } from '../api/schema.ts';
import { base } from '../design/base.ts';
import {
  Bell,
  Bookmark,
  CircleAlert,
  glyph,
  Hash,
  House,
  LogOut,
  Newspaper,
  PenLine,
  Plug,
  Question,
  RefreshCw,
  ScrollText,
  Settings as SettingsIcon,
  ShieldCheck,
  User,
  Users,
  WifiOff,
  type Icon,
} from '../design/icons.ts';
import '../elements/rapport-avatar/rapport-avatar.ts';
import '../elements/rapport-menu/rapport-menu.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import type { RapportToasts } from '../elements/rapport-toasts/rapport-toasts.ts';
import '../elements/rapport-toasts/rapport-toasts.ts';
import { Drafts } from '../feed/drafts.ts';
import { appPath, surfaceContext, type Surface } from '../feed/surface.ts';
import { number, plural } from '../i18n/format.ts';
import { currentLanguage, speak } from '../i18n/language.ts';
import { problemText } from '../i18n/names.ts';
import '../pages/page-feeds.ts';
import { appContext, type App } from './context.ts';
import { News } from './news.ts';
import { appStyles } from './rapport-app.styles.ts';
import { type Here } from './rapport-finder.ts';
import './rapport-finder.ts';
import { forgetSearches } from './searches.ts';
import { Router, type Route } from './router.ts';
import {
  applySettings,
  KEY as SETTINGS_KEY,
  languageFor,
  readSettings,
  saveSettings,
  type Settings,
} from './settings.ts';

/** Pages that come when somebody goes there; a feed comes with the shell. */
const loaders: Partial<Record<Route['page'], () => Promise<unknown>>> = {
  post: () => import('../pages/page-post.ts'),
  notifications: () => import('../pages/page-notifications.ts'),
  settings: () => import('../pages/page-settings.ts'),
  connections: () => import('../pages/page-connections.ts'),
  connection: () => import('../pages/page-connection.ts'),
  connect: () => import('../pages/page-connect.ts'),
  roles: () => import('../pages/page-roles.ts'),
  audit: () => import('../pages/page-audit.ts'),
  spaces: () => import('../pages/page-spaces.ts'),
  space: () => import('../pages/page-space.ts'),
  topics: () => import('../pages/page-topics.ts'),
  topic: () => import('../pages/page-topic.ts'),
  questions: () => import('../pages/page-questions.ts'),
  search: () => import('../pages/page-search.ts'),
  saved: () => import('../pages/page-saved.ts'),
  stream: () => import('../pages/page-stream.ts'),
};

/** Pages below another one in the list of places. */
const above: Partial<Record<Route['page'], Route['page']>> = {
  space: 'spaces',
  topic: 'topics',
  stream: 'saved',
  connection: 'connections',
  connect: 'connections',
};

/** From this width on, as the styles have it. */
const sideBar = matchMedia('(min-width: 840px)');

interface Place {
  path: string;
  name: string;
  icon: Icon;
  page: Route['page'];
}

/** The whole app: who is here, which page, what is new. */
@customElement('rapport-app')
@localized()
export class RapportApp extends LitElement {
  @state() private facts?: SessionFacts | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private phase: 'starting' | 'signed-out' | 'in' | 'unreachable' = 'starting';
  @state() private route?: Route;
  @state() private settings: Settings = readSettings();
  @state() private unread = 0;
  @state() private expired = false;
  @state() private trouble: '' | 'reconnecting' | 'offline' = '';
  @state() private newVersion?: ServiceWorkerRegistration;
  @state() private barHidden = false;
  @state() private here?: Here | undefined;
  /** There is room for the navigation at the side. */
  @state() private wide = sideBar.matches;
  @query('rapport-toasts') private toasts?: RapportToasts;
  @query('dialog.expired') private expiredDialog?: HTMLDialogElement;
  @query('dialog.leaving') private leavingDialog?: HTMLDialogElement;

  readonly #api = new Api(new URL('..', document.baseURI));
  readonly #app = new Provider(this, appContext);
  readonly #surface = new Provider(this, surfaceContext);
  readonly #kept: App['kept'] = new Map();
  readonly #scrolls = new Map<string, number>();
  readonly #listeners = new Set<(news: LiveNews) => void>();
  #router = new Router(document.baseURI, (route, how) => void this.#show(route, how));
  #news?: News | undefined;
  #place = '';
  #brokenSince?: ReturnType<typeof setTimeout>[] | undefined;
  #lastScroll = 0;

  static override styles = [base, appStyles];

  override connectedCallback() {
    super.connectedCallback();
    applySettings(this.settings);
    this.#api.onSignedOut = () => {
      if (this.phase === 'in') this.expired = true;
    };
    addEventListener('online', this.#connection);
    addEventListener('offline', this.#connection);
    addEventListener('scroll', this.#scrolled, { passive: true });
    addEventListener('rapport-new-version', this.#offered);
    addEventListener('keydown', this.#key);
    addEventListener('storage', this.#elsewhere);
    sideBar.addEventListener('change', this.#widened);
    void this.#start();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('online', this.#connection);
    removeEventListener('offline', this.#connection);
    removeEventListener('scroll', this.#scrolled);
    removeEventListener('rapport-new-version', this.#offered);
    removeEventListener('keydown', this.#key);
    removeEventListener('storage', this.#elsewhere);
    sideBar.removeEventListener('change', this.#widened);
    this.#news?.stop();
    this.#router.stop();
  }

  async #start() {
    await this.#speak();
    try {
      this.#enter(await readSession(this.#api));
    } catch (failure) {
      const problem = problemOf(failure);
      this.problem = problem;
      this.phase = problem.signedOut ? 'signed-out' : 'unreachable';
      if (problem.signedOut) void import('../pages/page-sign-in.ts');
    }
  }

  async #speak() {
    const language = languageFor(this.settings, this.facts?.member);
    await speak(language);
    this.#api.language = currentLanguage();
    document.documentElement.lang = currentLanguage();
  }

  #enter(facts: SessionFacts) {
    this.facts = facts;
    this.unread = facts.unreadNotifications ?? 0;
    this.problem = undefined;
    this.expired = false;
    this.phase = 'in';
    void this.#speak();
    this.#provide();
    this.#surface.value!.drafts.recover();
    this.#news?.stop();
    this.#news = new News(this.#api, facts.member.id);
    this.#news.listen(this.#heard);
    this.#news.start();
    this.#router.start();
  }

  #provide() {
    const { facts } = this;
    if (!facts) return;
    const surface: Surface = {
      viewer: facts.member,
      settings: facts.settings,
      services: async () => (await import('../feed/services.ts')).servicesOf(this.#api),
      hrefOf: target => this.#router.href(appPath(target)),
      fileAddress: (id, size) =>
        new URL(`api/v1/files/${id}/content${size ? `?size=${size}` : ''}`, this.#api.root).href,
      newTab: false,
      drafts: this.#surface.value?.drafts ?? new Drafts(`${this.#api.root.href} ${facts.member.id}`),
      shortcuts: this.settings.shortcuts,
      undoSeconds: this.settings.undoSeconds,
    };
    this.#surface.set(surface);
    if (!this.route) return;
    this.#app.set({
      api: this.#api,
      facts,
      router: this.#router,
      route: this.route,
      settings: this.settings,
      online: navigator.onLine,
      toasts: () => this.toasts,
      change: settings => this.#change(settings),
      listen: listener => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      kept: this.#kept,
      title: (name, here) => this.#title(name, here),
    });
  }

  /** Another tab's choice counts here too, and is not undone by the next one made here. */
  #elsewhere = ({ key }: StorageEvent) => {
    if (key === SETTINGS_KEY) this.#take(readSettings());
  };

  #change(settings: Settings) {
    saveSettings(settings);
    this.#take(settings);
  }

  #take(settings: Settings) {
    this.settings = settings;
    applySettings(settings);
    void this.#speak().then(() => this.#provide());
    this.#provide();
  }

  async #show(route: Route, how: 'start' | 'forward' | 'back') {
    if (this.route) this.#scrolls.set(this.route.path, scrollY);
    const other = route.path !== this.route?.path;
    if (how !== 'back' && other) this.#kept.delete(route.path);
    this.route = route;
    this.#provide();
    this.barHidden = false;
    await loaders[route.page]?.();
    await this.updateComplete;
    if (how === 'start' || !other) return;
    const page = this.renderRoot.querySelector<LitElement>('main > *');
    await page?.updateComplete;
    if (how === 'back') {
      requestAnimationFrame(() => scrollTo({ top: this.#scrolls.get(route.path) ?? 0, behavior: 'instant' }));
    } else {
      scrollTo({ top: 0, behavior: 'instant' });
      page?.focus();
    }
  }

  #title(name: string, here?: Here) {
    this.#place = name;
    if (here?.id !== this.here?.id) this.here = here;
    document.title = `${this.unread > 0 ? `(${this.unread}) ` : ''}${name ? `${name} – ` : ''}Rapport`;
  }

  #heard = (news: LiveNews) => {
    if (news.event === 'inbox') {
      this.unread = news.data.unread;
      this.#title(this.#place, this.here);
      void this.#badge();
    } else if (news.event === 'gap') {
      void readSession(this.#api).then(
        facts => {
          this.unread = facts.unreadNotifications ?? 0;
          this.#title(this.#place, this.here);
        },
        () => undefined,
      );
    } else if (news.event === 'state') this.#connection();
    for (const listener of this.#listeners) listener(news);
  };

  async #badge() {
    const app = navigator as Navigator & { setAppBadge?: (count: number) => Promise<void> };
    await app.setAppBadge?.(this.unread).catch(() => undefined);
  }

  /** Told only when it isn't fine, and not for a hiccup. */
  #connection = () => {
    const fine = navigator.onLine && (this.#news?.state === 'open' || this.#news?.state === 'closed');
    if (fine) {
      this.#brokenSince?.forEach(clearTimeout);
      this.#brokenSince = undefined;
      this.trouble = '';
    } else {
      this.#brokenSince ??= [
        setTimeout(() => (this.trouble = 'reconnecting'), 5_000),
        setTimeout(() => (this.trouble = 'offline'), 15_000),
      ];
      if (!navigator.onLine) this.trouble = 'offline';
    }
    this.#provide();
  };

  #widened = () => (this.wide = sideBar.matches);

  #scrolled = () => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const down = scrollY > this.#lastScroll && scrollY > 120;
    if (Math.abs(scrollY - this.#lastScroll) > 12) {
      this.barHidden = !still && down;
      this.#lastScroll = scrollY;
    }
  };

  #offered = (event: Event) => {
    this.newVersion = (event as CustomEvent<ServiceWorkerRegistration>).detail;
  };

  #goToKey?: number | undefined;

  /** `g` and a letter goes places, `/` and Ctrl+K search, `?` tells the keys. */
  #key = (event: KeyboardEvent) => {
    const origin = event.composedPath()[0] as HTMLElement;
    if (event.key === 'k' && (event.ctrlKey || event.metaKey) && this.phase === 'in') {
      // In a text these keys make a link.
      if (event.defaultPrevented || origin.matches?.('textarea, dialog *')) return;
      event.preventDefault();
      this.renderRoot.querySelector('rapport-finder')?.focus();
      return;
    }
    if (!this.settings.shortcuts || event.ctrlKey || event.metaKey || event.altKey || this.phase !== 'in') return;
    if (event.defaultPrevented || origin.matches?.('input, textarea, select, dialog *')) return;
    const began = this.#goToKey !== undefined && Date.now() - this.#goToKey < 1_500;
    this.#goToKey = undefined;
    if (began) {
      const path = {
        h: '',
        n: 'notifications',
        c: 'company',
        p: appPath({ kind: 'member', id: this.facts!.member.id }),
        q: 'questions',
        s: 'spaces',
        t: 'topics',
        b: 'me/saved',
      }[event.key];
      if (path !== undefined) {
        event.preventDefault();
        this.#router.go(path);
      }
    } else if (event.key === 'g') this.#goToKey = Date.now();
    else if (event.key === '/') {
      event.preventDefault();
      this.renderRoot.querySelector('rapport-finder')?.focus();
    } else if (event.key === '?') this.#router.go('settings#keys');
  };

  override render() {
    switch (this.phase) {
      case 'starting':
        return html`<div class="blank" aria-busy="true"></div>`;
      case 'signed-out':
        return html`<rapport-page-sign-in
          .api=${this.#api}
          @rapport-signed-in=${this.#signedIn}
        ></rapport-page-sign-in>`;
      case 'unreachable':
        return html`<main class="alone">
          <rapport-notice
            .icon=${this.problem?.unreachable ? WifiOff : CircleAlert}
            heading=${this.problem?.unreachable ? msg('Rapport can’t be reached') : msg('Rapport couldn’t start')}
            text=${this.problem?.unreachable ? msg('Check your connection. What you typed is kept on this device.') : problemText(this.problem!)}
            action=${msg('Try again')}
            @rapport-act=${() => void this.#start()}
          ></rapport-notice>
        </main>`;
      case 'in':
        return this.#frame();
    }
  }

  #frame() {
    const { facts, route } = this;
    if (!facts || !route) return nothing;
    return html`<div class="skip">
        <button type="button" class="primary" @click=${this.#skip}>${msg('Skip to content')}</button>
      </div>
      <header>
        <a class="brand" href=${this.#router.href('')} aria-label=${msg('Rapport, home')}
          >${mark}<span>Rapport</span></a
        >
        <rapport-finder
          .api=${this.#api}
          .router=${this.#router}
          .here=${this.here}
          query=${route.page === 'search' ? (route.query.get('q') ?? '') : ''}
          member=${facts.member.id}
        ></rapport-finder>
        <rapport-menu
          class="me"
          label=${msg(str`Your account, ${facts.member.name}`)}
          .items=${this.#ownItems()}
          @rapport-choose=${this.#own}
        >
          <rapport-avatar size="small" name=${facts.member.name} member-id=${facts.member.id}></rapport-avatar>
        </rapport-menu>
      </header>
      ${this.#bars()}
      <div class="body">
        <nav class="side" aria-label=${msg('Main')}>${this.#places().map(place => this.#sidePlace(place))}</nav>
        <main>${this.#page(route)}</main>
      </div>
      <nav
        class="foot ${this.barHidden ? 'away' : ''}"
        aria-label=${msg('Main')}
        @focusin=${() => (this.barHidden = false)}
      >
        ${this.#footPlaces().map(place => this.#link(place))}
      </nav>
      <rapport-toasts></rapport-toasts>
      ${this.expired ? this.#expired() : nothing}
      <dialog class="leaving" aria-labelledby="leaving">${this.#leaving()}</dialog>`;
  }

  protected override updated() {
    if (this.expired && this.expiredDialog && !this.expiredDialog.open) this.expiredDialog.showModal();
  }

  #bars() {
    return html`${
      this.trouble
        ? html`<p class="bar warning" role="status">
            ${glyph(WifiOff)}<span
              >${
                this.trouble === 'offline'
                  ? msg('Offline. What you write is kept on this device.')
                  : msg('Reconnecting…')
              }</span
            >
          </p>`
        : nothing
    }
    ${
      this.newVersion
        ? html`<p class="bar">
            ${glyph(RefreshCw)}<span>${msg('A new version is ready.')}</span>
            <button type="button" class="link" @click=${this.#reload}>${msg('Reload')}</button>
          </p>`
        : nothing
    }`;
  }

  #places(): Place[] {
    return [
      { path: '', name: msg('Home'), icon: House, page: 'home' },
      { path: 'company', name: msg('Company'), icon: Newspaper, page: 'company' },
      { path: 'questions', name: msg('Questions'), icon: Question, page: 'questions' },
      { path: 'spaces', name: msg('Spaces'), icon: Users, page: 'spaces' },
      { path: 'topics', name: msg('Topics'), icon: Hash, page: 'topics' },
      { path: 'notifications', name: msg('Notifications'), icon: Bell, page: 'notifications' },
      { path: 'me/saved', name: msg('Saved'), icon: Bookmark, page: 'saved' },
      {
        path: appPath({ kind: 'member', id: this.facts!.member.id }),
        name: msg('My profile'),
        icon: User,
        page: 'member',
      },
      ...this.#adminPlaces(),
      { path: 'settings', name: msg('Settings'), icon: SettingsIcon, page: 'settings' },
    ];
  }

  /** How the CRMs fare everybody may see; the rest is for admins. */
  #adminPlaces(): Place[] {
    const connections: Place = { path: 'admin/connections', name: msg('Connections'), icon: Plug, page: 'connections' };
    if (!this.facts!.capabilities?.admin) return [connections];
    return [
      connections,
      { path: 'admin/members', name: msg('Roles'), icon: ShieldCheck, page: 'roles' },
      { path: 'admin/audit', name: msg('Audit log'), icon: ScrollText, page: 'audit' },
    ];
  }

  #footPlaces(): Place[] {
    const of = (page: Route['page']) => this.#places().find(place => place.page === page)!;
    return [
      of('home'),
      of('spaces'),
      { path: 'compose', name: msg('Write'), icon: PenLine, page: 'compose' },
      of('notifications'),
      { ...of('member'), name: msg('Me') },
    ];
  }

  /** Below the spaces stand one's own, where there is room. */
  #sidePlace(place: Place) {
    if (place.page !== 'spaces' || !this.wide) return this.#link(place);
    void import('./rapport-space-links.ts');
    return html`${this.#link(place)}<rapport-space-links></rapport-space-links>`;
  }

  #link(place: Place) {
    const route = this.route!;
    const here =
      (above[route.page] ?? route.page) === place.page &&
      (place.page !== 'member' || route.params.id === this.facts!.member.id);
    const count = place.page === 'notifications' ? this.unread : 0;
    const unread =
      count > 0
        ? plural(count, { one: msg(str`${number(count)} unread`), other: msg(str`${number(count)} unread`) })
        : '';
    return html`<a href=${this.#router.href(place.path)} class=${place.page} aria-current=${here ? 'page' : nothing}>
      ${glyph(place.icon)}<span>${place.name}</span>
      ${count > 0 ? html`<b><span aria-hidden="true">${count > 99 ? '99+' : number(count)}</span><span class="unseen">${unread}</span></b>` : nothing}
    </a>`;
  }

  #page(route: Route) {
    switch (route.page) {
      case 'post':
        return html`<rapport-page-post></rapport-page-post>`;
      case 'notifications':
        return html`<rapport-page-notifications></rapport-page-notifications>`;
      case 'settings':
        return html`<rapport-page-settings></rapport-page-settings>`;
      case 'connections':
        return html`<rapport-page-connections></rapport-page-connections>`;
      case 'connection':
        return html`<rapport-page-connection></rapport-page-connection>`;
      case 'connect':
        return html`<rapport-page-connect></rapport-page-connect>`;
      case 'roles':
        return html`<rapport-page-roles></rapport-page-roles>`;
      case 'audit':
        return html`<rapport-page-audit></rapport-page-audit>`;
      case 'spaces':
        return html`<rapport-page-spaces></rapport-page-spaces>`;
      case 'space':
        return html`<rapport-page-space></rapport-page-space>`;
      case 'topics':
        return html`<rapport-page-topics></rapport-page-topics>`;
      case 'topic':
        return html`<rapport-page-topic></rapport-page-topic>`;
      case 'questions':
        return html`<rapport-page-questions></rapport-page-questions>`;
      case 'search':
        return html`<rapport-page-search></rapport-page-search>`;
      case 'saved':
        return html`<rapport-page-saved></rapport-page-saved>`;
      case 'stream':
        return html`<rapport-page-stream></rapport-page-stream>`;
      case 'missing':
        return html`<rapport-page-missing></rapport-page-missing>`;
      default:
        return html`<rapport-page-feed></rapport-page-feed>`;
    }
  }

  #ownItems() {
    return [
      { id: 'profile', label: msg('My profile'), icon: User },
      { id: 'me/saved', label: msg('Saved'), icon: Bookmark },
      { id: 'company', label: msg('Company'), icon: Newspaper },
      { id: 'questions', label: msg('Questions'), icon: Question },
      { id: 'topics', label: msg('Topics'), icon: Hash },
      { id: 'settings', label: msg('Settings'), icon: SettingsIcon },
      ...this.#adminPlaces().map(({ path, name, icon }) => ({ id: path, label: name, icon })),
      { id: 'leave', label: msg('Sign out'), icon: LogOut },
    ];
  }

  #own = (event: CustomEvent<string>) => {
    if (event.detail === 'profile') this.#router.go(appPath({ kind: 'member', id: this.facts!.member.id }));
    else if (event.detail !== 'leave') this.#router.go(event.detail);
    else if (this.#drafts > 0) this.leavingDialog?.showModal();
    else void this.#leave();
  };

  get #drafts() {
    return this.#surface.value?.drafts.places().length ?? 0;
  }

  #leaving() {
    const count = this.#drafts;
    return html`<h2 id="leaving">${msg('Sign out?')}</h2>
      <p>
        ${plural(count, {
          one: msg(str`${number(count)} draft on this device will be removed.`),
          other: msg(str`${number(count)} drafts on this device will be removed.`),
        })}
      </p>
      <p class="buttons">
        <button type="button" class="outline" @click=${() => this.leavingDialog?.close()}>${msg('Stay')}</button>
        <button type="button" class="primary" @click=${() => void this.#leave()}>${msg('Sign out')}</button>
      </p>`;
  }

  async #leave() {
    const drafts = this.#surface.value?.drafts;
    try {
      await signOut(this.#api);
    } catch (failure) {
      if (!problemOf(failure).signedOut) {
        this.toasts?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
        return;
      }
    }
    drafts?.places().forEach(place => drafts.discard(place));
    forgetSearches(this.facts!.member.id);
    location.assign(this.#router.href(''));
  }

  #expired() {
    void import('../pages/page-sign-in.ts');
    return html`<dialog
      class="expired"
      aria-label=${msg('Sign in again')}
      @cancel=${(event: Event) => event.preventDefault()}
    >
      <rapport-page-sign-in .api=${this.#api} again @rapport-signed-in=${this.#signedIn}></rapport-page-sign-in>
    </dialog>`;
  }

  #signedIn = async () => {
    const before = this.facts?.member.id;
    this.#api.signedIn();
    try {
      const facts = await readSession(this.#api);
      if (before !== undefined && before !== facts.member.id) {
        location.reload(); // another person: nothing of the one before may stay
        return;
      }
      if (before === undefined) return this.#enter(facts);
      this.expired = false;
      this.facts = facts;
      this.#news?.stop();
      this.#news?.start();
      this.#heard({ event: 'gap', data: {} });
    } catch (failure) {
      this.problem = problemOf(failure);
      this.phase = 'unreachable';
    }
  };

  #reload = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.newVersion?.waiting?.postMessage({ type: 'rapport-take-over' });
  };

  #skip = () => {
    this.renderRoot.querySelector<HTMLElement>('main > *')?.focus();
  };
}

/** Two speech balloons, one answering the other. */
const mark = html`<svg viewBox="0 0 512 512" width="28" height="28" aria-hidden="true">
  <rect width="512" height="512" rx="112" class="ground" />
  <path
    d="M120 168a40 40 0 0 1 40-40h128a40 40 0 0 1 40 40v80a40 40 0 0 1-40 40h-74l-58 50a8 8 0 0 1-13-6v-44a40 40 0 0 1-23-40z"
    class="first"
  />
  <path
    d="M366 206a40 40 0 0 1 26 38v80a40 40 0 0 1-23 36v40a8 8 0 0 1-13 6l-54-46h-70a40 40 0 0 1-34-19l34-29h56a78 78 0 0 0 78-78z"
    class="second"
  />
</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'rapport-app': RapportApp;
  }
}
