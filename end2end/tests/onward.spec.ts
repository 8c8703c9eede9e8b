// Somebody who opens a service while logged out logs in and is there: whatever the login asks for, with scripts or
// without, and wherever the service leads on to.
import { testWith } from '../support/own'
import { PEOPLE, type Person } from '../support/people'
import { setPassword } from '../support/portal'
import { fromEnvironment, secret } from '../support/secrets'
import { INSIDE, startServices, type Services } from '../support/services'
import * as steps from '../support/steps'
import { expect, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

const OURS = [PEOPLE.goesOn, PEOPLE.goesOnAfterPassword, PEOPLE.goesOnWithoutScript, PEOPLE.goesOnAfterPasswordWithoutScript]

let services: Services
const test = testWith(async () => {
  services = await startServices()
  return { people: OURS, options: ['--catalogue', services.catalogue] }
})
test.use({ ignoreHTTPSErrors: true })

/** Asks for a service without a session. */
async function openLoggedOut(page: Page, slug: string): Promise<void> {
  await page.goto(`/buka/${slug}`)
  await expect(page).toHaveURL(`/masuk?lanjut=%2Fbuka%2F${slug}`)
}

async function expectInside(page: Page, address: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(INSIDE)
  expect(page.url().replace(/\/$/, '')).toBe(address)
}

/** Back at the service, the back button leads to the portal and stays there. */
async function expectWayBack(page: Page): Promise<void> {
  await page.goBack()
  await expect(page).toHaveURL('/teruskan?lanjut=%2Fbuka%2Fe-kinerja')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Membuka e-Kinerja')
  await page.waitForTimeout(1000)
  await expect(page, 'no circle').toHaveURL('/teruskan?lanjut=%2Fbuka%2Fe-kinerja')
  await page.getByRole('main').getByRole('link', { name: 'Ke beranda' }).click()
  await expect(page).toHaveURL('/beranda')
}

async function everyWay(page: Page, person: Person): Promise<void> {
  const { phone, recoveryCodes } = await new Visitor(page.request).enter(person)
  const afresh = async (slug: string) => {
    await page.goto('/beranda')
    await steps.logOut(page)
    await openLoggedOut(page, slug)
  }
  await test.step('number, password and code in one step', async () => {
    await afresh('e-kinerja')
    await steps.login(page, { ...person, code: await phone.next() })
    await expectInside(page, services.direct)
    await expectWayBack(page)
  })
  await test.step('the code in a second step, and a service that leads on to another host', async () => {
    await afresh('myasn')
    await steps.login(page, { nip: person.nip, password: person.password })
    await steps.giveCode(page, await phone.next())
    await expectInside(page, services.end)
  })
  await test.step('a recovery code', async () => {
    await afresh('e-kinerja')
    await steps.login(page, { nip: person.nip, password: person.password })
    await steps.giveRecoveryCode(page, recoveryCodes[0] ?? '')
    await expectInside(page, services.direct)
  })
}

async function newPassword(page: Page, person: Person): Promise<void> {
  const { phone } = await new Visitor(page.request).enter(person)
  const given = secret('password', `gerimis petang di pelabuhan ${person.nip}`)
  // The command puts its catalogue into the database, as the server does.
  const flags = ['--must-change', '--catalogue', services.catalogue]
  setPassword(fromEnvironment('ASN_TEST_DATA'), person, given, fromEnvironment('ASN_TEST_LOG'), ...flags)
  await openLoggedOut(page, 'myasn')
  await steps.login(page, { nip: person.nip, password: given, code: await phone.next() })
  await expect(page).toHaveURL('/akun/kata-sandi?lanjut=%2Fbuka%2Fmyasn')
  await page.getByLabel('Kata sandi sekarang').fill(given)
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(secret('password', `layar perahu di cakrawala ${person.nip}`))
  await page.getByRole('button', { name: 'Simpan kata sandi baru' }).click()
  await expectInside(page, services.end)
}

for (const [how, javaScriptEnabled, person, renews] of [
  ['with scripts', true, PEOPLE.goesOn, PEOPLE.goesOnAfterPassword],
  ['without scripts', false, PEOPLE.goesOnWithoutScript, PEOPLE.goesOnAfterPasswordWithoutScript],
] as const) {
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`whoever opens a service logged out is there after the login, ${how}`, async ({ page }) => {
      await everyWay(page, person)
    })

    test(`a new password that has to come first leads on to the service, ${how}`, async ({ page }) => {
      await newPassword(page, renews)
    })
  })
}
