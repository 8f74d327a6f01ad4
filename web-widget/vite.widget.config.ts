import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { shared } from './vite.shared.ts';

const entry = fileURLToPath(new URL('src/embed/rapport-feed.ts', import.meta.url));
const core = new Set<string>();

/**
 * All that the first posts need comes in the one file of the fixed name; the bundler by itself would cut out what later chunks share
 * with it, for a second and a third request.
 */
const oneFile: Plugin = {
  name: 'rapport-one-file',
  buildEnd() {
    const visit = (id: string) => {
      if (core.has(id)) return;
      core.add(id);
      this.getModuleInfo(id)?.importedIds.forEach(visit);
    };
    visit(entry);
  },
};

/**
 * The element for CRM pages. An ordinary build with a script as its entry, not `build.lib`, whose output keeps its white space.
 * The first file has a fixed name, its chunks have hashed ones and are found relative to it, from any origin.
 */
export default defineConfig({
  ...shared,
  plugins: [...shared.plugins, oneFile],
  publicDir: false,
  base: './',
  build: {
    ...shared.build,
    outDir: 'dist/widget',
    modulePreload: false,
    rollupOptions: {
      input: { 'rapport-feed': entry, 'rapport-frame': 'src/embed/frame.ts' },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        codeSplitting: { groups: [{ name: 'rapport-feed', test: id => core.has(id) }] },
      },
      preserveEntrySignatures: false,
    },
  },
});
