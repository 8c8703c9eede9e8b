// A session that nobody uses ends, not without a warning that a key press answers. This portal lets it end soon.
import { cutNetwork } from '../support/network'
import { testWith } from '../support/own'
import { PEOPLE, type Person } from '../support/people'
import * as steps from '../support/steps'
import { expect, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

const OURS = [PEOPLE.idle, PEOPLE.idleEscapes, PEOPLE.idleEnded, PEOPLE.idleOffline, PEOPLE.idleLeaves]
const test = testWith(() => ({ people: OURS, options: ['--session-idle-minutes', '5'] }))

test.describe.configure({ mode: 'default' })

const warning = (page: Page) => page.getByRole('dialog', { name: 'Masih di sana?' })

/** On the launcher, with a clock that the test can move on. The portal's goes on as ever. */
async function enter(page: Page, person: Person): Promise<void> {
  await new Visitor(page.request).enter(person)
  await page.clock.install()
  await page.goto('/beranda')
  await expect(warning(page)).toBeHidden()
}

test('two minutes before the end a dialog counts down, and Enter prolongs the session', async ({ page }) => {
  await enter(page, PEOPLE.idle)
  // A minute less than the limit, since not every request is written down.
  await page.clock.fastForward('01:55')
  await expect(warning(page)).toBeHidden()
  await page.clock.fastForward('00:06')
  await expect(warning(page)).toBeVisible()
  await expect(warning(page)).toHaveAccessibleDescription(/^Demi keamanan, Anda akan dikeluarkan sebentar lagi/)
  const stay = warning(page).getByRole('button', { name: 'Tetap masuk' })
  await expect(stay).toBeFocused()
  await expect(warning(page)).toContainText(/Sisa waktu 1:5\d/)
  await expect(warning(page).locator('[aria-live]')).toHaveText(/^Sisa 1\d\d detik\.$/)
  await page.clock.fastForward('01:00')
  await expect(warning(page)).toContainText(/Sisa waktu 0:5\d/)
  await expect(warning(page).locator('[aria-live]')).toHaveText(/^Sisa 5\d detik\.$/)
  for (const key of ['Tab', 'Tab', 'Shift+Tab']) {
    await page.keyboard.press(key)
    await expect(page.locator('body :focus:not(dialog *)'), 'the focus stays inside').toHaveCount(0)
  }
  await stay.focus()
  const prolonged = page.waitForResponse('**/api/session/prolong')
  await page.keyboard.press('Enter')
  expect((await prolonged).status()).toBeLessThan(400)
  await expect(warning(page)).toBeHidden()
  await expect(page).toHaveURL('/beranda')

  await test.step('and again the next time', async () => {
    await page.clock.fastForward('02:05')
    await expect(warning(page)).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(warning(page)).toBeHidden()
  })
  await test.step('without an answer the person is out, also where the portal would have waited a little longer', async () => {
    await page.clock.fastForward('02:05')
    await expect(warning(page)).toBeVisible()
    await page.clock.fastForward('02:00')
    await expect(page).toHaveURL('/masuk')
    await page.goto('/beranda')
    await expect(page).toHaveURL(/\/masuk/)
  })
})

test('Escape prolongs it as well, and another tab that is used keeps this one quiet', async ({ page, context }) => {
  await enter(page, PEOPLE.idleEscapes)
  await page.clock.fastForward('02:05')
  await expect(warning(page)).toBeVisible()
  const prolonged = page.waitForResponse('**/api/session/prolong')
  await page.keyboard.press('Escape')
  await prolonged
  await expect(warning(page)).toBeHidden()
  await expect(page).toHaveURL('/beranda')

  await page.clock.fastForward('02:05')
  await expect(warning(page)).toBeVisible()
  const tab = await context.newPage()
  await tab.goto('/akun')
  await expect(warning(page), 'it hears of the other tab').toBeHidden()

  await tab.getByRole('banner').getByRole('button', { name: 'Keluar' }).click()
  await expect(tab).toHaveURL('/masuk')
  await page.clock.fastForward('02:05')
  await expect(page, 'and of its logging out').toHaveURL('/masuk')
})

test('logging out asks for the login page once, so that what it says is not lost', async ({ page, context }) => {
  await new Visitor(page.request).enrolAndLogin(PEOPLE.idleLeaves)
  await page.goto('/beranda', { waitUntil: 'networkidle' })
  let asked = 0
  await context.route('**/masuk', async (route) => {
    asked += 1
    await new Promise((later) => setTimeout(later, 1_000)) // as on a slow network
    await route.continue()
  })
  await steps.logOut(page)
  await expect(page.getByRole('status')).toContainText('Anda sudah keluar.')
  expect(asked).toBe(1)
})

test('a session that was ended elsewhere is not prolonged: the person is told', async ({ page, another }) => {
  const person = PEOPLE.idleEnded
  const first = new Visitor((await another()).request)
  const { recoveryCodes } = await first.enter(person)
  await new Visitor(page.request).enterWithRecoveryCode(person, recoveryCodes[0] ?? '')
  await page.clock.install()
  await page.goto('/beranda')
  await first.post('/api/session/end', {})
  await page.clock.fastForward('02:05')
  await warning(page).getByRole('button', { name: 'Tetap masuk' }).click()
  await expect(page).toHaveURL('/masuk')
})

test('without a network nobody is put out: the last view stays to be read', async ({ page, context }) => {
  await enter(page, PEOPLE.idleOffline)
  await steps.expectKept(page)
  await cutNetwork(context)
  await page.goto('/beranda')
  await expect(page.locator('#luring')).toBeVisible()
  await page.clock.fastForward('30:00')
  await expect(page).toHaveURL('/beranda')
  await expect(page.locator('#luring')).toBeVisible()
  expect(await page.evaluate(async () => Boolean(await caches.match('/beranda'))), 'it is still kept').toBe(true)
})
