// axe finds nothing on any page in any state, light or dark. WCAG 2.2 AA and axe's best practices.
import { readFileSync } from 'node:fs'
import type { AxeResults, RunOptions } from 'axe-core'
import { PEOPLE } from '../support/people'
import { everyState } from '../support/states'
import { expect, test, type Page } from '../support/test'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// axe is injected into the page, which its policy rightly forbids.
test.use({ bypassCSP: true, reducedMotion: 'reduce' })

for (const [name, viewport, person] of [
  ['on a desktop', { width: 1280, height: 800 }, PEOPLE.axe],
  ['on a phone', { width: 360, height: 740 }, PEOPLE.axePhone],
] as const) {
  test(`axe finds nothing on any page ${name}, light or dark`, async ({ page }) => {
    test.slow()
    await page.setViewportSize(viewport)
    for await (const state of everyState(page, person)) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect.soft(await violations(page), `${state}, ${colorScheme}`).toEqual([])
      }
    }
  })
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const results = await page.evaluate((rules) => {
    const { axe } = globalThis as unknown as { axe: { run(root: Document, options: RunOptions): Promise<AxeResults> } }
    return axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
  }, RULES)
  expect(results.passes.length, 'axe looked at the page').toBeGreaterThan(15)
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  )
}
