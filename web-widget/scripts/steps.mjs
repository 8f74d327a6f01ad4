// What the build and the tests share: where we are, how to run a tool, how to make the strings.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The browser for tests: CHROMIUM names one, else the usual places are looked at; undefined when there is none. */
export function findChromium() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return places.find(place => place && existsSync(place));
}

/** Runs a tool of node_modules in a process of its own; a failure ends us with the same code. */
export function run(tool, args, env = {}) {
  const entries = {
    tsc: 'typescript/bin/tsc',
    vitest: 'vitest/vitest.mjs',
    'lit-localize': '@lit/localize-tools/bin/lit-localize.js',
  };
  return new Promise((resolve, reject) => {
    const script = join(root, 'node_modules', entries[tool]);
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('error', reject);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`${tool} ended with ${code}`))));
  });
}

export async function buildStrings() {
  await run('lit-localize', ['build']);
}
