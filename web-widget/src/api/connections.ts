import type { Api } from './api.ts';
import type { ConnectionStatus } from './schema.ts';

export const readConnections = (api: Api, signal?: AbortSignal) =>
  api.get<{ items: ConnectionStatus[] }>('connections', {}, signal).then(page => page.items);
