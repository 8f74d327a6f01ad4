import type { LiveNews } from '../api/live.ts';
import { EmbedSession, type GetToken } from './session.ts';

/** One session and one stream for all widgets of a page that show the same connection. */
class Shared {
  readonly session: EmbedSession;
  #listeners = new Set<(news: LiveNews) => void>();
  #abort: AbortController | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;

  constructor(server: string, connection: string, getToken?: GetToken) {
    this.session = new EmbedSession(server, connection, getToken);
  }

  get used() {
    return this.#listeners.size > 0;
  }

  listen(listener: (news: LiveNews) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      document.addEventListener('visibilitychange', this.#visibility);
      this.#start();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.#visibility);
      clearTimeout(this.#hidden);
      this.#abort?.abort();
      this.#abort = undefined;
    };
  }

  #tell = (news: LiveNews) => this.#listeners.forEach(listener => listener(news));

  #start(missed = false) {
    if (this.#abort) return;
    const abort = (this.#abort = new AbortController());
    // Not needed to read; comes when the first posts are on screen.
    void import('../api/live.ts').then(({ readLive }) => {
      if (abort.signal.aborted) return;
      if (missed) this.#tell({ event: 'gap', data: {} });
      void readLive(this.session.api, this.#tell, abort.signal);
    });
  }

  /** A hidden page stops reading after five minutes and catches up when it is shown. */
  #visibility = () => {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'visible') this.#start(true);
    else
      this.#hidden = setTimeout(() => {
        this.#abort?.abort();
        this.#abort = undefined;
      }, 300_000);
  };
}

const all = new Map<string, Shared>();

export function sharedFor(server: string, connection: string, getToken?: GetToken): Shared {
  const key = `${server} ${connection}`;
  const known = all.get(key);
  if (known) {
    if (getToken && !known.used) known.session.getToken = getToken;
    known.session.getToken ??= getToken;
    return known;
  }
  const made = new Shared(server, connection, getToken);
  all.set(key, made);
  return made;
}

/** Removed from the page, a widget leaves nothing behind. */
export function leave(server: string, connection: string): void {
  const key = `${server} ${connection}`;
  if (!all.get(key)?.used) all.delete(key);
}

export type { Shared };
