import { msg } from '@lit/localize';
import type { Money } from '../api/schema.ts';
import { currentLanguage } from './language.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making a format costs more than using it, and a feed uses few. */
const made = new Map<string, unknown>();
export function once<T>(name: string, make: (language: string) => T): T {
  const language = currentLanguage();
  const key = `${language} ${name}`;
  if (!made.has(key)) made.set(key, make(language));
  return made.get(key) as T;
}

/** Picks the words for a number. Languages with more classes than these two (French has `many`) fall back to `other`. */
export function plural(count: number, words: { one: string; other: string }): string {
  const rules = once('plural', language => new Intl.PluralRules(language));
  return rules.select(count) === 'one' ? words.one : words.other;
}

export const number = (value: number) => once('number', language => new Intl.NumberFormat(language)).format(value);

export function money({ amount, currency }: Money): string {
  const whole = Number.isInteger(Number(amount));
  const format = once(
    `money ${currency} ${whole}`,
    language =>
      new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        ...(whole ? { maximumFractionDigits: 0 } : {}),
      }),
  );
  return format.format(Number(amount));
}

/** A day of the calendar, written without a time zone: the same day for every reader. */
export function day(iso: string): string {
  const format = once('day', language => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }));
  return format.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

export function exactTime(iso: string): string {
  const format = once(
    'exact',
    language => new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }),
  );
  return format.format(new Date(iso));
}

export function clockTime(at: Date): string {
  return once('clock', language => new Intl.DateTimeFormat(language, { timeStyle: 'short' })).format(at);
}

/** "3 hours ago" up to seven days, then the date; this year's without the year. */
export function relativeTime(iso: string, now = Date.now()): string {
  const at = new Date(iso);
  const age = now - at.getTime();
  if (age < MINUTE && age > -MINUTE) return msg('just now');
  if (age >= 0 && age < 7 * DAY) {
    const format = once('ago', language => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }));
    if (age < HOUR) return format.format(-Math.floor(age / MINUTE), 'minute');
    if (age < DAY) return format.format(-Math.floor(age / HOUR), 'hour');
    return format.format(-Math.floor(age / DAY), 'day');
  }
  const sameYear = at.getFullYear() === new Date(now).getFullYear();
  const format = once(
    `date ${sameYear}`,
    language =>
      new Intl.DateTimeFormat(language, {
        day: 'numeric',
        month: 'short',
        ...(sameYear ? {} : { year: 'numeric' }),
      }),
  );
  return format.format(at);
}

export const listOf = (names: string[]) =>
  once('list', language => new Intl.ListFormat(language, { type: 'conjunction' })).format(names);
