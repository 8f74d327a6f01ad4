import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
// @ts-expect-error a plain script, shared with the build
import { plainImports, squeeze } from './scripts/squeeze.mjs';

const own = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two parts of libraries of which we use little; tests run on ours as well. */
export const alias = [
  { find: /^lit\/decorators\.js$/, replacement: own('src/design/decorators.ts') },
  { find: /^@lit\/localize$/, replacement: own('src/i18n/localize.ts') },
];

/** What every output shares. The browsers are the ones of two years back; `light-dark()` must reach them as it is written. */
export const shared = {
  plugins: [squeeze(), plainImports()],
  resolve: { alias },
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    assetsInlineLimit: 0,
    emptyOutDir: true,
    reportCompressedSize: false,
  },
} satisfies UserConfig;
