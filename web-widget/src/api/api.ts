import { ApiProblem, problemFrom } from './problem.ts';

/** How requests prove who asks: by the session's cookie, or by an access token that is kept in memory. */
export interface Credentials {
  readonly cookies: boolean;
  /** The token to send; for cookies there is none. */
  token(): Promise<string | undefined>;
  /** After a 401: true if another try is worth it. */
  renew(): Promise<boolean>;
}

export const cookieSession: Credentials = {
  cookies: true,
  token: () => Promise.resolve(undefined),
  renew: () => Promise.resolve(false),
};

type Query = { [name: string]: string | number | boolean | undefined };

export interface Sending {
  body?: unknown;
  /** Kept by the caller with what it sends, so that trying again can't write twice. */
  idempotencyKey?: string;
  version?: number;
}

/** One Rapport server. Knows how to ask; the files beside it know what. */
export class Api {
  readonly root: URL;
  /** Told once per request that ended in 401 after renewal was tried. */
  onSignedOut?: () => void;
  language = 'en';
  #session = 0;

  constructor(
    server: string | URL,
    readonly credentials: Credentials = cookieSession,
  ) {
    const root = new URL(server);
    if (!root.pathname.endsWith('/')) root.pathname += '/';
    this.root = root;
  }

  /** A session has begun: what an earlier one was refused says nothing about this one. */
  signedIn() {
    this.#session++;
  }

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    return this.#json<T>('GET', path, query, {}, signal);
  }

  send<T = void>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, sending: Sending = {}): Promise<T> {
    return this.#json<T>(method, path, {}, sending);
  }

  /** The bytes of a file. */
  async bytes(path: string): Promise<Blob> {
    const response = await this.#fetch(new URL(`api/v1/${path}`, this.root), 'GET', {});
    if (!response.ok) throw await problemFrom(response);
    return response.blob();
  }

  /** What a request of another making needs: an upload tells of its progress, which `fetch` can't. */
  async headers(): Promise<Record<string, string>> {
    const token = await this.credentials.token();
    return {
      'Accept-Language': this.language,
      ...(this.credentials.cookies ? { 'X-Rapport': '1' } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    };
  }

  /** A stream of events, outside of /api/v1. */
  async stream(path: string, signal: AbortSignal): Promise<Response> {
    const response = await this.#fetch(
      new URL(path, this.root),
      'GET',
      { Accept: 'text/event-stream' },
      undefined,
      signal,
    );
    if (!response.ok) throw await problemFrom(response);
    return response;
  }

  async #json<T>(method: string, path: string, query: Query, sending: Sending, signal?: AbortSignal): Promise<T> {
    const url = new URL(`api/v1/${path}`, this.root);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': this.language };
    if (sending.body !== undefined) headers['Content-Type'] = 'application/json';
    if (sending.idempotencyKey) headers['Idempotency-Key'] = sending.idempotencyKey;
    if (sending.version !== undefined) headers['If-Match'] = `"v${sending.version}"`;
    if (method !== 'GET' && this.credentials.cookies) headers['X-Rapport'] = '1';
    const body = sending.body === undefined ? undefined : JSON.stringify(sending.body);

    const session = this.#session;
    const response = await this.#fetch(url, method, headers, body, signal);
    if (!response.ok) {
      if (response.status === 401 && session === this.#session) this.onSignedOut?.();
      throw await problemFrom(response);
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  async #fetch(url: URL, method: string, headers: Record<string, string>, body?: string, signal?: AbortSignal) {
    const ask = async () => {
      const token = await this.credentials.token();
      const sent = token ? { ...headers, Authorization: `Bearer ${token}` } : headers;
      const credentials: RequestCredentials = this.credentials.cookies ? 'same-origin' : 'omit';
      const init: RequestInit = { method, headers: sent, credentials, cache: 'no-store' };
      if (body !== undefined) init.body = body;
      if (signal) init.signal = signal;
      return fetch(url, init);
    };
    try {
      const response = await ask();
      return response.status === 401 && (await this.credentials.renew()) ? await ask() : response;
    } catch (failure) {
      if (failure instanceof ApiProblem || (failure as Error).name === 'AbortError') throw failure;
      throw new ApiProblem({ status: 0, detail: (failure as Error).message });
    }
  }
}

/** A key for one thing to create. `crypto.randomUUID` is missing on plain http, where a server in a closed network may live. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** A part of a path, which may hold any character a CRM puts into an id. */
export const part = encodeURIComponent;
