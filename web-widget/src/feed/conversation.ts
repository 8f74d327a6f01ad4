import type { Api } from '../api/api.ts';
import type { NewPost } from '../api/posts.ts';
import type { ApiProblem } from '../api/problem.ts';
import type { Comment, MemberSummary, Post } from '../api/schema.ts';
import type { Draft } from './drafts.ts';

/** Where something of ours stands that the server has not confirmed. */
export interface Local {
  state: 'sending' | 'failed' | 'deleted';
  problem?: ApiProblem;
  /** What was sent, for another try. */
  sent?: NewPost;
  /** As it was written, for its author to change. */
  draft?: Draft | undefined;
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
  /** Where the thread's beginning ends, as far as it is here: what is between it and the other comments is folded. */
  head?: number | undefined;
  problem?: ApiProblem | undefined;
  /** The comment whose address was opened. */
  marked?: string | undefined;
}

/**
 * Posts and their threads as this reader sees them: what the server told, what is on its way, what has just been undone.
 * Posts and comments are never changed in place, so that an element re-renders exactly when what it shows is another object.
 */
export class Conversation {
  readonly posts = new Map<string, LocalPost>();
  readonly threads = new Map<string, Thread>();
  #listeners = new Set<() => void>();
  #scheduled = false;

  constructor(
    readonly api: Api,
    public viewer?: MemberSummary,
  ) {}

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
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

  comment(postId: string, id: string): LocalComment | undefined {
    return this.threads.get(postId)?.comments.find(comment => comment.id === id);
  }

  putPost(post: LocalPost): void {
    this.posts.set(post.id, post);
    this.changed();
  }

  putThread(postId: string, change: Partial<Thread>): void {
    const thread = this.threads.get(postId) ?? { comments: [], open: false, loading: false };
    this.threads.set(postId, { ...thread, ...change });
    this.changed();
  }
}
