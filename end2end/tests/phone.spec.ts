// A cheap phone: 360 px wide, touched with a thumb. WCAG 2.2: 1.4.10 Reflow (320 px), 2.5.8 Target Size.
import { PEOPLE } from '../support/people'
import { cutLabels, misplacedMessages, timesWithoutZone, translatable } from '../support/rules'
import { everyState } from '../support/states'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'

test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })

const MINIMUM = 24
const TILE = 44

test('on a phone every page fits, every target is hit, no label is cut, messages stand first, names stay, times have a zone', async ({ page }) => {
  for await (const state of everyState(page, PEOPLE.phone, PEOPLE.phoneStaff)) {
    await test.step(state, async () => {
      // Not before the styles are there: logging out has emptied the cache.
      await page.waitForLoadState()
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 740 })
        expect.soft(await widest(page), `${state} at ${width} px`).toBeLessThanOrEqual(width)
        expect.soft(await smallTargets(page), `${state} at ${width} px`).toEqual([])
        expect.soft(await cutLabels(page), `${state} at ${width} px`).toEqual([])
      }
      expect.soft(await misplacedMessages(page), state).toEqual([])
      expect.soft(await translatable(page, PEOPLE.phone), state).toEqual([])
      expect.soft(await timesWithoutZone(page), state).toEqual([])
      await page.setViewportSize({ width: 360, height: 740 })
    })
  }
})

test('the story works by touch, with one phone only', async ({ page }) => {
  const person = PEOPLE.phoneStory
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Masuk', exact: true }).tap()
  await steps.fillLogin(page, { nip: person.nip, password: person.password })
  await page.getByRole('button', { name: 'Masuk', exact: true }).tap()
  await page.getByRole('dialog').getByRole('link', { name: 'Aktifkan MFA' }).tap()
  await expect(page).toHaveURL('/mfa')

  // The phone cannot scan its own screen: the link carries the key to the app.
  const uri = await page.getByRole('link', { name: 'Buka di aplikasi autentikator' }).getAttribute('href')
  const phone = steps.phoneFrom(uri ?? '')
  const code = await phone.next()
  await page.getByLabel('Kode OTP (6 angka)').fill(code)
  await page.getByLabel('Nama perangkat').fill('HP ini')
  await page.getByRole('button', { name: 'Aktifkan MFA' }).tap()
  await steps.expectActivated(page, person)
  await steps.fillLogin(page, { ...person, code })
  await page.getByRole('button', { name: 'Masuk', exact: true }).tap()
  await steps.expectLauncher(page, person)
})

function widest(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth)
}

/** Links in running text are excepted, as in the criterion. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(
    ({ minimum, tile }) => {
      const targets = [...document.querySelectorAll<HTMLElement>('a, button, input:not([type=hidden]), summary')]
      const reachable = targets.filter((one) => one.checkVisibility() && !one.closest('[inert]') && !one.matches('.skip-link'))
      const standing = reachable.filter((one) => !(one.matches('p a, dd a, .prose a') && getComputedStyle(one).display === 'inline'))
      return standing
        .map((one) => ({ one, box: one.getBoundingClientRect(), least: one.closest('.tile') ? tile : minimum }))
        .filter(({ box, least }) => box.width < least || box.height < least)
        .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} is ${Math.round(box.width)}×${Math.round(box.height)}`)
    },
    { minimum: MINIMUM, tile: TILE },
  )
}
