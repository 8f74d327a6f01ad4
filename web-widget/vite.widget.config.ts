import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
// @ts-expect-error a plain script, shared with the build
import { ownStrings } from './scripts/strings.mjs';
import { shared } from './vite.shared.ts';

const entry = fileURLToPath(new URL('src/embed/rapport-feed.ts', import.meta.url));
const frame = fileURLToPath(new URL('src/embed/frame.ts', import.meta.url));
const signedIn = fileURLToPath(new URL('src/embed/signed-in.ts', import.meta.url));
const working = fileURLToPath(new URL('src/feed/working.ts', import.meta.url));
const core = new Set<string>();
const tools = new Set<string>();

/**
 * All that the first posts need comes in the one file of the fixed name, and all that one needs to do something in a second one; the
 * bundler by itself would cut out what later chunks share with them, for a third request and a fourth.
 */
const oneFile: Plugin = {
  name: 'rapport-one-file',
  buildEnd() {
    const visit = (id: string, into: Set<string>) => {
      if (core.has(id) || into.has(id)) return;
      into.add(id);
      this.getModuleInfo(id)?.importedIds.forEach(imported => visit(imported, into));
    };
    visit(entry, core);
    visit(working, tools);
  },
};

/**
 * The element for CRM pages. An ordinary build with a script as its entry, not `build.lib`, whose output keeps its white space.
 * The first file has a fixed name, its chunks have hashed ones and are found relative to it, from any origin.
 */
export default defineConfig({
  ...shared,
  plugins: [ownStrings([entry, frame], [entry, working], /item-menu|toasts|wiring|glance|unsent|rapport-composer/), ...shared.plugins, oneFile],
  publicDir: false,
  base: './',
  build: {
    ...shared.build,
    outDir: 'dist/widget',
    modulePreload: false,
    rollupOptions: {
      input: { 'rapport-feed': entry, 'rapport-frame': frame, 'rapport-signed-in': signedIn },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: {
          groups: [
            { name: 'rapport-feed', test: id => core.has(id) },
            { name: 'working', test: id => tools.has(id) },
          ],
        },
      },
      preserveEntrySignatures: false,
    },
  },
});
