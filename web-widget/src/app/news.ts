import type { Api } from '../api/api.ts';
import { readLive, type LiveNews, type LiveState } from '../api/live.ts';

const HIDDEN_FOR = 300_000;

/**
 * News for all tabs of this browser from one stream: the tab that holds the lock reads it and passes it on; when it goes, the next one
 * takes over. Browsers allow few connections to one server, and a person opens many tabs.
 */
export class News {
  #listeners = new Set<(news: LiveNews) => void>();
  #abort: AbortController | undefined;
  #channel: BroadcastChannel | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  state: LiveState = 'closed';

  constructor(
    private readonly api: Api,
    private readonly member: string,
  ) {}

  listen(listener: (news: LiveNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start() {
    document.addEventListener('visibilitychange', this.#visibility);
    this.#open();
  }

  stop() {
    document.removeEventListener('visibilitychange', this.#visibility);
    clearTimeout(this.#hidden);
    this.#close();
  }

  #open() {
    if (this.#abort) return;
    const abort = (this.#abort = new AbortController());
    const name = `rapport-news ${this.api.root.href} ${this.member}`;
    const channel = (this.#channel = new BroadcastChannel(name));
    channel.onmessage = event => this.#tell(event.data as LiveNews);
    const read = () =>
      readLive(
        this.api,
        news => {
          this.#tell(news);
          channel.postMessage(news);
        },
        abort.signal,
      );
    // Locks are missing on plain http; each tab then reads for itself.
    if (!navigator.locks) {
      void read();
      return;
    }
    const asked = Date.now();
    const lead = async () => {
      if (abort.signal.aborted) return;
      // Between the end of the old stream and ours something may have been missed, by every tab.
      if (Date.now() - asked > 1_000) {
        this.#tell({ event: 'gap', data: {} });
        channel.postMessage({ event: 'gap', data: {} });
      }
      await read();
    };
    navigator.locks.request(name, { signal: abort.signal }, lead).catch(() => undefined);
  }

  #close() {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#channel?.close();
    this.#channel = undefined;
  }

  #tell(news: LiveNews) {
    if (news.event === 'state') this.state = news.data.state;
    for (const listener of this.#listeners) listener(news);
  }

  #visibility = () => {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'hidden') {
      this.#hidden = setTimeout(() => this.#close(), HIDDEN_FOR);
    } else if (!this.#abort) {
      this.#open();
      this.#tell({ event: 'gap', data: {} });
    }
  };
}
