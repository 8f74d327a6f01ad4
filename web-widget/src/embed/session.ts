import { Api, cookieSession, type Credentials } from '../api/api.ts';
import { ApiProblem } from '../api/problem.ts';
import type { MemberSummary } from '../api/schema.ts';
import { exchangeTicket } from '../api/session.ts';

/** A session as the server opens it. */
export interface Opened {
  accessToken: string;
  expiresAt: string;
  member: MemberSummary;
}

/** The host page's own way to a ticket that its CRM signed for who is signed in there. */
export type GetToken = () => Promise<string>;

/**
 * Access for one connection of one server: a ticket against an access token, which lives in memory only and is renewed when it is
 * refused or about to end. All widgets of a page that show the same connection share it.
 */
export class EmbedSession implements Credentials {
  readonly cookies = false;
  readonly api: Api;
  member: MemberSummary | undefined;
  #token: string | undefined;
  #expires = 0;
  #exchange: Promise<void> | undefined;

  constructor(
    server: string,
    readonly connection: string,
    public getToken?: GetToken,
  ) {
    this.api = new Api(server, this);
  }

  async token(): Promise<string | undefined> {
    if (!this.#token || Date.now() > this.#expires - 30_000) await this.#ask();
    return this.#token;
  }

  async renew(): Promise<boolean> {
    this.#token = undefined;
    await this.#ask();
    return this.#token !== undefined;
  }

  /** Several requests may need the token at once; one exchange serves them all. */
  #ask(): Promise<void> {
    this.#exchange ??= this.#take().finally(() => (this.#exchange = undefined));
    return this.#exchange;
  }

  async #take() {
    const ticket = await this.getToken?.().catch(() => undefined);
    if (!ticket) {
      // The page gives none: nothing but the person can begin another session.
      this.api.onSignedOut?.();
      throw new ApiProblem({ status: 401, type: '/problems/no-ticket' });
    }
    this.accept(await exchangeTicket(this.anonymous(), this.connection, ticket));
  }

  /** The same server for who isn't signed in yet. */
  anonymous(): Api {
    const plain = new Api(this.api.root, { ...cookieSession, cookies: false });
    plain.language = this.api.language;
    return plain;
  }

  accept({ accessToken, expiresAt, member }: Opened) {
    this.#token = accessToken;
    this.#expires = Date.parse(expiresAt);
    this.member = member;
  }
}
