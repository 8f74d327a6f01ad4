import { createContext } from '../feed/context.ts';
import type { Api } from '../api/api.ts';
import type { LiveNews } from '../api/live.ts';
import type { SessionFacts } from '../api/schema.ts';
import type { RapportToasts } from '../elements/rapport-toasts/rapport-toasts.ts';
import type { FeedStore } from '../feed/feed-store.ts';
import type { Here } from './rapport-finder.ts';
import type { Route, Router } from './router.ts';
import type { Settings } from './settings.ts';

/** What the shell gives to its pages. */
export interface App {
  api: Api;
  facts: SessionFacts;
  router: Router;
  route: Route;
  settings: Settings;
  online: boolean;
  toasts(): RapportToasts | null | undefined;
  change(settings: Settings): void;
  listen(listener: (news: LiveNews) => void): () => void;
  /** Feeds as they were left, for the way back. */
  kept: Map<string, FeedStore>;
  /** The page's name, once it is known; with what it is about, if one can search in that. */
  title(name: string, here?: Here): void;
}

export const appContext = createContext<App>('app');
