// A translation holds the strings of the whole product; an output downloads those that its own modules say, and no others.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './steps.mjs';

// What the command `lit-localize` itself finds strings with, and the compiler that it brings.
const analysis = join(root, 'node_modules', '@lit', 'localize-tools', 'lib', 'program-analysis.js');
const load = file => import(pathToFileURL(file).href);

/** The ids of the strings in some modules and in all that they import, now or later. */
export async function stringsOf(entries) {
  const { default: ts } = await load(createRequire(analysis).resolve('typescript'));
  const { extractMessagesFromProgram } = await load(analysis);
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const { messages, errors } = extractMessagesFromProgram(ts.createProgram(entries, options));
  if (errors.length > 0) throw new Error(`strings that can't be read: ${errors.map(each => each.messageText)}`);
  return new Set(messages.map(message => message.name));
}

/** A Vite plugin for an output with these entries. */
export function ownStrings(entries) {
  return {
    name: 'rapport-own-strings',
    enforce: 'pre',
    async load(id) {
      if (!/\/generated\/locales\/\w+\.ts$/.test(id)) return null;
      const own = await stringsOf(entries);
      const lines = readFileSync(id, 'utf8').split('\n');
      // One string a line, as `lit-localize build` writes them.
      return lines.filter(line => own.has(/^\s*'(\w+)':/.exec(line)?.[1] ?? '') || !/^\s*'\w+':/.test(line)).join('\n');
    },
  };
}
