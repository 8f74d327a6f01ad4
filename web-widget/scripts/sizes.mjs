// Weighs what was built, compressed, against the budgets; more than the budget ends the build.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const KB = 1024;

/** Each budget: what it is, which files of dist it adds up, how many bytes they may have together. */
export const budgets = [
  { what: 'widget, first download', files: /^widget\/rapport-feed\.js$/, limit: 25 * KB },
  {
    what: 'widget, to write and react',
    files: /^widget\/chunks\/(working|live)-[^/]+\.js$/,
    limit: 22 * KB,
  },
  { what: 'widget, composer', files: /^widget\/chunks\/rapport-composer-[^/]+\.js$/, limit: 12 * KB },
  { what: 'widget, what posts have besides text', files: /^widget\/chunks\/rapport-extras-[^/]+\.js$/, limit: 8 * KB },
  { what: 'widget, a language', files: /^widget\/chunks\/fr-(?!rest-)[^/]+\.js$/, limit: 6 * KB },
  { what: 'widget, the rest of it', files: /^widget\/chunks\/fr-rest-[^/]+\.js$/, limit: 6.5 * KB },
  { what: 'app shell and first route, script', files: 'index', limit: 60 * KB },
  { what: 'app shell, styles', files: /^app\/assets\/[^/]+\.css$/, limit: 10 * KB },
  { what: 'app, largest other route', files: 'route', limit: 30 * KB },
];

export async function weigh(dist) {
  const sizes = new Map();
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const name = file.slice(dist.length + 1).replaceAll('\\', '/');
    sizes.set(name, gzipSync(await readFile(file), { level: 9 }).length);
  }
  const scripts = [...sizes].filter(([name]) => /^app\/assets\/.*\.js$/.test(name));
  const isShell = ([name]) => /^app\/assets\/(index|page-feeds|working|vendor)-/.test(name);
  const over = [];
  for (const { what, files, limit } of budgets) {
    let bytes = 0;
    if (files === 'index') bytes = sum(scripts.filter(isShell));
    else if (files === 'route')
      bytes = Math.max(0, ...scripts.filter(entry => !isShell(entry)).map(([, size]) => size));
    else bytes = sum([...sizes].filter(([name]) => files.test(name)));
    const line = `${what}: ${(bytes / KB).toFixed(1)} KB of ${(limit / KB).toFixed(0)} KB`;
    if (bytes === 0) over.push(`${what}: nothing was built under that name`);
    else if (bytes > limit) over.push(line);
    console.log(`  ${line}`);
  }
  if (over.length > 0) throw new Error(`over the size budget - ${over.join('; ')}`);
}

const sum = entries => entries.reduce((total, [, size]) => total + size, 0);

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await weigh(join(process.cwd(), process.argv[2] ?? 'dist'));
}
