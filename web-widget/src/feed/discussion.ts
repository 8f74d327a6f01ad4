import {
  addComment,
  deleteComment,
  editComment,
  readComment,
  readComments,
  restoreComment,
  type CommentChange,
  type CommentQuery,
} from '../api/comments.ts';
import type { LiveNews } from '../api/live.ts';
import { deletePost, editPost, markPostRead, readPost, readPosts, restorePost, type PostChange } from '../api/posts.ts';
import { problemOf } from '../api/problem.ts';
import { react } from '../api/reactions.ts';
import type { Comment, File_, Post, ReactionKind, Reactions } from '../api/schema.ts';
import type { Conversation, LocalComment, LocalPost, Thread } from './conversation.ts';
import type { Draft } from './drafts.ts';
import type { ItemRef } from './events.ts';

export interface SentComment {
  postId: string;
  parentId?: string;
  body: string;
  files?: File_[];
  key: string;
  draft?: Draft | undefined;
}

const PAGE = 20;
/** Of a long thread the first and the last ones are shown. */
const HEAD = 3;
const TAIL = 10;
const GATHER = 250; // ms; one person's save makes several events, and one request answers them

/** What one does in a conversation, and what others do meanwhile. Reading doesn't need it, so it may come after the first posts. */
export class Discussion {
  #stale = new Set<string>();
  #staleComments = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly talk: Conversation) {}

  // ---- threads

  async openThread(postId: string, around?: string): Promise<void> {
    const thread = this.talk.threads.get(postId);
    if (thread?.loading) return;
    this.talk.putThread(postId, { open: true, loading: true, problem: undefined, marked: around });
    if (around) {
      await this.#readComments(postId, { around, limit: PAGE }, page => ({
        comments: page.items,
        earlier: page.previousPageToken,
        later: page.nextPageToken,
        head: undefined,
      }));
      return;
    }
    const long = (this.talk.posts.get(postId)?.commentCount ?? 0) > PAGE;
    const first = long ? readComments(this.talk.api, postId, { after: '0', limit: HEAD }) : undefined;
    first?.catch(() => undefined); // told by the other one, or done without
    await this.#readComments(postId, { limit: long ? TAIL : PAGE }, async page => {
      const head = page.previousPageToken ? await first : undefined;
      return {
        comments: merge(head?.items ?? [], page.items),
        earlier: page.previousPageToken,
        later: page.nextPageToken,
        head: head?.items.at(-1)?.ordinal,
      };
    });
  }

  async readEarlier(postId: string): Promise<void> {
    const thread = this.talk.threads.get(postId);
    if (!thread || thread.loading) return;
    if (!thread.open) return this.openThread(postId);
    if (!thread.earlier) return;
    this.talk.putThread(postId, { loading: true, problem: undefined });
    const { head } = thread;
    await this.#readComments(postId, { before: thread.earlier, limit: PAGE }, page => {
      const closed = head !== undefined && (page.items[0]?.ordinal ?? 0) <= head + 1;
      return {
        comments: merge(page.items, this.talk.threads.get(postId)!.comments),
        earlier: closed ? undefined : page.previousPageToken,
        head: closed ? undefined : head,
      };
    });
  }

  async readLater(postId: string): Promise<void> {
    const thread = this.talk.threads.get(postId);
    if (!thread?.later || thread.loading) return;
    this.talk.putThread(postId, { loading: true, problem: undefined });
    await this.#readComments(postId, { after: thread.later, limit: PAGE }, page => ({
      comments: merge(this.talk.threads.get(postId)!.comments, page.items),
      later: page.nextPageToken,
    }));
  }

  closeThread(postId: string): void {
    const thread = this.talk.threads.get(postId);
    if (!thread) return;
    this.talk.putThread(postId, {
      open: false,
      comments: thread.comments.slice(-3),
      earlier: undefined,
      later: undefined,
      head: undefined,
    });
  }

  async #readComments(
    postId: string,
    query: CommentQuery,
    take: (page: Awaited<ReturnType<typeof readComments>>) => Partial<Thread> | Promise<Partial<Thread>>,
  ) {
    try {
      const page = await readComments(this.talk.api, postId, query);
      const taken = await take(page);
      const waiting = this.talk.threads.get(postId)?.comments.filter(comment => comment.local) ?? [];
      if (taken.comments) taken.comments = merge(taken.comments, waiting);
      this.talk.putThread(postId, { ...taken, loading: false });
    } catch (failure) {
      this.talk.putThread(postId, { loading: false, problem: problemOf(failure) });
    }
  }

  // ---- writing

  async sendComment(sent: SentComment): Promise<Comment | undefined> {
    const id = `new-${sent.key}`;
    const post = this.talk.posts.get(sent.postId);
    if (!post) return;
    const thread = this.talk.threads.get(sent.postId);
    const parent = thread?.comments.find(comment => comment.id === sent.parentId);
    const pending: LocalComment = {
      id,
      postId: sent.postId,
      ordinal: Number.MAX_SAFE_INTEGER,
      author: this.talk.viewer ?? { id: '', name: '', active: true },
      body: sent.body,
      segments: plainSegments(sent.body),
      publishedAt: new Date().toISOString(),
      version: 1,
      reactions: { counts: [], total: 0 },
      capabilities: {},
      local: { state: 'sending', key: sent.key, draft: sent.draft },
      ...(sent.files?.length ? { files: sent.files } : {}),
    };
    if (parent) {
      pending.parentId = parent.id;
      pending.threadId = parent.threadId ?? parent.id;
      if (parent.threadId) pending.parentAuthor = parent.author;
    }
    this.talk.putThread(sent.postId, { comments: merge(thread?.comments ?? [], [pending]) });
    try {
      const text = {
        body: sent.body,
        ...(sent.parentId ? { parentId: sent.parentId } : {}),
        ...(sent.files?.length ? { fileIds: sent.files.map(file => file.id) } : {}),
      };
      const comment = await addComment(this.talk.api, sent.postId, text, sent.key);
      this.#replaceComment(sent.postId, id, comment);
      this.#count(sent.postId, 1);
      return comment;
    } catch (failure) {
      this.#replaceComment(sent.postId, id, {
        ...pending,
        local: { ...pending.local, state: 'failed', problem: problemOf(failure) },
      });
      return undefined;
    }
  }

  retryComment(postId: string, id: string): Promise<Comment | undefined> | undefined {
    const comment = this.talk.comment(postId, id);
    const key = comment?.local?.key;
    if (!comment || !key) return;
    this.discardComment(postId, id);
    const sent: SentComment = { postId, body: comment.body ?? '', key, draft: comment.local?.draft };
    if (comment.parentId) sent.parentId = comment.parentId;
    if (comment.files) sent.files = comment.files;
    return this.sendComment(sent);
  }

  discardComment(postId: string, id: string): void {
    const thread = this.talk.threads.get(postId);
    if (thread) this.talk.putThread(postId, { comments: thread.comments.filter(comment => comment.id !== id) });
  }

  async editPost(id: string, change: PostChange, version?: number): Promise<Post> {
    const post = await editPost(this.talk.api, id, change, version);
    this.talk.accept(post);
    return post;
  }

  async editComment(postId: string, id: string, change: CommentChange, version?: number): Promise<Comment> {
    const comment = await editComment(this.talk.api, id, change, version);
    this.#replaceComment(postId, id, comment);
    return comment;
  }

  /** Reads a post or a comment as it is now, without waiting for others that changed too. */
  async reread({ item, id, postId }: ItemRef): Promise<void> {
    if (item === 'post') this.talk.accept(await readPost(this.talk.api, id));
    else this.#replaceComment(postId, id, await readComment(this.talk.api, id));
  }

  /** Deleted things keep their place, as "Deleted", for the rest of the visit. */
  async deletePost(id: string): Promise<void> {
    const post = this.talk.posts.get(id);
    if (!post) return;
    this.talk.putPost({ ...post, local: { state: 'deleted' } });
    try {
      await deletePost(this.talk.api, id);
    } catch (failure) {
      this.talk.putPost(post);
      throw failure;
    }
  }

  async restorePost(id: string): Promise<void> {
    this.talk.accept(await restorePost(this.talk.api, id));
  }

  async deleteComment(postId: string, id: string): Promise<void> {
    const comment = this.talk.comment(postId, id);
    if (!comment) return;
    this.#replaceComment(postId, id, { ...comment, deleted: true });
    try {
      await deleteComment(this.talk.api, id);
      this.#count(postId, -1);
    } catch (failure) {
      this.#replaceComment(postId, id, comment);
      throw failure;
    }
  }

  async restoreComment(postId: string, id: string): Promise<void> {
    this.#replaceComment(postId, id, await restoreComment(this.talk.api, id));
    this.#count(postId, 1);
  }

  /** Shown before the server has answered; taken back if it refuses. */
  async react(on: ItemRef, kind: ReactionKind | undefined): Promise<void> {
    const before = this.find(on);
    if (!before) return;
    const put = (reactions: Reactions) => this.change(on, { reactions });
    put(withReaction(before.reactions, kind));
    try {
      put(await react(this.talk.api, on, kind));
    } catch (failure) {
      put(before.reactions);
      throw failure;
    }
  }

  find({ item, id, postId }: ItemRef): LocalPost | LocalComment | undefined {
    return item === 'post' ? this.talk.posts.get(id) : this.talk.comment(postId, id);
  }

  /** Shows part of a post or a comment differently, until the server tells it anew. */
  change({ item, id, postId }: ItemRef, change: Partial<LocalPost> | Partial<LocalComment>): void {
    const before = this.find({ item, id, postId });
    if (!before) return;
    if (item === 'post') this.talk.putPost({ ...before, ...change } as LocalPost);
    else this.#replaceComment(postId, id, { ...before, ...change } as LocalComment);
  }

  /** Asks the server for a post, and for one of its comments, as they are now. */
  refresh(postId: string, commentId?: string): void {
    this.#refresh(postId, commentId);
  }

  /** Told once per post; losing one costs nothing but an unread mark. */
  markRead(id: string): void {
    const post = this.talk.posts.get(id);
    if (!post || post.isRead !== false || post.local) return;
    // The mark on screen stays as it was on arrival: what was new must not go quiet under the reader's eyes.
    void markPostRead(this.talk.api, id).catch(() => undefined);
  }

  // ---- news

  hear(news: LiveNews): void {
    if (news.event === 'gap') {
      for (const id of this.talk.posts.keys()) if (!this.talk.posts.get(id)?.local) this.#refresh(id);
      for (const [id, thread] of this.talk.threads) if (thread.open) void this.#catchUp(id);
      return;
    }
    if (news.event !== 'change') return;
    const { type, post, comment } = news.data;
    const known = this.talk.posts.get(post);
    if (!known) return;
    if (type === 'post-deleted') {
      if (!known.local) this.talk.putPost({ ...known, local: { state: 'deleted' } });
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
      const there = await readPosts(this.talk.api, ids);
      for (const post of there) this.talk.accept(post);
      // Deleted in between, or not for this reader any more.
      for (const id of ids) {
        const known = this.talk.posts.get(id);
        if (known && !known.local && there.every(post => post.id !== id))
          this.talk.putPost({ ...known, local: { state: 'deleted' } });
      }
      for (const [postId, changed] of comments) {
        if (!this.talk.threads.get(postId)?.open) continue;
        for (const id of changed) await this.#freshComment(postId, id);
      }
    } catch {
      // The next event or the next visit tells it again.
    }
    if (this.#stale.size > 0) this.#timer ??= setTimeout(() => void this.#fetchStale(), GATHER);
  }

  /** What was said while nothing was heard, where the thread was read to its end. */
  async #catchUp(postId: string) {
    const thread = this.talk.threads.get(postId);
    if (!thread || thread.later || thread.loading) return;
    const last = thread.comments.findLast(comment => !comment.local)?.ordinal ?? 0;
    await this.#readComments(postId, { after: `${last}`, limit: PAGE }, page => ({
      comments: merge(this.talk.threads.get(postId)!.comments, page.items),
      later: page.nextPageToken,
    }));
  }

  async #freshComment(postId: string, id: string) {
    const thread = this.talk.threads.get(postId);
    if (!thread) return;
    try {
      const comment = await readComment(this.talk.api, id);
      const present = thread.comments.some(known => known.id === id);
      // Later pages will bring it where the thread isn't read to its end.
      if (present || !thread.later)
        this.talk.putThread(postId, { comments: merge(this.talk.threads.get(postId)!.comments, [comment]) });
    } catch (failure) {
      const known = this.talk.comment(postId, id);
      if (problemOf(failure).denied && known) this.#replaceComment(postId, id, { ...known, deleted: true });
    }
  }

  #count(postId: string, change: number) {
    const post = this.talk.posts.get(postId);
    if (post) this.talk.putPost({ ...post, commentCount: Math.max(0, post.commentCount + change) });
  }

  #replaceComment(postId: string, id: string, comment: LocalComment) {
    const thread = this.talk.threads.get(postId);
    if (!thread) return;
    // The same comment may have come by the stream before its own answer did.
    const others = thread.comments.filter(known => known.id === id || known.id !== comment.id);
    this.talk.putThread(postId, { comments: others.map(known => (known.id === id ? comment : known)) });
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
  const named = body.replace(/\[(@?[^\]]+)\]\((?:member|record|space):\d+\)/g, '$1');
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
