import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const xliff = readFileSync(new URL('./fr.xlf', import.meta.url), 'utf8');
const units = [...xliff.matchAll(/<trans-unit id="([^"]+)">([\s\S]*?)<\/trans-unit>/g)].map(([, id, inner]) => ({
  id,
  source: /<source>([\s\S]*?)<\/source>/.exec(inner!)?.[1] ?? '',
  target: /<target>([\s\S]*?)<\/target>/.exec(inner!)?.[1],
}));
const values = (text: string) => [...text.matchAll(/<x id="(\d+)"/g)].map(match => match[1]).sort();

describe('the French of the screens', () => {
  it('leaves nothing untranslated', () => {
    expect(units.length).toBeGreaterThan(200);
    expect(units.filter(unit => !unit.target).map(unit => unit.source)).toEqual([]);
  });

  it('keeps every value of a sentence', () => {
    expect(
      units.filter(unit => values(unit.source).join() !== values(unit.target ?? '').join()).map(unit => unit.source),
    ).toEqual([]);
  });

  it('puts a narrow no-break space before high punctuation', () => {
    const words = units.map(unit => (unit.target ?? '').replace(/<x [^>]*>/g, 'x').replace(/&\w+;/g, ''));
    expect(words.filter(text => /[^\u202f][;:!?»]/.test(text.replace(/https?:/g, '')))).toEqual([]);
  });
});
