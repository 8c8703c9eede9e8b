// Services that were written by others sign in at the portal: their own code, in a browser, on this machine.
// `npm run sso` tests the release build; ASN_BINARY and CHROMIUM name others.
import { defineConfig } from '@playwright/test'
import everyday from '../playwright.config'
import type { Options } from './test'

export default defineConfig<object, Options>({
  testDir: '.',
  outputDir: '../test-results/sso',
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  // One-time codes change every 30 seconds, and some tests wait for the next one.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: everyday.use,
  projects: [
    { name: 'embedded database' },
    { name: 'three nodes', grep: / openid-client /, use: { nodes: 3 } },
  ],
})
