/**
 * The page for CRMs that let no foreign script in: the same element on an empty page, which talks to the page around it by messages.
 *
 * In:  `rapport-ticket` {ticket}, `rapport-record` {record}, `rapport-theme` {theme, tokens}.
 * With `sign-in` in its address, it asks the page around for no ticket: the reader signs in, in a window of Rapport's own.
 *
 * Out: `rapport-token-needed`, `rapport-resize` {height}, `rapport-navigate` {url, kind}, `rapport-unread` {count}, `rapport-error` {code}.
 */
import { html } from 'lit';
import type { RapportFeed } from './rapport-feed.ts';
import type { EmbedSession } from './session.ts';

const parameters = new URLSearchParams(location.search);
const fragment = new URLSearchParams(location.hash.slice(1));

/**
 * Who may speak to us. The server lets only the connection's own pages frame this one (frame-ancestors), so the parent is one of them;
 * its origin is learned from the browser, and messages of any other window or origin are not heard.
 */
const parentOrigin = location.ancestorOrigins?.[0] ?? originOf(document.referrer);
let heardFrom = parentOrigin;

function originOf(url: string): string | undefined {
  try {
    return url ? new URL(url).origin : undefined;
  } catch {
    return undefined;
  }
}

type Waiting = { give: (ticket: string) => void; refuse: (reason: Error) => void };
let waiting: Waiting | undefined;
let first = fragment.get('ticket') ?? undefined;
// The ticket serves once; it has no business in the address or the history.
if (first) history.replaceState(null, '', location.pathname + location.search);

const widget = document.createElement('rapport-feed') as RapportFeed;

function post(message: Record<string, unknown>) {
  if (window.parent === window) return;
  // Nothing of this is secret, and a frame without an origin of its own can be reached in no other way.
  window.parent.postMessage(message, heardFrom && heardFrom !== 'null' ? heardFrom : '*');
}

function getToken(): Promise<string> {
  if (first) {
    const ticket = first;
    first = undefined;
    return Promise.resolve(ticket);
  }
  return new Promise((give, refuse) => {
    waiting?.refuse(new Error('asked again'));
    waiting = { give, refuse };
    post({ type: 'rapport-token-needed' });
    setTimeout(() => refuse(new Error('The page around gave no ticket.')), 15_000);
  });
}

function door(session: EmbedSession) {
  void import('./rapport-sign-in.ts');
  // The same record once more, now for somebody.
  const begun = () => widget.requestUpdate('record', '');
  return html`<rapport-sign-in .feed=${widget} .session=${session} @rapport-signed-in=${begun}></rapport-sign-in>`;
}

addEventListener('message', event => {
  if (event.source !== window.parent || window.parent === window) return;
  if (parentOrigin !== undefined && event.origin !== parentOrigin) return;
  heardFrom = event.origin;
  const message = event.data as {
    type?: string;
    ticket?: unknown;
    record?: unknown;
    theme?: unknown;
    tokens?: unknown;
  } | null;
  if (message?.type === 'rapport-ticket' && typeof message.ticket === 'string') {
    if (waiting) waiting.give(message.ticket);
    else first = message.ticket;
    waiting = undefined;
  } else if (message?.type === 'rapport-record' && typeof message.record === 'string') {
    widget.record = message.record;
  } else if (message?.type === 'rapport-theme') {
    if (message.theme === 'light' || message.theme === 'dark' || message.theme === 'auto') widget.theme = message.theme;
    for (const [name, value] of Object.entries((message.tokens as Record<string, unknown>) ?? {})) {
      if (/^--rapport-[a-z-]+$/.test(name) && typeof value === 'string') widget.style.setProperty(name, value);
    }
  }
});

for (const name of ['rapport-unread', 'rapport-error', 'rapport-posted', 'rapport-ready']) {
  widget.addEventListener(name, event => post({ type: name, ...(event as CustomEvent).detail }));
}
widget.addEventListener('rapport-navigate', event => {
  post({ type: 'rapport-navigate', ...(event as CustomEvent).detail });
});
new ResizeObserver(() =>
  post({ type: 'rapport-resize', height: Math.ceil(widget.getBoundingClientRect().height) }),
).observe(widget);

widget.server = new URL('.', document.baseURI).href;
widget.connection = parameters.get('connection') ?? '';
widget.record = parameters.get('record') ?? '';
widget.lang = parameters.get('lang') ?? navigator.language;
document.documentElement.lang = widget.lang;
const theme = parameters.get('theme');
widget.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
widget.autoHeight = parameters.get('height') !== 'own';
// A ticket, where there is one, says more than the reader has to.
if (parameters.has('sign-in') && !first) widget.door = door;
else widget.getToken = getToken;
widget.headingLevel = 1;
const main = document.createElement('main');
main.append(widget);
document.body.append(main);
