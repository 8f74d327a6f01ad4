import type { Api } from './api.ts';
import type { Member, SessionFacts } from './schema.ts';

export const readSession = (api: Api) => api.get<SessionFacts>('session');

/** What one can do without: the usual holds where it can't be read. */
export const readSettings = (api: Api) =>
  readSession(api).then(
    facts => facts.settings,
    () => undefined,
  );

export const signIn = (api: Api, login: string, password: string) =>
  api.send<{ member: Member; expiresAt: string }>('POST', 'session', { body: { login, password } });

/** Ends every other session of the app that one has open. */
export const changePassword = (api: Api, current: string, password: string) =>
  api.send('PUT', 'session/password', { body: { current, password } });

export const signOut = (api: Api) => api.send('DELETE', 'session');

/** A ticket of the CRM against an access token for an hour. */
export const exchangeTicket = (api: Api, connection: string, ticket: string) =>
  api.send<{ accessToken: string; expiresAt: string; member: Member }>('POST', 'embed/session', {
    body: { connection, ticket },
  });
