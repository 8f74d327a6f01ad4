// Runs the tests: the plain ones in Node; those that need a browser in Chromium, if there is one.
import { buildStrings, findChromium, run } from './steps.mjs';

await buildStrings();
const chromium = findChromium();
if (chromium) {
  await run('vitest', ['run'], { CHROMIUM: chromium });
} else {
  await run('vitest', ['run', '--project', 'unit']);
  console.warn(
    'The browser tests (projects dom and walk) are skipped: there is no Chromium here; name one in CHROMIUM.',
  );
}
