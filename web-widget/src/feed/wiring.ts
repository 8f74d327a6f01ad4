import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { problemOf } from '../api/problem.ts';
import type { RapportToasts } from '../elements/rapport-toasts/rapport-toasts.ts';
import { problemText } from '../i18n/names.ts';
import type { Conversation } from './conversation.ts';
import type { Detail, RapportEvents, Sent } from './events.ts';
import { discussionOf, FeedDiscussion } from './feed-discussion.ts';
import { feedKey } from './keys.ts';
import type { Around as DeedsAround } from './sending.ts';
import type { Surface } from './surface.ts';

type Host = ReactiveControllerHost & HTMLElement & { renderRoot: HTMLElement | DocumentFragment };

interface Around {
  conversation(): Conversation | undefined;
  surface(): Surface | undefined;
  toasts(): RapportToasts | null | undefined;
  sent?(id: string): void;
}

/** What `sending.ts` does. */
const later = [
  'rapport-send',
  'rapport-delete',
  'rapport-retry',
  'rapport-rework',
  'rapport-discard',
  'rapport-history',
  'rapport-copy-link',
  'rapport-follow',
] as const;

/** Turns what elements tell into what the conversation does, and its outcome into what the reader hears. */
export class Wiring implements ReactiveController {
  #stop?: (() => void) | undefined;
  #watched?: Conversation | undefined;
  readonly #handlers: { [K in keyof RapportEvents]?: (detail: Detail<K>) => unknown } = {
    'rapport-react': detail => this.#try(this.#talk.react(detail, detail.kind)),
    'rapport-open-thread': ({ postId }) => this.#talk.openThread(postId),
    'rapport-close-thread': ({ postId }) => this.#talk.closeThread(postId),
    'rapport-earlier': ({ postId }) => this.#talk.readEarlier(postId),
    'rapport-later': ({ postId }) => this.#talk.readLater(postId),
    'rapport-read': ({ postId }) => this.#talk.markRead(postId),
    'rapport-more': ({ automatic }) => this.#feed?.feed.more(automatic),
    'rapport-reload': () => this.#feed?.feed.load(),
    'rapport-do': detail => this.#do(detail),
  };

  constructor(
    private readonly host: Host,
    private readonly around: Around,
  ) {
    host.addController(this);
  }

  hostConnected() {
    for (const name of [...Object.keys(this.#handlers), ...later]) this.host.addEventListener(name, this);
    this.host.addEventListener('keydown', this);
  }

  hostDisconnected() {
    for (const name of [...Object.keys(this.#handlers), ...later]) this.host.removeEventListener(name, this);
    this.host.removeEventListener('keydown', this);
    this.#stop?.();
    this.#stop = undefined;
    this.#watched = undefined;
  }

  /** Follows the conversation that the host shows now. */
  hostUpdate() {
    const conversation = this.around.conversation();
    if (conversation === this.#watched) return;
    this.#stop?.();
    this.#watched = conversation;
    this.#stop = conversation?.subscribe(() => this.host.requestUpdate());
  }

  handleEvent(event: Event) {
    if (event.type === 'keydown') return this.#key(event as KeyboardEvent);
    if (!this.around.conversation()) return;
    event.stopPropagation();
    const name = event.type as keyof RapportEvents;
    const { detail } = event as CustomEvent<unknown>;
    const handle = this.#handlers[name] as ((detail: unknown) => unknown) | undefined;
    if (handle) handle(detail);
    else void this.#work(name as (typeof later)[number], detail);
  }

  get #talk() {
    return discussionOf(this.around.conversation()!);
  }

  get #feed() {
    const discussion = this.#talk;
    return discussion instanceof FeedDiscussion ? discussion : undefined;
  }

  get #toasts() {
    return this.around.toasts();
  }

  #fail(failure: unknown) {
    this.#toasts?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
  }

  #try(promise: Promise<unknown>) {
    return promise.catch(failure => this.#fail(failure));
  }

  /** What is done by a press on a post or a comment comes with the first such press. */
  async #do(detail: Detail<'rapport-do'>) {
    try {
      const { act } = await import('./acts.ts');
      await act(detail, { ...this.#here, root: this.host.renderRoot });
    } catch (failure) {
      this.#fail(failure);
    }
  }

  /** So does what is done with whole texts. */
  async #work(name: (typeof later)[number], detail: unknown) {
    try {
      const { deeds } = await import('./sending.ts');
      await (deeds[name] as (detail: unknown, here: DeedsAround) => unknown)(detail, this.#here);
    } catch (failure) {
      if (name === 'rapport-send') (detail as Sent).settle(problemOf(failure));
      else this.#fail(failure);
    }
  }

  get #here(): DeedsAround {
    return {
      discussion: this.#talk,
      host: this.host,
      surface: this.around.surface(),
      toasts: this.#toasts,
      seconds: this.around.surface()?.undoSeconds ?? 8,
      sent: this.around.sent,
    };
  }

  /** The keys of the feed; and Ctrl+Z takes back the last send or delete while nothing is being edited. */
  #key(event: KeyboardEvent) {
    feedKey(event);
    const origin = event.composedPath()[0] as HTMLElement;
    if (
      event.key !== 'z' ||
      event.shiftKey ||
      !(event.ctrlKey || event.metaKey) ||
      origin.matches('input, textarea, select')
    )
      return;
    if (this.#toasts?.undo()) event.preventDefault();
  }
}
