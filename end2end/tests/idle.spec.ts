// A session that nobody uses ends, not without a warning that a key press answers. This portal lets it end soon.
import { cutNetwork } from '../support/network'
import { testWith } from '../support/own'
import { PEOPLE, type Person } from '../support/people'
import * as steps from '../support/steps'
import { expect, type Page } from '../support/test'
import { play } from '../support/under_way'
import { Visitor } from '../support/visitor'

const OURS = [PEOPLE.idleStopped, PEOPLE.idle, PEOPLE.idleEscapes, PEOPLE.idleEnded, PEOPLE.idleOffline, PEOPLE.idleLeaves, PEOPLE.idleClock]
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
  await test.step('without an answer the person is out, as soon as the portal says so', async () => {
    await page.clock.fastForward('02:05')
    await expect(warning(page)).toBeVisible()
    await page.clock.fastForward('02:00')
    await expect(warning(page), 'by the portal’s clock hardly anything went by').toBeHidden()
    await expect(page).toHaveURL('/beranda')
    await new Visitor(page.request).post('/api/logout', {})
    await page.clock.fastForward('05:10')
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

test('after a logout that was stopped the button works, and the warning still comes', async ({ page, context }) => {
  await enter(page, PEOPLE.idleStopped)
  let sent = 0
  await context.route('**/api/logout', () => (sent += 1)) // never answered, nor is the service worker
  const seen = await play(page, [[0, 'press'], [400, 'look'], [600, 'stop'], [800, 'look']], '.site-header-bar .button')
  expect(seen).toMatchObject([{ words: 'Sedang keluar…', busy: 'true' }, { words: '', busy: null }])
  await page.clock.fastForward('02:05')
  await expect(warning(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(warning(page)).toBeHidden()
  expect(await play(page, [[0, 'press'], [400, 'look'], [600, 'stop']], '.site-header-bar .button')).toMatchObject([{ busy: 'true' }])
  expect(sent).toBe(2)
})

test('a device whose clock is set ends nothing: right by 40 minutes, back by 40 minutes', async ({ page, context }) => {
  const asked = () => page.waitForResponse('**/api/session/left')
  await enter(page, PEOPLE.idleClock)
  const start = Date.now()
  await page.clock.setSystemTime(start + 40 * 60_000)
  const [answer] = await Promise.all([asked(), page.clock.fastForward(31_000)])
  expect(await answer.json()).toBeGreaterThan(240)
  await page.clock.runFor(5_000)
  await expect(warning(page)).toBeHidden()
  await expect(page).toHaveURL('/beranda')

  await test.step('set back, the warning comes when it is due', async () => {
    await page.reload()
    await page.clock.setSystemTime(start - 40 * 60_000)
    await page.clock.fastForward('01:55')
    await expect(warning(page)).toBeHidden()
    await page.clock.fastForward('00:06')
    await expect(warning(page)).toBeVisible()
  })

  await test.step('where something else answers, or nothing, nobody is out', async () => {
    for (const answer of [{ status: 200, contentType: 'text/html', body: '<h1>Wi-Fi' }, { status: 200, contentType: 'application/json', body: '0' }, { status: 503 }]) {
      await context.route('**/api/session/*', (route) => route.fulfill(answer)) // the last one counts
      await Promise.all([asked(), page.clock.fastForward('02:10')])
      await expect(warning(page)).toContainText('Sisa waktu 0:00')
      const prolonged = page.waitForResponse('**/api/session/prolong')
      await page.keyboard.press('Enter')
      await prolonged
      await expect(page).toHaveURL('/beranda')
    }
    await context.unroute('**/api/session/*')
    await page.clock.runFor(6_000)
    await expect(warning(page), 'the portal is back').toBeHidden()
    await expect(page).toHaveURL('/beranda')
  })
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
