// The door for Maven: `build <directory>` puts the static files there, `test` runs the tests. Both remember what they did last by a
// hash of their inputs, in node_modules/.rapport-cache, so that `mvn clean` does not cost a second build.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stamps = join(root, 'node_modules', '.rapport-cache');
const [command, target] = process.argv.slice(2);

try {
  await checkNode();
  await install();
  if (command === 'build') await buildInto(target);
  else if (command === 'test') await test();
  else throw new Error('usage: node scripts/maven.mjs build <directory> | test');
} catch (failure) {
  console.error(`web-widget: ${failure.message}`);
  process.exitCode = 1;
}

async function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `Node ${process.versions.node} is too old (expected: 20.19 or newer); -Dweb.skip=true builds without the screens.`,
    );
  }
}

async function install() {
  const lock = await hashOf(['package-lock.json', 'package.json', '.npmrc']);
  if ((await stamp('install')) === lock) return;
  console.log('web-widget: installing packages (npm ci)');
  const npm = process.env.npm_execpath;
  if (npm) await run(process.execPath, [npm, 'ci', '--no-audit', '--no-fund']);
  else await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund']);
  await remember('install', lock);
}

async function buildInto(directory) {
  if (!directory) throw new Error('build needs the directory to put the files into');
  const inputs = await hashOfSources();
  if ((await stamp('build')) !== inputs || !existsSync(join(dist, 'app', 'sw.js'))) {
    await rm(join(stamps, 'build'), { force: true });
    await run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
    await remember('build', inputs);
  }
  for (const part of ['app', 'widget', 'embed']) {
    await rm(join(directory, part), { recursive: true, force: true });
    await cp(join(dist, part), join(directory, part), { recursive: true });
  }
}

async function test() {
  const inputs = `${await hashOfSources()} ${process.env.CHROMIUM ?? ''}`;
  if ((await stamp('test')) === inputs) {
    console.log('web-widget: nothing changed since the tests last passed');
    return;
  }
  await run(process.execPath, [join(root, 'scripts', 'test.mjs')]);
  await remember('test', inputs);
}

/** Everything that can change the output, but for what the build itself writes. */
async function hashOfSources() {
  const top = (await readdir(root, { withFileTypes: true })).filter(entry => entry.isFile()).map(entry => entry.name);
  const files = [...top];
  for (const folder of ['src', 'preview', 'walk', 'scripts', 'public']) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      const name = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
      if (entry.isFile() && !name.startsWith('src/generated/')) files.push(name);
    }
  }
  return hashOf(files);
}

async function hashOf(files) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of files.sort()) {
    hash.update(`\0${file}\0`).update(await readFile(join(root, file)));
  }
  return hash.digest('hex');
}

async function stamp(name) {
  const file = join(stamps, name);
  return existsSync(file) ? readFile(file, 'utf8') : undefined;
}

async function remember(name, value) {
  await mkdir(stamps, { recursive: true });
  await writeFile(join(stamps, name), value);
}

function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', shell: program.endsWith('.cmd') });
    child.on('error', reject);
    child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}
