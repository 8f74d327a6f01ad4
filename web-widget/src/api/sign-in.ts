import type { Api } from './api.ts';
import type { Member, WaysIn } from './schema.ts';

export const readWaysIn = (api: Api) => api.get<WaysIn>('sign-in');

/** What a sign-in in a window of its own handed over against an access token for an hour. */
export const exchangeCode = (api: Api, connection: string, code: string, verifier: string) =>
  api.send<{ accessToken: string; expiresAt: string; member: Member }>('POST', 'embed/session/code', {
    body: { connection, code, verifier },
  });
