// One login opens the services: from a tile one is signed in, with name, number and roles, and nobody is asked again;
// logging out on either side is logging out everywhere.
import { expectAccessible } from '../support/axe'
import { testWith } from '../support/own'
import { PEOPLE, type Person } from '../support/people'
import { rotateSigning } from '../support/portal'
import { cutLabels } from '../support/rules'
import { fromEnvironment } from '../support/secrets'
import { standIns, type StandIns } from '../support/stand_ins'
import * as steps from '../support/steps'
import { expect, origin, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

const OURS = [
  PEOPLE.servicesTiles,
  PEOPLE.servicesTilesWithoutScript,
  PEOPLE.servicesLeave,
  PEOPLE.servicesLeaveThePortal,
  PEOPLE.servicesComeFirst,
  PEOPLE.servicesPages,
  PEOPLE.servicesKeys,
]

let services: StandIns
const test = testWith(async () => {
  services = await standIns()
  return { people: OURS, options: ['--clients', services.clients] }
}).extend<object, { signingIn: void }>({
  signingIn: [
    async ({ portal }, use) => {
      const stop = await services.start(portal.origin, fromEnvironment('ASN_TEST_LOG'))
      await use()
      await stop()
    },
    { scope: 'worker', auto: true },
  ],
})
// Each opens and ends logins of its own, and one of them changes the keys.
test.describe.configure({ mode: 'default' })

async function openTile(page: Page, name: string): Promise<void> {
  await page.goto('/beranda')
  await page.locator('#semua').getByRole('link', { name: new RegExp(`^${name}\\b`) }).first().click()
}

async function expectSignedIn(page: Page, service: string, { name, nip, agency }: Person): Promise<void> {
  await expect(page).toHaveURL(`${service}/`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Selamat datang, ${name}`)
  const shown = Object.fromEntries(await Promise.all((await page.locator('dl div').all()).map(async (row) => [await row.locator('dt').innerText(), await row.locator('dd').innerText()])))
  expect(shown).toMatchObject({ Nama: name, 'NIP atau NI PPPK': nip, Instansi: agency })
}

async function expectSignedOut(page: Page, service: string): Promise<void> {
  await page.goto(service)
  await expect(page.getByRole('link', { name: 'Masuk dengan ASN Digital' })).toBeVisible()
}

/** The portal tells its services in a moment of its own. */
async function expectTold(page: Page, service: string): Promise<void> {
  await expect(() => expectSignedOut(page, service)).toPass({ timeout: 15_000 })
}

for (const [how, javaScriptEnabled, person] of [
  ['with scripts', true, PEOPLE.servicesTiles],
  ['without scripts', false, PEOPLE.servicesTilesWithoutScript],
] as const) {
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`a tile leads to its service, signed in, and so does the next one, ${how}`, async ({ page }) => {
      await new Visitor(page.request).enter(person)
      for (const [name, address] of [['MyASN', services.myasn], ['SIASN', services.siasn], ['e-Kinerja', services.kinerja]] as const) {
        await openTile(page, name)
        await expectSignedIn(page, address, person)
        await expect(page.getByRole('definition').last()).toHaveText('PegawaiOperator instansi')
        await expect(page.getByRole('contentinfo')).toContainText(`Ini bukan ${name} yang sebenarnya`)
      }
      await page.goto(services.siasn)
      await page.getByRole('button', { name: 'Perbarui data' }).click()
      await expectSignedIn(page, services.siasn, person)
    })
  })
}

test('whoever comes to a service first logs in at the portal and is back, signed in', async ({ page }) => {
  const person = PEOPLE.servicesComeFirst
  const { phone } = await new Visitor(page.request).enter(person)
  await page.goto('/beranda')
  await steps.logOut(page)
  await expectSignedOut(page, services.kinerja)
  await page.getByRole('link', { name: 'Masuk dengan ASN Digital' }).click()
  expect(new URL(page.url()).pathname).toBe('/masuk')
  await steps.login(page, { ...person, code: await phone.next() })
  await expectSignedIn(page, services.kinerja, person)
})

test('logging out at a service logs out at the portal and at the other services', async ({ page }) => {
  const person = PEOPLE.servicesLeave
  await new Visitor(page.request).enter(person)
  await openTile(page, 'MyASN')
  await expectSignedIn(page, services.myasn, person)
  await openTile(page, 'e-Kinerja')
  await expectSignedIn(page, services.kinerja, person)

  await page.getByRole('button', { name: 'Keluar' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anda sudah keluar')
  expect(page.url().startsWith(`${services.kinerja}/keluar/selesai?state=`)).toBe(true)
  await expectTold(page, services.myasn)
  await page.goto('/beranda')
  expect(new URL(page.url()).pathname, 'the portal asks for a login').toBe('/masuk')
})

test('logging out at the portal logs out at its services', async ({ page }) => {
  const person = PEOPLE.servicesLeaveThePortal
  await new Visitor(page.request).enter(person)
  await openTile(page, 'MyASN')
  await expectSignedIn(page, services.myasn, person)
  await openTile(page, 'SIASN')
  await expectSignedIn(page, services.siasn, person)

  await page.goto('/beranda')
  await steps.openAccountMenu(page)
  await page.getByRole('banner').getByRole('button', { name: 'Keluar' }).click()
  await page.waitForURL((url) => url.origin === origin() && url.pathname !== '/beranda')
  await expectTold(page, services.myasn)
  await expectTold(page, services.siasn)
})

/** The keys that the portal has published. */
async function published(page: Page): Promise<string[]> {
  const { keys } = (await (await page.request.get('/oidc/jwks')).json()) as { keys: { kid: string }[] }
  return keys.map(({ kid }) => kid)
}

test('a service signs in by a key of the portal that it has never seen', async ({ page, portal }) => {
  const person = PEOPLE.servicesKeys
  await new Visitor(page.request).enter(person)
  await openTile(page, 'MyASN')
  await expectSignedIn(page, services.myasn, person)
  const before = await published(page)
  const from = rotateSigning(portal)
  // The command promises when; nothing else would show it.
  await page.waitForTimeout(Math.max(0, from.getTime() - Date.now()))

  await openTile(page, 'MyASN')
  await expectSignedIn(page, services.myasn, person)
  const leaving = page.waitForRequest((request) => request.url().includes('id_token_hint='))
  await page.getByRole('button', { name: 'Keluar' }).click()
  const token = new URL((await leaving).url()).searchParams.get('id_token_hint') ?? ''
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
  expect(before).not.toContain(kid)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anda sudah keluar')
})

test.describe('the pages of a service', () => {
  test.use({ bypassCSP: true, reducedMotion: 'reduce' })

  test('fit a phone, and axe finds nothing, light and dark', async ({ page }) => {
    await new Visitor(page.request).enter(PEOPLE.servicesPages)
    const fits = async (state: string) => {
      await expectAccessible(page, state)
      await page.setViewportSize({ width: 320, height: 740 })
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), state).toBeLessThanOrEqual(320)
      expect.soft(await cutLabels(page), state).toEqual([])
    }
    for (const [name, address] of [['MyASN', services.myasn], ['SIASN', services.siasn], ['e-Kinerja', services.kinerja]] as const) {
      await page.setViewportSize({ width: 1280, height: 800 })
      await expectSignedOut(page, address)
      await fits(`${name}, signed out`)
      await page.goto(`${address}/masuk?iss=https://evil.example`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tautan masuk ini tidak dikenal')
      await fits(`${name}, refused`)
      await openTile(page, name)
      await expectSignedIn(page, address, PEOPLE.servicesPages)
      await fits(`${name}, signed in`)
    }
  })
})
