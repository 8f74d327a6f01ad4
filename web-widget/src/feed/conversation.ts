import { newKey, type Api } from '../api/api.ts';
import {
  addComment,
  deleteComment,
  editComment,
  readComment,
  readComments,
  restoreComment,
  type CommentQuery,
} from '../api/comments.ts';
import type { LiveNews } from '../api/live.ts';
import { deletePost, editPost, markPostRead, readPost, readPosts, restorePost } from '../api/posts.ts';
import { problemOf, type ApiProblem } from '../api/problem.ts';
import { react, type Reactable } from '../api/reactions.ts';
import type { Comment, MemberSummary, Post, ReactionKind, Reactions } from '../api/schema.ts';

/** Where something of ours stands that the server has not confirmed. */
export interface Local {
  state: 'sending' | 'failed' | 'deleted';
  problem?: ApiProblem;
  /** Named once per text, so that trying again can't write it twice. */
  key?: string;
}

export type LocalPost = Post & { local?: Local };
export type LocalComment = Comment & { local?: Local };

/** The part of a thread that is here. Collapsed it holds what came with the post. */
export interface Thread {
  comments: LocalComment[];
  open: boolean;
  loading: boolean;
  earlier?: string | undefined;
  later?: string | undefined;
  problem?: ApiProblem | undefined;
  /** The comment whose address was opened. */
  marked?: string | undefined;
}

export interface SentComment {
  postId: string;
  parentId?: string;
  body: string;
  key: string;
}

const PAGE = 20;
const GATHER = 250; // ms; one person's save makes several events, and one request answers them

/**
 * Posts and their threads as this reader sees them: what the server told, what is on its way, what has just been undone.
 * Posts and comments are never changed in place, so that an element re-renders exactly when what it shows is another object.
 */
export class Conversation {
  readonly posts = new Map<string, LocalPost>();
  readonly threads = new Map<string, Thread>();
  #listeners = new Set<() => void>();
  #scheduled = false;
  #stale = new Set<string>();
  #staleComments = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly api: Api,
    public viewer?: MemberSummary,
  ) {}

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }

  /** Takes a post as the server now tells it. */
  accept(post: Post): void {
    this.posts.set(post.id, post);
    const thread = this.threads.get(post.id);
    if (!thread?.open) {
      const ours = thread?.comments.filter(comment => comment.local && comment.local.state !== 'deleted') ?? [];
      const comments = [...(post.comments ?? []).filter(comment => !ours.some(own => own.id === comment.id)), ...ours];
      this.threads.set(post.id, { comments, open: false, loading: false });
    }
    this.changed();
  }

  async loadPost(id: string, signal?: AbortSignal): Promise<Post> {
    const post = await readPost(this.api, id, signal);
    this.accept(post);
    return post;
  }

  // ---- threads

  async openThread(postId: string, around?: string): Promise<void> {
    const thread = this.threads.get(postId);
    if (thread?.loading) return;
    this.#thread(postId, { open: true, loading: true, problem: undefined, marked: around });
    const query: CommentQuery = around ? { around, limit: PAGE } : { limit: PAGE };
    await this.#readComments(postId, query, page => ({
      comments: page.items,
      earlier: page.previousPageToken,
      later: page.nextPageToken,
    }));
  }

  async readEarlier(postId: string): Promise<void> {
    const thread = this.threads.get(postId);
    if (!thread || thread.loading) return;
    if (!thread.open) return this.openThread(postId);
    if (!thread.earlier) return;
    this.#thread(postId, { loading: true, problem: undefined });
    await this.#readComments(postId, { before: thread.earlier, limit: PAGE }, page => ({
      comments: merge(page.items, this.threads.get(postId)!.comments),
      earlier: page.previousPageToken,
    }));
  }

  async readLater(postId: string): Promise<void> {
    const thread = this.threads.get(postId);
    if (!thread?.later || thread.loading) return;
    this.#thread(postId, { loading: true, problem: undefined });
    await this.#readComments(postId, { after: thread.later, limit: PAGE }, page => ({
      comments: merge(this.threads.get(postId)!.comments, page.items),
      later: page.nextPageToken,
    }));
  }

  closeThread(postId: string): void {
    const thread = this.threads.get(postId);
    if (!thread) return;
    this.#thread(postId, { open: false, comments: thread.comments.slice(-3), earlier: undefined, later: undefined });
  }

  async #readComments(
    postId: string,
    query: CommentQuery,
    take: (page: Awaited<ReturnType<typeof readComments>>) => Partial<Thread>,
  ) {
    try {
      const page = await readComments(this.api, postId, query);
      const waiting = this.threads.get(postId)?.comments.filter(comment => comment.local) ?? [];
      const taken = take(page);
      if (taken.comments) taken.comments = merge(taken.comments, waiting);
      this.#thread(postId, { ...taken, loading: false });
    } catch (failure) {
      this.#thread(postId, { loading: false, problem: problemOf(failure) });
    }
  }

  #thread(postId: string, change: Partial<Thread>): void {
    const thread = this.threads.get(postId) ?? { comments: [], open: false, loading: false };
    this.threads.set(postId, { ...thread, ...change });
    this.changed();
  }

  // ---- writing

  async sendComment(sent: SentComment): Promise<Comment | undefined> {
    const id = `new-${sent.key}`;
    const post = this.posts.get(sent.postId);
    if (!post) return;
    const thread = this.threads.get(sent.postId);
    const parent = thread?.comments.find(comment => comment.id === sent.parentId);
    const pending: LocalComment = {
      id,
      postId: sent.postId,
      ordinal: Number.MAX_SAFE_INTEGER,
      author: this.viewer ?? { id: '', name: '', active: true },
      body: sent.body,
      segments: plainSegments(sent.body),
      publishedAt: new Date().toISOString(),
      version: 1,
      reactions: { counts: [], total: 0 },
      capabilities: {},
      local: { state: 'sending', key: sent.key },
    };
    if (parent) {
      pending.parentId = parent.id;
      pending.threadId = parent.threadId ?? parent.id;
      if (parent.threadId) pending.parentAuthor = parent.author;
    }
    this.#thread(sent.postId, { comments: merge(thread?.comments ?? [], [pending]) });
    try {
      const text = sent.parentId ? { body: sent.body, parentId: sent.parentId } : { body: sent.body };
      const comment = await addComment(this.api, sent.postId, text, sent.key);
      this.#replaceComment(sent.postId, id, comment);
      this.#count(sent.postId, 1);
      return comment;
    } catch (failure) {
      this.#replaceComment(sent.postId, id, {
        ...pending,
        local: { state: 'failed', key: sent.key, problem: problemOf(failure) },
      });
      return undefined;
    }
  }

  retryComment(postId: string, id: string): Promise<Comment | undefined> | undefined {
    const comment = this.comment(postId, id);
    const key = comment?.local?.key;
    if (!comment || !key) return;
    this.discardComment(postId, id);
    const sent: SentComment = { postId, body: comment.body ?? '', key };
    if (comment.parentId) sent.parentId = comment.parentId;
    return this.sendComment(sent);
  }

  discardComment(postId: string, id: string): void {
    const thread = this.threads.get(postId);
    if (thread) this.#thread(postId, { comments: thread.comments.filter(comment => comment.id !== id) });
  }

  comment(postId: string, id: string): LocalComment | undefined {
    return this.threads.get(postId)?.comments.find(comment => comment.id === id);
  }

  async editPost(id: string, change: { body?: string; title?: string }, version?: number): Promise<void> {
    this.accept(await editPost(this.api, id, change, version));
  }

  async editComment(postId: string, id: string, body: string, version?: number): Promise<void> {
    this.#replaceComment(postId, id, await editComment(this.api, id, body, version));
  }

  /** Deleted things keep their place, as "Deleted", for the rest of the visit. */
  async deletePost(id: string): Promise<void> {
    const post = this.posts.get(id);
    if (!post) return;
    this.#post(id, { ...post, local: { state: 'deleted' } });
    try {
      await deletePost(this.api, id);
    } catch (failure) {
      this.#post(id, post);
      throw failure;
    }
  }

  async restorePost(id: string): Promise<void> {
    this.accept(await restorePost(this.api, id));
  }

  async deleteComment(postId: string, id: string): Promise<void> {
    const comment = this.comment(postId, id);
    if (!comment) return;
    this.#replaceComment(postId, id, { ...comment, deleted: true });
    try {
      await deleteComment(this.api, id);
      this.#count(postId, -1);
    } catch (failure) {
      this.#replaceComment(postId, id, comment);
      throw failure;
    }
  }

  async restoreComment(postId: string, id: string): Promise<void> {
    this.#replaceComment(postId, id, await restoreComment(this.api, id));
    this.#count(postId, 1);
  }

  /** Shown before the server has answered; taken back if it refuses. */
  async react(on: Reactable & { postId: string }, kind: ReactionKind | undefined): Promise<void> {
    const before = on.item === 'post' ? this.posts.get(on.id) : this.comment(on.postId, on.id);
    if (!before) return;
    const put = (reactions: Reactions) => {
      if (on.item === 'post') {
        const post = this.posts.get(on.id);
        if (post) this.#post(on.id, { ...post, reactions });
      } else {
        const comment = this.comment(on.postId, on.id);
        if (comment) this.#replaceComment(on.postId, on.id, { ...comment, reactions });
      }
    };
    put(withReaction(before.reactions, kind));
    try {
      put(await react(this.api, on, kind));
    } catch (failure) {
      put(before.reactions);
      throw failure;
    }
  }

  /** Told once per post; losing one costs nothing but an unread mark. */
  markRead(id: string): void {
    const post = this.posts.get(id);
    if (!post || post.isRead !== false || post.local) return;
    // The mark on screen stays as it was on arrival: what was new must not go quiet under the reader's eyes.
    void markPostRead(this.api, id).catch(() => undefined);
  }

  // ---- news

  hear(news: LiveNews): void {
    if (news.event === 'gap') {
      for (const id of this.posts.keys()) if (!this.posts.get(id)?.local) this.#refresh(id);
      return;
    }
    if (news.event !== 'change') return;
    const { type, post, comment } = news.data;
    const known = this.posts.get(post);
    if (!known) return;
    if (type === 'post-deleted') {
      if (!known.local) this.#post(post, { ...known, local: { state: 'deleted' } });
      return;
    }
    this.#refresh(post, comment);
  }

  #refresh(postId: string, commentId?: string) {
    this.#stale.add(postId);
    if (commentId) {
      const ids = this.#staleComments.get(postId) ?? new Set();
      this.#staleComments.set(postId, ids.add(commentId));
    }
    this.#timer ??= setTimeout(() => void this.#fetchStale(), GATHER);
  }

  async #fetchStale() {
    this.#timer = undefined;
    const ids = [...this.#stale].slice(0, 50);
    const comments = new Map(this.#staleComments);
    for (const id of ids) this.#stale.delete(id);
    this.#staleComments.clear();
    try {
      for (const post of await readPosts(this.api, ids)) this.accept(post);
      for (const [postId, changed] of comments) {
        if (!this.threads.get(postId)?.open) continue;
        for (const id of changed) await this.#freshComment(postId, id);
      }
    } catch {
      // The next event or the next visit tells it again.
    }
    if (this.#stale.size > 0) this.#timer ??= setTimeout(() => void this.#fetchStale(), GATHER);
  }

  async #freshComment(postId: string, id: string) {
    const thread = this.threads.get(postId);
    if (!thread) return;
    try {
      const comment = await readComment(this.api, id);
      const present = thread.comments.some(known => known.id === id);
      // Later pages will bring it where the thread isn't read to its end.
      if (present || !thread.later)
        this.#thread(postId, { comments: merge(this.threads.get(postId)!.comments, [comment]) });
    } catch (failure) {
      const known = this.comment(postId, id);
      if (problemOf(failure).denied && known) this.#replaceComment(postId, id, { ...known, deleted: true });
    }
  }

  // ---- places in the maps

  #post(id: string, post: LocalPost) {
    this.posts.set(id, post);
    this.changed();
  }

  #count(postId: string, change: number) {
    const post = this.posts.get(postId);
    if (post) this.#post(postId, { ...post, commentCount: Math.max(0, post.commentCount + change) });
  }

  #replaceComment(postId: string, id: string, comment: LocalComment) {
    const thread = this.threads.get(postId);
    if (!thread) return;
    // The same comment may have come by the stream before its own answer did.
    const others = thread.comments.filter(known => known.id === id || known.id !== comment.id);
    this.#thread(postId, { comments: others.map(known => (known.id === id ? comment : known)) });
  }
}

/** Both lists, each comment once, the later list's telling, in the order of the thread. */
export function merge(first: LocalComment[], second: LocalComment[]): LocalComment[] {
  const byId = new Map(first.map(comment => [comment.id, comment]));
  for (const comment of second) byId.set(comment.id, comment);
  return [...byId.values()].sort((a, b) => a.ordinal - b.ordinal);
}

export function withReaction(reactions: Reactions, kind: ReactionKind | undefined): Reactions {
  const counts = new Map(reactions.counts.map(({ kind, count }) => [kind, count]));
  const add = (which: ReactionKind, change: number) => counts.set(which, (counts.get(which) ?? 0) + change);
  if (reactions.mine) add(reactions.mine, -1);
  if (kind) add(kind, 1);
  const list = [...counts].filter(([, count]) => count > 0).map(([kind, count]) => ({ kind, count }));
  const total = list.reduce((sum, { count }) => sum + count, 0);
  return kind ? { counts: list, mine: kind, total } : { counts: list, total };
}

/** How a text looks until the server has parsed it: paragraphs, and the names of those it mentions. */
export function plainSegments(body: string): Post['segments'] {
  const named = body.replace(/\[(@?[^\]]+)\]\((?:member|record):\d+\)/g, '$1');
  return named.split(/\n{2,}/).map(text => ({
    type: 'paragraph',
    children: text
      .split('\n')
      .flatMap((line, at) =>
        at === 0
          ? [{ type: 'text', text: line } as const]
          : [{ type: 'break' } as const, { type: 'text', text: line } as const],
      ),
  }));
}

export { newKey };
