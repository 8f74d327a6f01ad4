import { describe, expect, it } from 'vitest';
import { continueList, follow, fromSource, put, toSource, triggerAt } from './marks.ts';

describe('names in a text', () => {
  const ann = { kind: 'member', id: '123' } as const;

  it('shows a mention by its name and keeps the id for sending', () => {
    const shown = fromSource('Ask [@Ann Berg](member:123) about [Acme](record:7).');
    expect(shown.text).toBe('Ask @Ann Berg about Acme.');
    expect(toSource(shown)).toBe('Ask [@Ann Berg](member:123) about [Acme](record:7).');
  });

  it('moves a mention along when text is typed before it', () => {
    const moved = follow(fromSource('Ask [@Ann Berg](member:123)'), 'Please, ask @Ann Berg');
    expect(toSource(moved)).toBe('Please, ask [@Ann Berg](member:123)');
  });

  it('forgets the id as soon as the name is touched', () => {
    expect(toSource(follow(fromSource('[@Ann Berg](member:123)!'), '@Ann Ber!'))).toBe('@Ann Ber!');
  });

  it('tells two people of one name apart', () => {
    const first = put({ text: '@a', marks: [] }, 0, 2, '@Ann Berg', ann);
    const both = put(follow(first, '@Ann Berg and @a'), 14, 16, '@Ann Berg', { kind: 'member', id: '456' });
    expect(toSource(both)).toBe('[@Ann Berg](member:123) and [@Ann Berg](member:456)');
  });

  it('leaves an ordinary link alone', () => {
    expect(fromSource('[site](https://example.com)').text).toBe('[site](https://example.com)');
  });
});

describe('what is looked for at the caret', () => {
  it('opens for a person after an at sign at the start of a word', () => {
    expect(triggerAt('ask @an', 7)).toEqual({ sign: '@', query: 'an', from: 4 });
  });

  it('stays closed inside an e-mail address', () => {
    expect(triggerAt('ann@an', 6)).toBeUndefined();
  });

  it('waits for two letters of an emoji', () => {
    expect(triggerAt('ok :s', 5)).toBeUndefined();
    expect(triggerAt('ok :sm', 6)?.query).toBe('sm');
  });

  it('does not take a path or an address for a record', () => {
    expect(triggerAt('https://exa', 11)).toBeUndefined();
  });
});

describe('lists', () => {
  it('goes on with the next item', () => {
    expect(continueList('- milk', 6)).toBe('- ');
    expect(continueList('1. milk', 7)).toBe('2. ');
  });

  it('ends the list on an empty item', () => {
    expect(continueList('- milk\n- ', 9)).toBe('');
  });

  it('is silent in ordinary text', () => {
    expect(continueList('milk', 4)).toBeUndefined();
  });
});
