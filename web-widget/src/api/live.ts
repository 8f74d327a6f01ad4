import { createParser } from 'eventsource-parser';
import type { Api } from './api.ts';
import { problemOf } from './problem.ts';

export interface ChangeNews {
  type:
    | 'post-added'
    | 'post-edited'
    | 'post-deleted'
    | 'post-restored'
    | 'comment-added'
    | 'comment-edited'
    | 'comment-deleted'
    | 'comment-restored'
    | 'reaction-changed';
  subject: string;
  root?: string;
  post: string;
  comment?: string;
  actor?: string;
}

/** What the stream tells. `gap`, told by the server or found by us: news may have been missed, ask
 * again for what is on screen. */
export type LiveNews =
  | { event: 'change'; data: ChangeNews }
  | { event: 'inbox'; data: { unread: number } }
  | { event: 'record'; data: { subject: string } }
  | { event: 'sync'; data: { connection: string } }
  | { event: 'gap'; data: Record<string, never> }
  | { event: 'state'; data: { state: LiveState } };

export type LiveState = 'connecting' | 'open' | 'waiting' | 'closed';

const HEARTBEAT_PATIENCE = 50_000; // the server sends a heartbeat every 20 s; two may be lost
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** The waits between tries grow, and are spread by chance so that a restarted server isn't met by everybody at once. */
export function waitBefore(attempt: number, chance = Math.random()): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt) * (0.7 + 0.6 * chance);
}

/**
 * Reads the stream until `signal` aborts, coming back after each break. `fetch` and not `EventSource`, which can't send a token.
 * Ends by itself only when the session has ended.
 */
export async function readLive(api: Api, tell: (news: LiveNews) => void, signal: AbortSignal): Promise<void> {
  let attempt = 0;
  const state = (value: LiveState) => tell({ event: 'state', data: { state: value } });
  while (!signal.aborted) {
    state('connecting');
    const connection = new AbortController();
    const stop = () => connection.abort();
    signal.addEventListener('abort', stop);
    let patience: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(patience);
      patience = setTimeout(stop, HEARTBEAT_PATIENCE);
    };
    try {
      alive();
      const response = await api.stream('live', connection.signal);
      attempt = 0;
      state('open');
      const parser = createParser({
        onEvent: ({ event, data }) => {
          if (event === 'ready') {
            // What was read before the stream stood may be older than its first news: at the first opening, after a break,
            // and when the server itself missed something and says so once more.
            tell({ event: 'gap', data: {} });
          } else if (event !== undefined && ['change', 'inbox', 'record', 'sync', 'gap'].includes(event)) {
            tell({ event, data: JSON.parse(data || '{}') } as LiveNews);
          }
        },
      });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        alive();
        parser.feed(value);
      }
    } catch (failure) {
      if (problemOf(failure).signedOut) break;
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', stop);
    }
    if (signal.aborted) break;
    state('waiting');
    await pause(waitBefore(attempt++), signal);
  }
  state('closed');
}

/** Ends early when the device comes online or the page is shown again: then trying at once is worth it. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const shown = () => document.visibilityState === 'visible' && end();
    const timer = setTimeout(end, milliseconds);
    function end() {
      clearTimeout(timer);
      removeEventListener('online', end);
      document.removeEventListener('visibilitychange', shown);
      signal.removeEventListener('abort', end);
      resolve();
    }
    addEventListener('online', end);
    document.addEventListener('visibilitychange', shown);
    signal.addEventListener('abort', end);
  });
}
