// Builds all there is to serve into dist: strings, types, the widget, the app, its service worker; then weighs it.
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';
import { build } from 'vite';
import { buildStrings, root, run } from './steps.mjs';
import { weigh } from './sizes.mjs';

const dist = join(root, 'dist');
const quiet = { logLevel: 'warn' };

await buildStrings();
await run('tsc', ['--noEmit']);
await build({ ...quiet, configFile: join(root, 'vite.widget.config.ts') });
await build({ ...quiet, configFile: join(root, 'vite.app.config.ts') });
await buildWorker();
await mkdir(join(dist, 'embed'), { recursive: true });
await cp(join(root, 'src/embed/embed.html'), join(dist, 'embed/embed.html'));
await cp(join(root, 'src/embed/frame.css'), join(dist, 'widget/rapport-frame.css'));
await cp(join(root, 'src/embed/signed-in.css'), join(dist, 'widget/rapport-signed-in.css'));
await weigh(dist);

/** The worker is built last: it carries the list of the app's files, by which it knows what to keep and what is new. */
async function buildWorker() {
  const app = join(dist, 'app');
  const files = (await readdir(app, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  const precache = [];
  for (const file of files.sort()) {
    const url = relative(app, file).split(sep).join('/');
    const hashed = url.startsWith('assets/');
    const revision = hashed
      ? null
      : createHash('sha256')
          .update(await readFile(file))
          .digest('hex')
          .slice(0, 16);
    precache.push({ url, revision });
  }
  await build({
    ...quiet,
    configFile: false,
    root,
    publicDir: false,
    define: { 'self.__WB_MANIFEST': JSON.stringify(precache), 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: app,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input: 'src/offline/sw.ts', output: { entryFileNames: 'sw.js', format: 'iife' } },
    },
  });
}
