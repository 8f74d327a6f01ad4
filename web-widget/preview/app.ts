import { Api } from '../src/api/api.ts';
import type { App } from '../src/app/context.ts';
import { marie } from './states.ts';

export const SERVER = 'http://rapport.example/';

/** What the shell gives, for a page that is looked at alone; `told` collects what would be said in passing. */
export function appAlone(route: Partial<App['route']>) {
  const told: string[] = [];
  const app = {
    api: new Api(SERVER),
    facts: { member: marie, capabilities: { admin: true } },
    router: { href: (path: string) => `${SERVER}app/${path}`, go: () => undefined },
    route: { page: 'home', params: {}, path: '', hash: '', query: new URLSearchParams(), ...route },
    settings: { undoSeconds: 8 },
    online: true,
    toasts: () => ({
      show: ({ text }: { text: string }) => told.push(text),
      announce: (text: string) => told.push(text),
    }),
    change: () => undefined,
    listen: () => () => undefined,
    kept: new Map(),
    title: () => undefined,
  } as unknown as App;
  return { app, told };
}
