import { defineConfig } from 'vite';
import { shared } from './vite.shared.ts';

/**
 * The element for CRM pages. An ordinary build with a script as its entry, not `build.lib`, whose output keeps its white space.
 * The entry has a fixed name, its chunks have hashed ones and are found relative to it, from any origin.
 */
export default defineConfig({
  ...shared,
  publicDir: false,
  base: './',
  build: {
    ...shared.build,
    outDir: 'dist/widget',
    modulePreload: false,
    rollupOptions: {
      input: { 'rapport-feed': 'src/embed/rapport-feed.ts', 'rapport-frame': 'src/embed/frame.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      preserveEntrySignatures: false,
    },
  },
});
