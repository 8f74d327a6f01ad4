import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api, type Credentials } from './api.ts';
import { waitBefore } from './live.ts';
import { ApiProblem } from './problem.ts';

describe('a call of the server', () => {
  let server: Server;
  let address: string;
  let seen: { method: string; url: string; headers: IncomingMessage['headers'] }[];
  let answers: { status: number; body?: unknown; headers?: Record<string, string> }[];

  beforeEach(async () => {
    seen = [];
    answers = [];
    server = createServer((request, response) => {
      seen.push({ method: request.method!, url: request.url!, headers: request.headers });
      const { status, body, headers } = answers.shift() ?? { status: 200, body: {} };
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise(resolve => server.close(resolve)));

  it('works below any path and leaves out what is not asked', async () => {
    await new Api(`${address}/social`).get('records', { query: 'A & B', limit: undefined });
    expect(seen[0]!.url).toBe('/social/api/v1/records?query=A+%26+B');
  });

  it('says that it is ours when a cookie would speak for it', async () => {
    await new Api(address).send('POST', 'posts', { body: {}, idempotencyKey: 'k' });
    expect(seen[0]!.headers).toMatchObject({
      'x-rapport': '1',
      'idempotency-key': 'k',
      'content-type': 'application/json',
    });
  });

  it('does not end a session for what an earlier one was refused', async () => {
    answers.push({ status: 401, body: { status: 401 } }, { status: 401, body: { status: 401 } });
    const api = new Api(address);
    let ended = 0;
    api.onSignedOut = () => void ended++;
    const late = api.get('session').catch(() => undefined);
    api.signedIn();
    await late;
    expect(ended).toBe(0);
    await api.get('session').catch(() => undefined);
    expect(ended).toBe(1);
  });

  it('turns a problem document into a refusal with field, limit and value', async () => {
    const body = {
      type: '/problems/too-long',
      status: 400,
      detail: 'body: too long',
      field: 'body',
      limit: 10_000,
      value: 10_001,
    };
    answers.push({ status: 400, body });
    const refusal = await new Api(address).send('POST', 'posts', { body: {} }).catch((failure: unknown) => failure);
    expect(refusal).toBeInstanceOf(ApiProblem);
    expect(refusal).toMatchObject({
      status: 400,
      slug: 'too-long',
      message: 'body: too long',
      document: { limit: 10_000 },
    });
  });

  it('renews its token once and asks again', async () => {
    let token = 'old';
    const credentials: Credentials = {
      cookies: false,
      token: () => Promise.resolve(token),
      renew: () => {
        token = 'fresh';
        return Promise.resolve(true);
      },
    };
    answers.push({ status: 401, body: {} }, { status: 200, body: { ok: true } });
    expect(await new Api(address, credentials).get('session')).toEqual({ ok: true });
    expect(seen.map(each => each.headers.authorization)).toEqual(['Bearer old', 'Bearer fresh']);
  });

  it('tells an unreachable server from one that refuses', async () => {
    const failure = await new Api('http://127.0.0.1:1').get('session').catch((problem: ApiProblem) => problem);
    expect(failure).toMatchObject({ status: 0, unreachable: true });
  });
});

describe('coming back after a break', () => {
  it('waits longer each time, up to half a minute, spread by chance', () => {
    expect(waitBefore(0, 0.5)).toBe(1_000);
    expect(waitBefore(3, 0.5)).toBe(8_000);
    expect(waitBefore(20, 0.5)).toBe(30_000);
    expect(waitBefore(20, 0)).toBe(21_000);
  });
});
