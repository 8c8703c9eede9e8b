// What is run by hand, one at a time: figures (scripts/slow-network, scripts/lighthouse) and pictures
// (scripts/screenshots). ASN_TEST_ORIGIN names a server that runs already; otherwise one of its own is started.
import { defineConfig } from '@playwright/test'
import { resolve } from 'node:path'
import portal from '../playwright.config'

const MINUTE = 60_000

export default defineConfig({
  ...portal,
  testDir: '.',
  outputDir: '../test-results/bench',
  globalSetup: process.env.ASN_TEST_ORIGIN ? undefined : resolve(__dirname, '../support/server.ts'),
  workers: 1,
  reporter: 'line',
  timeout: 15 * MINUTE,
  projects: ['slow', 'lighthouse', 'screenshots'].map((name) => ({ name, testMatch: `${name}.ts` })),
})
