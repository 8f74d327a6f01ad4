// A translation holds the strings of the whole product; an output downloads those that its own modules say, and no others.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './steps.mjs';

// What the command `lit-localize` itself finds strings with, and the compiler that it brings.
const analysis = join(root, 'node_modules', '@lit', 'localize-tools', 'lib', 'program-analysis.js');
const load = file => import(pathToFileURL(file).href);

/** The ids of the strings in some modules and in all that they import, now or later; or in those of them that are named. */
export async function stringsOf(entries, only) {
  const { default: ts } = await load(createRequire(analysis).resolve('typescript'));
  const { extractMessagesFromProgram } = await load(analysis);
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const program = ts.createProgram(entries, options);
  const files = program.getSourceFiles().filter(file => !only || only.has(resolve(file.fileName)));
  const { messages, errors } = extractMessagesFromProgram({ ...program, getSourceFiles: () => files });
  if (errors.length > 0) throw new Error(`strings that can't be read: ${errors.map(each => each.messageText)}`);
  return new Set(messages.map(message => message.name));
}

/** Some modules and all that they import at once, without what comes later or says nothing before a press. */
export function comingWith(entries, silent = /^$/) {
  const found = new Set();
  const visit = file => {
    if (found.has(file) || silent.test(file)) return;
    found.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type)[^;]*?'(\.[^']*\.ts)'/gm))
      visit(resolve(dirname(file), path));
  };
  entries.forEach(visit);
  return found;
}

/**
 * A Vite plugin for an output with these entries. `first` are the modules whose strings are needed at once; the others' come by
 * `fr.ts?rest`, where an output wants them apart.
 */
export function ownStrings(entries, first, silent) {
  return {
    name: 'rapport-own-strings',
    enforce: 'pre',
    async load(id) {
      const [file, rest] = id.split('?');
      if (!/\/generated\/locales\/\w+\.ts$/.test(file)) return null;
      const own = await stringsOf(entries);
      const early = first ? await stringsOf(entries, comingWith(first, silent)) : own;
      const wanted = id => own.has(id) && early.has(id) === (rest === undefined);
      const lines = readFileSync(file, 'utf8').split('\n');
      // One string a line, as `lit-localize build` writes them.
      return lines.filter(line => !/^\s*'\w+':/.test(line) || wanted(/^\s*'(\w+)':/.exec(line)[1])).join('\n');
    },
  };
}

/** A Vite plugin for an output that has all strings in one file. */
export function allStrings() {
  return {
    name: 'rapport-all-strings',
    enforce: 'pre',
    load: id => (/\/generated\/locales\/\w+\.ts\?rest$/.test(id) ? 'export const templates = {};' : null),
  };
}
