// The portal as people and attackers meet it: one server with a database of its own, Debian's Chromium.
// `npx playwright test` tests the release build; ASN_BINARY and CHROMIUM name others, as scripts/test does.
import { defineConfig } from '@playwright/test'

const chromium = process.env.CHROMIUM || '/usr/bin/chromium'
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './support/server.ts',
  fullyParallel: true,
  // More than two processors: whoever waits for the next one-time code uses none.
  workers: 3,
  // On a machine that is shared a test may meet a moment without processor time; it is said which one was repeated.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  // One-time codes change every 30 seconds, and some tests wait for the next one.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromium, args: quiet },
    viewport: { width: 1280, height: 800 },
    locale: 'id-ID',
    timezoneId: 'Asia/Jayapura',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
  },
  projects: [
    // The log is read when everything else has written to it.
    { name: 'start', testMatch: 'start.spec.ts', teardown: 'log' },
    { name: 'log', testMatch: 'log.spec.ts' },
    { name: 'portal', testIgnore: ['start.spec.ts', 'log.spec.ts', 'screens.spec.ts'], dependencies: ['start'] },
    // Pictures for a human to look at: test-results/screens/.
    { name: 'screens', testMatch: 'screens.spec.ts', dependencies: ['start'] },
  ],
})
