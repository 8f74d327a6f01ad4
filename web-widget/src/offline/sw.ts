/// <reference lib="webworker" />
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** The shell and its parts, as they were built together. What the server says about posts is never kept here. */
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

/** Any page of the app is the shell, with its base set to where the app lives. */
registerRoute(
  new NavigationRoute(async () => {
    const kept = await matchPrecache('index.html');
    if (!kept) return fetch(new URL('./', self.registration.scope));
    const base = new URL(self.registration.scope).pathname;
    const shell = (await kept.text()).replace(/<base href="[^"]*"/, `<base href="${base}"`);
    return new Response(shell, { headers: kept.headers });
  }),
);

/** A new version waits until the reader asks for it. */
self.addEventListener('message', event => {
  if ((event.data as { type?: string } | null)?.type === 'rapport-take-over') void self.skipWaiting();
});
