import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './steps.mjs';
import { stringsOf } from './strings.mjs';

describe('the strings of an output', () => {
  it(
    'are those of its modules, the ones that come later included, and not those of the app alone',
    { timeout: 60_000 },
    async () => {
      const own = await stringsOf([join(root, 'src/embed/rapport-feed.ts')]);
      const app = await stringsOf([join(root, 'src/app/rapport-app.ts')]);
      expect(own.has('publish')).toBe(true); // of the composer, which comes with the first key
      expect([...own].filter(id => !app.has(id)).length).toBeLessThan(20);
      expect(app.size).toBeGreaterThan(own.size);
    },
  );
});
