import { readFeed, readUpdates } from '../api/feeds.ts';
import type { LiveNews } from '../api/live.ts';
import { addPost, type NewPost } from '../api/posts.ts';
import { problemOf } from '../api/problem.ts';
import type { File_, Post, Subject } from '../api/schema.ts';
import type { Conversation, LocalPost } from './conversation.ts';
import { Discussion, plainSegments } from './discussion.ts';
import type { Draft } from './drafts.ts';
import { FeedStore } from './feed-store.ts';

type SentPost = NewPost & { subject: Subject; files?: File_[]; draft?: Draft | undefined };

/** A discussion that is a feed: posts are added, and others' arrive. */
export class FeedDiscussion extends Discussion {
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly feed: FeedStore) {
    super(feed);
  }

  async send(post: SentPost, key: string): Promise<Post | undefined> {
    const { subject, files, draft, ...text } = post;
    const id = `new-${key}`;
    const pending: LocalPost = {
      id,
      kind: post.kind,
      subject,
      author: this.feed.viewer ?? null,
      ...(post.title ? { title: post.title } : {}),
      body: post.body ?? '',
      segments: plainSegments(post.body ?? '')!,
      publishedAt: new Date().toISOString(),
      version: 1,
      commentCount: 0,
      comments: [],
      reactions: { counts: [], total: 0 },
      isRead: true,
      capabilities: {},
      ...(files?.length ? { files } : {}),
      local: { state: 'sending', key, sent: text, draft },
    };
    this.feed.accept(pending);
    this.feed.prepend(id);
    try {
      const answer = await addPost(this.feed.api, text, key);
      this.feed.rename(id, answer);
      return answer;
    } catch (failure) {
      this.feed.posts.set(id, {
        ...pending,
        local: { ...pending.local, state: 'failed', problem: problemOf(failure) },
      });
      this.feed.changed();
      return undefined;
    }
  }

  retry(id: string): Promise<Post | undefined> | undefined {
    const post = this.feed.posts.get(id);
    const key = post?.local?.key;
    if (!post || !key) return;
    this.discard(id);
    // What was sent, to the letter: a request that comes twice with one key must be the same both times.
    const { sent, draft } = post.local!;
    const again = { ...sent!, subject: post.subject, draft, ...(post.files ? { files: post.files } : {}) };
    return this.send(again, key);
  }

  discard(id: string): void {
    this.feed.remove(id);
  }

  override hear(news: LiveNews): void {
    super.hear(news);
    if (news.event === 'gap') this.#askForNews();
    if (news.event === 'record' && news.data.subject === this.feed.record?.id) void this.#freshRecord();
    if (news.event !== 'change') return;
    const { type, post, subject, root, actor } = news.data;
    if (type === 'post-added' && !this.feed.posts.has(post) && this.#concerns(subject, root)) {
      // What one posts oneself, here or in another tab, isn't news.
      if (actor !== undefined && actor === this.feed.viewer?.id && this.#sending()) return;
      this.#askForNews();
    }
  }

  #sending() {
    return [...this.feed.posts.values()].some(post => post.local?.state === 'sending');
  }

  #concerns(subject: string, root?: string): boolean {
    if (this.feed.place.kind === 'record') return this.feed.record?.id === subject || this.feed.record?.id === root;
    return true; // the server counts; it knows what one follows and what a member wrote elsewhere
  }

  #askForNews() {
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined;
      void this.#countNews();
    }, 400);
  }

  async #countNews() {
    const { updatesToken } = this.feed;
    if (!updatesToken) return;
    try {
      const { count } = await readUpdates(this.feed.api, this.feed.place, updatesToken);
      // The page may have been read anew meanwhile.
      if (updatesToken === this.feed.updatesToken) this.feed.announce(count);
    } catch {
      // The next event asks again.
    }
  }

  async #freshRecord() {
    try {
      const { record } = await readFeed(this.feed.api, this.feed.place, { limit: 1 });
      if (record) this.feed.record = record;
      this.feed.changed();
    } catch (failure) {
      if (problemOf(failure).denied) void this.feed.load();
    }
  }
}

const all = new WeakMap<Conversation, Discussion>();

/** The one discussion of a conversation. */
export function discussionOf(talk: Conversation): Discussion {
  const known = all.get(talk) ?? (talk instanceof FeedStore ? new FeedDiscussion(talk) : new Discussion(talk));
  all.set(talk, known);
  return known;
}
