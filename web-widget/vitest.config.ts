import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { alias } from './vite.shared.ts';

const chromium = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
};

/** unit: plain functions in Node; dom: elements in Chromium; walk: the built app and widget in Chromium against the small server. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', environment: 'node', include: ['src/**/*.unit.test.ts', 'scripts/**/*.test.mjs'] } },
      {
        resolve: { alias },
        optimizeDeps: { include: ['lit', 'lit/directive.js', 'axe-core', '@lit/localize/internal/id-generation.js'] },
        test: {
          name: 'dom',
          include: ['src/**/*.test.ts', 'preview/**/*.test.ts'],
          exclude: ['**/*.unit.test.ts', '**/node_modules/**'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'walk',
          environment: 'node',
          include: ['walk/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
