import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '../../i18n/language.ts';
import { importedText, storyValue } from './rapport-story.ts';

afterEach(() => speak('en'));

describe('a value of a change', () => {
  it('is written as the reader’s language writes it', async () => {
    expect(storyValue('money', { amount: 45_000, currency: 'EUR' })).toBe('€45,000');
    expect(storyValue('date', '2027-03-31')).toBe('Mar 31, 2027');
    await speak('fr');
    expect(storyValue('money', { amount: 45_000, currency: 'EUR' })).toBe('45\u202f000\u00a0€');
    expect(storyValue('date', '2027-03-31')).toBe('31 mars 2027');
    expect(storyValue('boolean', true)).toBe('oui');
  });

  it('says when there is none', () => {
    expect(storyValue('text', undefined)).toBe('empty');
  });

  it('names members', () => {
    expect(storyValue('member', { id: '1', name: 'Ann Berg', active: true })).toBe('Ann Berg');
  });

  it('tells an import by the number of its records', async () => {
    expect(importedText(120)).toBe('120 records were changed in one go');
    await speak('fr');
    expect(importedText(1)).toBe('1 fiche modifiée en une fois');
  });
});
