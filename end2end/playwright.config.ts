// Which browsers walk through which specs, and how long they may take.
import { defineConfig, devices } from '@playwright/test';

const chromium = {
  ...devices['Desktop Chrome'],
  viewport: { width: 1280, height: 900 },
  locale: 'en-GB',
  timezoneId: 'UTC',
  launchOptions: {
    executablePath: process.env.NEXTTABLES_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};
const withoutScript = /without_script\.spec\.ts$/;
const looks = /a11y\.spec\.ts$/;

export default defineConfig({
  testDir: './tests',
  globalSetup: './fixtures/ground.ts',
  fullyParallel: true,
  workers: Number(process.env.NEXTTABLES_E2E_WORKERS ?? 2),
  forbidOnly: !!process.env.CI,
  retries: 0,
  // Two cores share a browser, the product and PostgreSQL.
  timeout: 60_000,
  // Many times what all of it takes: what hangs is told of instead of being cut off.
  globalTimeout: 50 * 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { ...chromium, trace: 'retain-on-failure', actionTimeout: 15_000 },
  projects: [
    { name: 'light', use: { colorScheme: 'light' }, testIgnore: withoutScript },
    { name: 'dark', use: { colorScheme: 'dark' }, testMatch: looks },
    {
      name: 'narrow',
      use: { viewport: { width: 390, height: 844 } },
      testMatch: [looks, /walk\.spec\.ts$/],
    },
    {
      name: 'without script',
      use: { javaScriptEnabled: false },
      testMatch: withoutScript,
    },
  ],
});
