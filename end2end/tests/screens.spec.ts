// Pictures of every page for a human to look at: test-results/screens/. Nothing is asserted of the pixels.
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { PEOPLE } from '../support/people'
import { everyState } from '../support/states'
import { expect, test } from '../support/test'

const FOLDER = resolve(__dirname, '../test-results/screens')

test.use({ reducedMotion: 'reduce' })

test('every page has its picture, on a phone and on a desktop, light and dark', async ({ page }) => {
  mkdirSync(FOLDER, { recursive: true })
  let number = 0
  for await (const state of everyState(page, PEOPLE.screens, PEOPLE.screensStaff)) {
    number += 1
    for (const [width, height] of [[360, 740], [1280, 800]] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.emulateMedia({ colorScheme })
        const name = `${String(number).padStart(2, '0')}-${state}-${width}-${colorScheme}.png`
        await page.screenshot({ path: resolve(FOLDER, name), fullPage: true })
      }
    }
  }
  expect(number).toBeGreaterThan(10)
})
