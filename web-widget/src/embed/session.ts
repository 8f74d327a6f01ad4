import { Api, type Credentials } from '../api/api.ts';
import { ApiProblem } from '../api/problem.ts';
import type { MemberSummary } from '../api/schema.ts';
import { exchangeTicket } from '../api/session.ts';

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
    private readonly connection: string,
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
    if (!ticket) throw new ApiProblem({ status: 401, type: '/problems/no-ticket', detail: 'The page gave no ticket.' });
    const plain = new Api(this.api.root, {
      cookies: false,
      token: () => Promise.resolve(undefined),
      renew: () => Promise.resolve(false),
    });
    plain.language = this.api.language;
    const { accessToken, expiresAt, member } = await exchangeTicket(plain, this.connection, ticket);
    this.#token = accessToken;
    this.#expires = Date.parse(expiresAt);
    this.member = member;
  }
}
