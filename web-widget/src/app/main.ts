import './rapport-app.ts';

/** The worker keeps the shell for when there is no network. Its address passes a policy of our own, which knows this one address only. */
async function startWorker() {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const address = new URL('sw.js', document.baseURI).href;
  const policy = (globalThis as { trustedTypes?: TrustedTypePolicyMaker }).trustedTypes?.createPolicy('rapport-feed', {
    createScriptURL: (url: string) => {
      if (url !== address) throw new TypeError(`not our worker: ${url}`);
      return url;
    },
  });
  try {
    const registration = await navigator.serviceWorker.register(
      (policy?.createScriptURL(address) ?? address) as string,
      {
        updateViaCache: 'none',
      },
    );
    const tell = () =>
      registration.waiting && dispatchEvent(new CustomEvent('rapport-new-version', { detail: registration }));
    tell();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', event => {
        if ((event.target as ServiceWorker).state === 'installed' && navigator.serviceWorker.controller) tell();
      });
    });
  } catch {
    // A private window, or a host that forbids workers: the app runs without.
  }
}

interface TrustedTypePolicyMaker {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

addEventListener('load', () => void startWorker());
