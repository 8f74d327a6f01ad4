import { generateMsgId } from '@lit/localize/internal/id-generation.js';

const known = new Map<unknown, string>();

/** The id under which a translation is kept, as `lit-localize` makes it of the source. */
export function messageId(template: string | { strings: readonly string[] }): string {
  const strings = typeof template === 'string' ? template : template.strings;
  let id = known.get(strings);
  if (id === undefined) known.set(strings, (id = generateMsgId(strings as string, false)));
  return id;
}
