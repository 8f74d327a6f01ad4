import { Provider } from '../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, unsafeCSS, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Place } from '../api/feeds.ts';
import { problemOf } from '../api/problem.ts';
import type { FeedFilter, FeedOrder, MemberSummary } from '../api/schema.ts';
import { base } from '../design/base.ts';
import { glyph, Lock, PenLine } from '../design/first-icons.ts';
import tokens from '../design/tokens.css?inline';
import type { RapportFeedList } from '../elements/rapport-feed-list/rapport-feed-list.ts';
import '../elements/rapport-feed-list/rapport-feed-list.ts';
import '../elements/rapport-notice/rapport-notice.ts';
import type { RapportToasts } from '../elements/rapport-toasts/rapport-toasts.ts';
import { composer, draftPlace, loadComposer } from '../feed/compose.ts';
import { Drafts } from '../feed/drafts.ts';
import { FeedStore } from '../feed/feed-store.ts';
import { appPath, surfaceContext, tell, type Surface } from '../feed/surface.ts';
import { currentLanguage, speak, speakFurther } from '../i18n/language.ts';
import { feedStyles } from './rapport-feed.styles.ts';
import { leave, sharedFor, type Shared } from './shared.ts';
import type { EmbedSession, GetToken } from './session.ts';

/**
 * The conversation about one record, on the record's page in the CRM.
 * @fires rapport-ready - `detail.unread`  @fires rapport-unread - `detail.count`  @fires rapport-posted - `detail.id`
 * @fires rapport-navigate - `detail.url`, `detail.kind`; prevent it to open records yourself  @fires rapport-error - `detail.code`
 * @csspart composer post author body actions pill thread
 */
@localized()
export class RapportFeed extends LitElement {
  @property() server = '';
  @property() connection = '';
  /** `account:0015g00000`: the type and the CRM's own id. */
  @property() record = '';
  @property() override lang = '';
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  @property({ reflect: true }) density: 'narrow' | 'comfortable' | 'compact' = 'narrow';
  @property({ type: Number, attribute: 'heading-level' }) headingLevel = 2;
  @property() filter: FeedFilter = 'all';
  @property({ type: Boolean }) readonly = false;
  @property({ type: Boolean, reflect: true, attribute: 'auto-height' }) autoHeight = false;
  /** Gives a ticket that the CRM signed for its signed-in person. */
  @property({ attribute: false }) getToken?: GetToken;
  /** Where the CRM signs nothing: what a reader sees who isn't signed in. For Rapport's own page, which sets it first. */
  door?: (session: EmbedSession) => unknown;
  @state() private store?: FeedStore | undefined;
  @state() private writing = false;
  @state() private signedOut = false;
  @query('rapport-feed-list') private list?: RapportFeedList;
  @query('rapport-toasts') private toasts?: RapportToasts;
  #shared?: Shared | undefined;
  #stopListening?: (() => void) | undefined;
  #provider = new Provider(this, surfaceContext);
  #unread = -1;
  #byItself = false;
  #work: Promise<typeof import('../feed/working.ts') | undefined> | undefined;

  static override styles = [unsafeCSS(tokens), base, feedStyles];

  constructor() {
    super();
    this.addEventListener('rapport-reload', () => this.#work ?? this.#begin());
    this.addEventListener('rapport-show-new', () => void this.#showNew());
    this.addEventListener('rapport-compose', () => void this.#compose());
    this.addEventListener(
      'rapport-filter',
      event => void this.store?.load({ filter: (event as CustomEvent<FeedFilter>).detail }),
    );
    this.addEventListener(
      'rapport-order',
      event => void this.store?.load({ order: (event as CustomEvent<FeedOrder>).detail }),
    );
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated && !this.#shared) this.#begin();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('lang')) void this.#speak();
    const which: (keyof RapportFeed)[] = ['server', 'connection', 'record', 'getToken'];
    if (which.some(name => changed.has(name))) this.#begin();
  }

  get #place(): (Place & { kind: 'record' }) | undefined {
    const colon = this.record.indexOf(':');
    if (colon < 1 || !this.connection) return undefined;
    return {
      kind: 'record',
      connection: this.connection,
      type: this.record.slice(0, colon),
      externalId: this.record.slice(colon + 1),
    };
  }

  /** Another record: what was shown of the one before goes at once, so that no line of it stands under the new name. */
  #begin() {
    // Its session outlives a record: who signed in needn't again for the next.
    this.#quieten();
    this.store = undefined;
    this.writing = false;
    this.signedOut = false;
    const place = this.#place;
    if (!this.server || !place || !(this.getToken ?? this.door)) return;
    const shared = (this.#shared = sharedFor(this.server, this.connection, this.getToken));
    const { api } = shared.session;
    api.onSignedOut = () => (this.signedOut = true);
    api.language = currentLanguage();
    const store = (this.store = new FeedStore(api, place));
    store.filter = this.filter;
    store.atRest = () =>
      (this.list?.idle ?? true) && !this.writing && this.scrollTop < 8 && this.getBoundingClientRect().top >= 0;
    store.subscribe(() => {
      this.requestUpdate();
      this.#tellUnread();
    });
    this.#work ??= this.#prepare();
    void this.#load(store, shared);
  }

  /** What one needs to write and react is on its way while the posts are; reading doesn't wait for it. */
  async #prepare() {
    try {
      const work = await import('../feed/working.ts');
      new work.Wiring(this, {
        conversation: () => this.store,
        surface: () => this.#provider.value,
        toasts: () => this.toasts,
        sent: id => tell(this, 'rapport-posted', { id }),
      });
      return work;
    } catch {
      this.#work = undefined; // the network broke; the next try asks again
      return undefined;
    }
  }

  #quieten() {
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #end() {
    this.#quieten();
    if (this.#shared) leave(this.server, this.connection);
    this.#shared = undefined;
  }

  async #load(store: FeedStore, shared: Shared) {
    const language = this.#speak();
    await store.load();
    await language;
    if (store !== this.store || !this.isConnected) return;
    const { phase, problem } = store.view;
    if (phase !== 'ready') {
      this.signedOut = problem?.signedOut ?? false;
      tell(this, 'rapport-error', {
        code: phase === 'denied' ? 'denied' : problem?.slug || String(problem?.status ?? 0),
      });
      return;
    }
    const member = shared.session.member;
    store.viewer = member;
    const surface = this.#surface(store, member);
    this.#provider.set(surface);
    surface.drafts.recover();
    if (store.record && surface.drafts.read(draftPlace({ mode: 'post', subject: store.record })))
      this.writing = this.#byItself = true;
    tell(this, 'rapport-ready', { unread: this.#unread });
    void speakFurther();
    const work = await this.#work;
    if (store !== this.store || !this.isConnected || !work) return;
    this.#stopListening ??= shared.listen(news => work.discussionOf(store).hear(news));
    const settings = await work.readSettings(store.api);
    if (store === this.store) this.#provider.set({ ...surface, settings });
  }

  #surface(store: FeedStore, viewer: MemberSummary | undefined): Surface {
    const { api } = store;
    return {
      ...(viewer ? { viewer } : {}),
      services: async () => (await import('../feed/services.ts')).servicesOf(api),
      hrefOf: target => new URL(`app/${appPath(target)}`, api.root).href,
      newTab: true,
      drafts: new Drafts(`${api.root.href} ${viewer?.id ?? ''}`),
      shortcuts: true,
      undoSeconds: 8,
    };
  }

  #speak() {
    return speak(this.lang || document.documentElement.lang);
  }

  #tellUnread() {
    const view = this.store?.view;
    if (!view) return;
    const count = [...view.posts.values()].filter(post => post.isRead === false).length + view.arrived;
    if (count === this.#unread) return;
    this.#unread = count;
    tell(this, 'rapport-unread', { count });
  }

  override render() {
    const view = this.store?.view;
    const record = view?.record;
    const name = record?.name ?? '';
    return html`<section aria-label=${name ? msg(str`Conversation about ${name}`) : msg('Conversation')}>
      ${this.signedOut ? this.#signedOut() : this.#content()}
      <rapport-glance .view=${view}></rapport-glance><rapport-toasts></rapport-toasts>
    </section>`;
  }

  #content() {
    const { store } = this;
    const view = store?.view;
    const record = view?.record;
    return html`${
        record
          ? html`<rapport-record-card terse heading-level=${this.headingLevel} .record=${record}></rapport-record-card>
              ${this.#writeHere(record)}
              <rapport-feed-bar .order=${view.order} .filter=${view.filter} .within=${record}></rapport-feed-bar>`
          : nothing
      }
      <rapport-feed-list
        .view=${view}
        .here=${record?.id ?? ''}
        label=${record ? msg(str`Posts about ${record.name}`) : ''}
        empty=${record ? msg(str`No one has written about ${record.name} yet. What should the next person know?`) : ''}
        .level=${this.headingLevel + 1}
        ?terse=${this.density === 'narrow'}
      ></rapport-feed-list>`;
  }

  #writeHere(subject: NonNullable<FeedStore['record']>) {
    if (this.readonly || subject.capabilities?.post === false || subject.goneAt) return nothing;
    if (this.writing) {
      const close = () => {
        this.writing = false;
      };
      return composer(
        { mode: 'post', subject },
        { onCancel: close, onSent: () => void this.#sent(), byItself: this.#byItself },
      );
    }
    return html`<button
      type="button"
      class="start"
      @pointerenter=${loadComposer}
      @focus=${loadComposer}
      @click=${() => void this.#compose()}
    >
      ${glyph(PenLine)}<span>${msg(str`Share something about ${subject.name}…`)}</span>
    </button>`;
  }

  #signedOut() {
    return (
      this.door?.(this.#shared!.session) ??
      html`<rapport-notice
        .icon=${Lock}
        heading=${msg('Your session has ended.')}
        text=${msg('What you typed is kept on this device.')}
        action=${msg('Try again')}
        @rapport-act=${() => this.#begin()}
      ></rapport-notice>`
    );
  }

  /** Back to reading, with the focus on what was just written. */
  async #sent() {
    this.writing = false;
    await this.updateComplete;
    await this.list?.updateComplete;
    this.list?.focusFirst();
  }

  async #compose() {
    if (this.readonly || !this.store?.record) return;
    this.#byItself = false;
    this.writing = true;
    await this.updateComplete;
    this.renderRoot.querySelector('rapport-composer')?.focus();
  }

  async #showNew() {
    try {
      await this.store?.load();
    } catch (failure) {
      this.toasts?.show({ text: problemOf(failure).message, tone: 'danger' });
    }
    await this.updateComplete;
    this.scrollTo({ top: 0 });
    this.list?.focusFirst();
  }
}

// Loading the script twice is harmless.
if (!customElements.get('rapport-feed')) customElements.define('rapport-feed', RapportFeed);

declare global {
  interface HTMLElementTagNameMap {
    'rapport-feed': RapportFeed;
  }
}
