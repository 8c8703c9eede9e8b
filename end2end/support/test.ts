// `test` with the server's address, and with one rule for every page of every test: no script fails,
// and nothing breaks the content security policy.
import { test as base, type Browser, type BrowserContext, type BrowserContextOptions } from '@playwright/test'
import { fromEnvironment } from './secrets'

export { expect, type Page, type BrowserContext } from '@playwright/test'

export function origin(): string {
  return fromEnvironment('ASN_TEST_ORIGIN')
}

interface Fixtures {
  /** Every error of a script and of the policy so far. */
  faults: string[]
  /** A browser of somebody else: a context that shares nothing with `context`. */
  another: (options?: BrowserContextOptions) => Promise<BrowserContext>
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(origin()),
  faults: [
    async ({ context }, use) => {
      const faults: string[] = []
      watch(context, faults)
      await use(faults)
      base.expect(faults, 'errors in the pages').toEqual([])
    },
    { auto: true },
  ],
  another: async ({ browser, faults }, use, info) => {
    const opened: BrowserContext[] = []
    await use(async (options = {}) => {
      const context = await openContext(browser, info.project.use, options)
      watch(context, faults)
      opened.push(context)
      return context
    })
    for (const context of opened) await context.close()
  },
})

function openContext(browser: Browser, use: BrowserContextOptions, options: BrowserContextOptions) {
  const { viewport, locale, timezoneId } = use
  return browser.newContext({ baseURL: origin(), viewport, locale, timezoneId, ...options })
}

function watch(context: BrowserContext, faults: string[]): void {
  context.on('weberror', (failure) => {
    const error = failure.error()
    faults.push(`${failure.page()?.url()}: ${error.stack || error.message || JSON.stringify(error)}`)
  })
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text())
  })
}
