/** A name in the text whose id is known: a member or a space that was picked, or a record. */
export interface Mark {
  start: number;
  end: number;
  kind: 'member' | 'record' | 'space';
  id: string;
}

export interface MarkedText {
  text: string;
  marks: Mark[];
}

const LINK = /\[([^\]\n]+)\]\((member|record|space):(\d+)\)/g;

/** The stored source as it is shown: `[@Ann Berg](member:123)` reads `@Ann Berg`. */
export function fromSource(source: string): MarkedText {
  const marks: Mark[] = [];
  let text = '';
  let last = 0;
  for (const match of source.matchAll(LINK)) {
    text += source.slice(last, match.index);
    const start = text.length;
    text += match[1]!;
    marks.push({ start, end: text.length, kind: match[2] as Mark['kind'], id: match[3]! });
    last = match.index + match[0].length;
  }
  return { text: text + source.slice(last), marks };
}

/** What is shown as the source that is stored. */
export function toSource({ text, marks }: MarkedText): string {
  let source = '';
  let last = 0;
  for (const mark of marks) {
    source += `${text.slice(last, mark.start)}[${text.slice(mark.start, mark.end)}](${mark.kind}:${mark.id})`;
    last = mark.end;
  }
  return source + text.slice(last);
}

/** Follows an edit of the text. A name that was touched is a plain word from then on: its id is no longer kept. */
export function follow({ text, marks }: MarkedText, now: string): MarkedText {
  let start = 0;
  const shorter = Math.min(text.length, now.length);
  while (start < shorter && text[start] === now[start]) start++;
  let tail = 0;
  while (tail < shorter - start && text[text.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const end = text.length - tail;
  const shift = now.length - text.length;
  const kept: Mark[] = [];
  for (const mark of marks) {
    if (mark.end <= start) kept.push(mark);
    else if (mark.start >= end) kept.push({ ...mark, start: mark.start + shift, end: mark.end + shift });
  }
  return { text: now, marks: kept };
}

/** Puts a name in place of what was typed to find it. */
export function put(
  value: MarkedText,
  from: number,
  to: number,
  name: string,
  mark: Pick<Mark, 'kind' | 'id'>,
): MarkedText {
  const followed = follow(value, value.text.slice(0, from) + name + value.text.slice(to));
  const marks = [...followed.marks.filter(known => known.end <= from || known.start >= from + name.length)];
  marks.push({ ...mark, start: from, end: from + name.length });
  return { text: followed.text, marks: marks.sort((a, b) => a.start - b.start) };
}

/** What is being looked for at the caret: `@an`, `#ren`, `:smi`, `/acm`. */
export interface Trigger {
  sign: '@' | '#' | ':' | '/';
  query: string;
  from: number;
}

export function triggerAt(text: string, caret: number): Trigger | undefined {
  const before = text.slice(0, caret);
  const match = /(?:^|[\s(])([@#:/])([^\s@#:/()[\]](?:[^\n@#:/()[\]]{0,40}))?$/u.exec(before);
  if (!match) return undefined;
  const sign = match[1] as Trigger['sign'];
  const query = match[2] ?? '';
  // Two words make a name; more is a sentence that happens to hold the sign.
  if (query.split(' ').length > (sign === ':' || sign === '#' ? 1 : 3) || query.endsWith('  ')) return undefined;
  if (sign === ':' && query.length < 2) return undefined;
  return { sign, query, from: caret - query.length - 1 };
}

/** The start of the next line of a list, `''` to end the list on an empty item, nothing outside of lists. */
export function continueList(text: string, caret: number): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret);
  const match = /^(\s*)(?:([-*])|(\d+)\.) (.*)$/.exec(line);
  if (!match) return undefined;
  if (match[4] === '') return '';
  return `${match[1]}${match[2] ?? `${Number(match[3]) + 1}.`} `;
}
