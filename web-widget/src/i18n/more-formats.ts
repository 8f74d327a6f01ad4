import { msg, str } from '@lit/localize';
import { number, once, plural } from './format.ts';

export const percent = (part: number) =>
  once('percent', language => new Intl.NumberFormat(language, { style: 'percent' })).format(part);

/** A day with its hour, in the reader's own time. */
export const dayAndTime = (iso: string) =>
  once(
    'day and time',
    language => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
  ).format(new Date(iso));

/** How large a file is, as people say it. */
export function bytes(size: number): string {
  const [unit, value] =
    size < 1_000 ? ['byte', size] : size < 1_000_000 ? ['kilobyte', size / 1_000] : ['megabyte', size / 1_000_000];
  const format = once(
    `bytes ${unit}`,
    language =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit: unit as string,
        unitDisplay: 'short',
        maximumFractionDigits: 1,
      }),
  );
  return format.format(value as number);
}

const HOUR = 3_600_000;

/** How long ago, in the largest whole unit: minutes, hours, from two days on days. */
export function timeSince(iso: string, now = Date.now()): string {
  const age = Math.max(0, now - Date.parse(iso));
  const [unit, value] =
    age < HOUR ? ['minute', age / 60_000] : age < 48 * HOUR ? ['hour', age / HOUR] : ['day', age / (24 * HOUR)];
  const format = once(
    `since ${unit}`,
    language => new Intl.NumberFormat(language, { style: 'unit', unit: unit as string, unitDisplay: 'long' }),
  );
  return format.format(Math.floor(value as number));
}

/** A count that stops at a hundred. */
export const atMost = (count: number) => (count > 99 ? '99+' : number(count));

/** How much of something one hasn't read. */
export const unreadText = (count: number) =>
  plural(count, { one: msg(str`${atMost(count)} new`), other: msg(str`${atMost(count)} new ones`) });
