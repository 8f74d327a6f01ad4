import { afterEach, describe, expect, it } from 'vitest';
import { speak } from './language.ts';
import { timeSince } from './more-formats.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

afterEach(() => speak('en'));

describe('how long something waits', () => {
  it('is told in the largest whole unit', () => {
    expect(timeSince('2026-11-23T11:59:40Z', now)).toBe('0 minutes');
    expect(timeSince('2026-11-23T10:30:00Z', now)).toBe('1 hour');
    expect(timeSince('2026-11-21T13:00:00Z', now)).toBe('47 hours');
    expect(timeSince('2026-11-20T11:00:00Z', now)).toBe('3 days');
  });

  it('is told in French', async () => {
    await speak('fr');
    expect(timeSince('2026-11-20T11:00:00Z', now).replace(/\s/g, ' ')).toBe('3 jours');
  });
});
