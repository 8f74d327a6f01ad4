import { msg, str } from '@lit/localize';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { newKey } from '../api/api.ts';
import { readCommentRevisions } from '../api/comments.ts';
import { followMember, unfollowMember } from '../api/members.ts';
import { addPost, deletePost, readPostRevisions } from '../api/posts.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { followRecord, unfollowRecord } from '../api/records.ts';
import type { RapportToasts } from '../elements/rapport-toasts/rapport-toasts.ts';
import { followName } from '../i18n/more-names.ts';
import { dayAndTime } from '../i18n/more-formats.ts';
import { problemText } from '../i18n/names.ts';
import type { Conversation } from './conversation.ts';
import type { Detail, ItemRef, RapportEvents, Sent } from './events.ts';
import { loadHistory } from './compose.ts';
import { discussionOf, FeedDiscussion } from './feed-discussion.ts';
import { feedKey } from './keys.ts';
import type { Surface } from './surface.ts';

type Host = ReactiveControllerHost & HTMLElement & { renderRoot: HTMLElement | DocumentFragment };

interface Around {
  conversation(): Conversation | undefined;
  surface(): Surface | undefined;
  toasts(): RapportToasts | null | undefined;
  sent?(id: string): void;
}

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
    'rapport-send': detail => this.#send(detail),
    'rapport-delete': detail => this.#delete(detail),
    'rapport-retry': detail => this.#retry(detail),
    'rapport-discard': detail => this.#discard(detail),
    'rapport-history': detail => this.#history(detail),
    'rapport-copy-link': detail => this.#copyLink(detail),
    'rapport-do': detail => this.#do(detail),
    'rapport-follow': detail => this.#follow(detail),
  };

  constructor(
    private readonly host: Host,
    private readonly around: Around,
  ) {
    host.addController(this);
  }

  hostConnected() {
    for (const name of Object.keys(this.#handlers)) this.host.addEventListener(name, this);
    this.host.addEventListener('keydown', this);
  }

  hostDisconnected() {
    for (const name of Object.keys(this.#handlers)) this.host.removeEventListener(name, this);
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
    const handle = this.#handlers[event.type as keyof RapportEvents] as (detail: unknown) => unknown;
    handle((event as CustomEvent).detail);
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

  get #undoSeconds() {
    return this.around.surface()?.undoSeconds ?? 8;
  }

  #fail(failure: unknown) {
    this.#toasts?.show({ text: problemText(problemOf(failure)), tone: 'danger' });
  }

  #try(promise: Promise<unknown>) {
    return promise.catch(failure => this.#fail(failure));
  }

  async #send(sent: Sent) {
    const { writing } = sent;
    if (writing.mode === 'edit') return this.#edit(sent);
    if (writing.mode === 'post' && sent.more.publishAt) return this.#schedule(sent);
    const key = newKey();
    const drafts = this.around.surface()?.drafts;
    drafts?.hold(sent.place, key);
    sent.settle();
    if (writing.mode === 'comment') {
      const answer = { postId: writing.postId, body: sent.body, files: sent.files, key };
      const comment = await this.#talk.sendComment(
        writing.parentId ? { ...answer, parentId: writing.parentId } : answer,
      );
      if (!comment) return this.#announceFailure();
      drafts?.release(sent.place, key);
      sent.taken();
      this.#toasts?.announce(msg('Comment posted.'));
      return;
    }
    const feed = this.#feed;
    if (!feed) return;
    const { subject } = writing;
    const post = await feed.send(
      {
        subject,
        subjectId: subject.id,
        kind: sent.kind,
        ...(sent.body ? { body: sent.body } : {}),
        ...(sent.title ? { title: sent.title } : {}),
        ...sent.more,
        files: sent.files,
      },
      key,
    );
    if (!post) return this.#announceFailure();
    drafts?.release(sent.place, key);
    sent.taken();
    this.around.sent?.(post.id);
    this.#toasts?.show({
      text: msg('Posted.'),
      seconds: this.#undoSeconds,
      undo: () => void this.#try(this.#talk.deletePost(post.id)),
    });
  }

  /** What is to be published later stands in no feed; until the server has it, it stays in the composer. */
  async #schedule({ writing, body, title, kind, more, settle, taken, place }: Sent) {
    if (writing.mode !== 'post') return;
    const { api } = this.#talk.talk;
    const post = { subjectId: writing.subject.id, kind, body, ...(title ? { title } : {}), ...more };
    try {
      const { id } = await addPost(api, post, newKey());
      this.around.surface()?.drafts.discard(place);
      settle();
      taken();
      this.#toasts?.show({
        text: msg(str`To be published on ${dayAndTime(more.publishAt!)}.`),
        seconds: this.#undoSeconds,
        undo: () => void this.#try(deletePost(api, id)),
      });
    } catch (failure) {
      settle(problemOf(failure));
    }
  }

  /** A text that was not taken stands in its place with what to do; for those who can't see it, it is said. */
  #announceFailure() {
    this.#toasts?.announce(msg('Not sent. The text is kept.'));
  }

  async #edit({ writing, body, title, settle }: Sent) {
    if (writing.mode !== 'edit') return;
    try {
      if (writing.item === 'post') {
        await this.#talk.editPost(writing.id, title === undefined ? { body } : { body, title }, writing.version);
      } else {
        await this.#talk.editComment(writing.postId, writing.id, body, writing.version);
      }
      settle();
      this.#toasts?.announce(msg('Saved.'));
    } catch (failure) {
      settle(problemOf(failure));
    }
  }

  async #delete({ item, id, postId }: ItemRef) {
    const talk = this.#talk;
    try {
      await (item === 'post' ? talk.deletePost(id) : talk.deleteComment(postId, id));
      this.#toasts?.show({
        text: item === 'post' ? msg('Post deleted.') : msg('Comment deleted.'),
        seconds: this.#undoSeconds,
        undo: () => void this.#try(item === 'post' ? talk.restorePost(id) : talk.restoreComment(postId, id)),
      });
    } catch (failure) {
      this.#fail(failure);
    }
  }

  #retry({ item, id, postId }: ItemRef) {
    const again = item === 'post' ? this.#feed?.retry(id) : this.#talk.retryComment(postId, id);
    void again?.then(done => {
      if (done) this.#releaseDraft(id);
      else this.#announceFailure();
    });
  }

  #discard({ item, id, postId }: ItemRef) {
    if (item === 'post') this.#feed?.discard(id);
    else this.#talk.discardComment(postId, id);
    this.#releaseDraft(id);
  }

  /** The item's id carries the key under which its text is held. */
  #releaseDraft(id: string) {
    const drafts = this.around.surface()?.drafts;
    const key = id.replace(/^new-/, '');
    for (const place of drafts?.places() ?? []) if (place.startsWith(`unsent ${key} `)) drafts?.discard(place);
  }

  async #history({ item, id }: ItemRef) {
    const { api } = this.#talk.talk;
    await loadHistory();
    const panel = document.createElement('rapport-history');
    this.host.renderRoot.append(panel);
    void panel.show();
    try {
      panel.revisions = await (item === 'post' ? readPostRevisions(api, id) : readCommentRevisions(api, id));
    } catch (failure) {
      panel.problem = problemOf(failure) as ApiProblem;
    }
  }

  async #copyLink({ item, id, postId }: ItemRef) {
    const target = item === 'post' ? { kind: 'post' as const, id } : { kind: 'post' as const, id: postId, comment: id };
    const url = new URL(this.around.surface()?.hrefOf(target) ?? '', document.baseURI).href;
    try {
      await navigator.clipboard.writeText(url);
      this.#toasts?.show({ text: msg('Link copied.'), seconds: 4 });
    } catch {
      // No right to the clipboard, as in some frames: the address can still be taken by hand.
      this.#toasts?.show({ text: url, seconds: 20 });
    }
  }

  /** What is done by a press on a post or a comment comes with the first such press. */
  async #do(detail: Detail<'rapport-do'>) {
    try {
      const { act } = await import('./acts.ts');
      await act(detail, {
        discussion: this.#talk,
        root: this.host.renderRoot,
        surface: this.around.surface(),
        toasts: this.#toasts,
        seconds: this.#undoSeconds,
      });
    } catch (failure) {
      this.#fail(failure);
    }
  }

  async #follow({ kind, id, level }: Detail<'rapport-follow'>) {
    const { api } = this.#talk.talk;
    try {
      if (kind === 'record') await (level ? followRecord(api, id, level) : unfollowRecord(api, id));
      else await (level ? followMember(api, id, level) : unfollowMember(api, id));
      this.#feed?.feed.follow(level ? { level } : null);
      this.#toasts?.announce(level ? followName(level) : msg('You no longer follow this.'));
    } catch (failure) {
      this.#fail(failure);
    }
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
