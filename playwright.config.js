import { chromium, defineConfig } from '@playwright/test';
import { findBrowser } from './web/build/browser.js';

export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.spec.js',
  outputDir: 'build/page-tests',
  globalSetup: './web/build/serve-site-for-tests.js',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 120_000,
  reporter: [['list'], ['json', { outputFile: 'build/page-tests.json' }]],
  use: {
    baseURL: process.env.SITE_URL,
    // They would answer in place of what a test sets up; tests of theirs allow them.
    serviceWorkers: 'block',
    launchOptions: { executablePath: findBrowser(chromium.executablePath()) },
    screenshot: 'only-on-failure',
  },
});
