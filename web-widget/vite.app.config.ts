import { defineConfig } from 'vite';
// @ts-expect-error a plain script, shared with the build
import { allStrings } from './scripts/strings.mjs';
import { shared } from './vite.shared.ts';

/** The installable app: relative addresses only, so that it runs below any path; the server rewrites `<base>` for deep links. */
export default defineConfig({
  ...shared,
  plugins: [allStrings(), ...shared.plugins],
  base: './',
  build: { ...shared.build, outDir: 'dist/app', modulePreload: false, rollupOptions: { input: 'index.html' } },
});
