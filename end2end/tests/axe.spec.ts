// axe finds nothing on any page in any state, light or dark. WCAG 2.2 AA and axe's best practices.
import { expectAccessible } from '../support/axe'
import { PEOPLE } from '../support/people'
import { everyState } from '../support/states'
import { test } from '../support/test'

test.use({ bypassCSP: true, reducedMotion: 'reduce' })

for (const [name, viewport, person, staff] of [
  ['on a desktop', { width: 1280, height: 800 }, PEOPLE.axe, PEOPLE.axeStaff],
  ['on a phone', { width: 360, height: 740 }, PEOPLE.axePhone, PEOPLE.axePhoneStaff],
] as const) {
  test(`axe finds nothing on any page ${name}, light or dark`, async ({ page }) => {
    await page.setViewportSize(viewport)
    for await (const state of everyState(page, person, staff)) await expectAccessible(page, state)
  })
}
