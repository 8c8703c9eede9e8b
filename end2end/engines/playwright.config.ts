// The portal in Firefox and WebKit. Playwright runs the tests, but its own browsers are none of Debian's: what
// drives these is in webdriver.ts. `npm run engines` tests the release build; ASN_BINARY and FIREFOX name others.
import { defineConfig } from '@playwright/test'
import type { Options } from './test'

export default defineConfig<object, Options>({
  testDir: '.',
  outputDir: '../test-results/engines',
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  // One-time codes change every 30 seconds, and some tests wait for the next one.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'firefox', use: { engine: 'firefox' } },
    { name: 'webkit', use: { engine: 'webkit' } },
  ],
})
