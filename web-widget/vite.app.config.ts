import { defineConfig } from 'vite';
import { shared } from './vite.shared.ts';

/** The installable app: relative addresses only, so that it runs below any path; the server rewrites `<base>` for deep links. */
export default defineConfig({
  ...shared,
  base: './',
  build: { ...shared.build, outDir: 'dist/app', modulePreload: false, rollupOptions: { input: 'index.html' } },
});
