import type { UserConfig } from 'vite';
// @ts-expect-error a plain script, shared with the build
import { plainImports, squeeze } from './scripts/squeeze.mjs';

/** What every output shares. The browsers are the ones of two years back; `light-dark()` must reach them as it is written. */
export const shared = {
  plugins: [squeeze(), plainImports()],
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    assetsInlineLimit: 0,
    emptyOutDir: true,
    reportCompressedSize: false,
  },
} satisfies UserConfig;
