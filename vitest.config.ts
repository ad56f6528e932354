// Three kinds of test: pure code in Node, widgets in a real Chromium, the built site end to end.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserLaunch } from './scripts/browser.ts';

const launch = await browserLaunch();

/** No test asserts a time: a slow or busy machine gets as long as it needs, a hang still ends. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'src/**/*.test.ts',
            'graders/**/*.test.ts',
            'scripts/**/*.test.ts',
            'exercises/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
          ...patience,
        },
      },
      {
        // Known beforehand: a dependency found in the middle of the tests would reload the page.
        optimizeDeps: {
          include: [
            ...['autocomplete', 'commands', 'language', 'lint', 'search', 'state', 'view'].map(
              (name) => `@codemirror/${name}`,
            ),
            '@lezer/highlight',
          ],
        },
        test: {
          name: 'widgets',
          include: ['src/widgets/**/*.browser.test.ts'],
          ...patience,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launch }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'site',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          ...patience,
        },
      },
    ],
  },
});
