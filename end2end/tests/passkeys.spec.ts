// Passkeys: a finger in place of number, password and code. They belong to a name, so this portal has one.
import { expectAccessible } from '../support/axe'
import { testWith } from '../support/own'
import { Device } from '../support/passkeys'
import { PEOPLE, type Person } from '../support/people'
import { setStanding } from '../support/portal'
import { fromEnvironment } from '../support/secrets'
import * as steps from '../support/steps'
import { expect, type Page } from '../support/test'
import { localTarget, Visitor } from '../support/visitor'

const OURS = Object.entries(PEOPLE).filter(([role]) => role.startsWith('passkey'))
const test = testWith(() => ({ host: 'localhost', people: OURS.map(([, person]) => person) }))

test.describe.configure({ mode: 'default' })

/** The row of an authenticator on the account page. */
function row(page: Page, name: string) {
  return page.getByRole('region', { name: 'Autentikator' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/akun')
  await page.locator('summary', { hasText: 'Tambah passkey' }).click()
  await page.getByLabel('Nama perangkat untuk passkey').fill(name)
  await page.getByRole('button', { name: 'Tambah passkey' }).click()
  await expect(page.getByRole('status')).toContainText('Autentikator ditambahkan.')
  await expect(row(page, name)).toContainText('Passkey')
}

/** Somebody who has just logged in, on a device that makes passkeys. */
async function enterWithPasskey(page: Page, person: Person, name = 'Laptop kantor'): Promise<Device> {
  await new Visitor(page.request).enrolAndLogin(person)
  const device = await Device.of(page)
  await addPasskey(page, name)
  expect(await device.passkeys()).toBe(1)
  return device
}

const usePasskey = (page: Page) => page.getByRole('button', { name: 'Pakai passkey' }).click()

test('a passkey that was added on the account page logs in without number, password or code', async ({ page }) => {
  const person = PEOPLE.passkey
  await enterWithPasskey(page, person)
  await steps.logOut(page)
  await page.goto('/masuk?lanjut=%2Flayanan%2Fpresensi')
  await usePasskey(page)
  await expect(page).toHaveURL('/layanan/presensi')
  await page.goto('/akun/catatan')
  await expect(page.getByRole('definition').first()).toContainText('Masuk dengan passkey')

  await test.step('the same device is not added twice', async () => {
    await page.goto('/akun')
    await page.locator('summary', { hasText: 'Tambah passkey' }).click()
    await page.getByLabel('Nama perangkat untuk passkey').fill('Sekali lagi')
    await page.getByRole('button', { name: 'Tambah passkey' }).click()
    await expect(page.getByRole('alert').filter({ visible: true })).toHaveText('Perangkat ini sudah terdaftar sebagai passkey Anda.')
    await page.reload()
    await expect(row(page, 'Sekali lagi')).toHaveCount(0)
  })
})

test('a passkey is the second step after the password, and the fresh proof for what needs one', async ({ page }) => {
  const person = PEOPLE.passkeySecond
  await enterWithPasskey(page, person)
  await page.goto('/akun/bukti?lanjut=%2Fakun%2Fautentikator')
  await usePasskey(page)
  await expect(page).toHaveURL('/akun/autentikator')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tambah aplikasi autentikator')

  await steps.logOut(page)
  await page.goto('/layanan/presensi')
  await steps.login(page, { nip: person.nip, password: person.password })
  await expect(page).toHaveURL('/masuk/langkah-kedua?lanjut=%2Flayanan%2Fpresensi')
  await usePasskey(page)
  await expect(page).toHaveURL('/layanan/presensi')
})

test('a passkey that is added with an old proof asks for a new one and comes back to its form', async ({ page }) => {
  const person = PEOPLE.passkeyStale
  await enterWithPasskey(page, person)
  // What the portal answers after five minutes.
  await page.route('**/api/passkey/register-begin', (route) => route.fulfill({ status: 401, headers: { 'x-asn-portal': '1' }, json: 'Unauthenticated' }), { times: 1 })
  await page.locator('summary', { hasText: 'Tambah passkey' }).click()
  await page.getByLabel('Nama perangkat untuk passkey').fill('Tablet')
  await page.getByRole('button', { name: 'Tambah passkey' }).click()
  await expect(page).toHaveURL('/akun/bukti?lanjut=%2Fakun%3Ftambah%3Dpasskey')
  await usePasskey(page)
  await expect(page).toHaveURL('/akun?tambah=passkey')
  await expect(page.getByLabel('Nama perangkat untuk passkey')).toBeVisible()

  await test.step('without a session it leads to the login and back', async () => {
    await page.context().clearCookies({ name: 'asn_session' })
    await page.getByLabel('Nama perangkat untuk passkey').fill('Tablet')
    await page.getByRole('button', { name: 'Tambah passkey' }).click()
    await expect(page).toHaveURL('/masuk?lanjut=%2Fakun%3Ftambah%3Dpasskey')
  })
})

test('the passkey of a disabled account opens nothing, and ends what it had opened', async ({ page, portal }) => {
  const person = PEOPLE.passkeyDisabled
  await enterWithPasskey(page, person)
  setStanding(portal.data, 'disable', person, fromEnvironment('ASN_TEST_LOG'))
  await page.goto('/beranda')
  await expect(page).toHaveURL('/masuk?lanjut=%2Fberanda')
  await usePasskey(page)
  await expect(page.getByRole('alert').filter({ visible: true })).toHaveText(/^Passkey ini tidak dapat dipakai/)
  setStanding(portal.data, 'enable', person, fromEnvironment('ASN_TEST_LOG'))
  await usePasskey(page)
  await steps.expectLauncher(page, person)
})

test('a finger that is not recognised opens nothing, says so, and leaves the other ways open', async ({ page }) => {
  const person = PEOPLE.passkeyFinger
  const device = await enterWithPasskey(page, person)
  await steps.logOut(page)
  await device.recognises(false)
  await usePasskey(page)
  const error = page.getByRole('alert').filter({ visible: true })
  await expect(error).toHaveText(/^Passkey dibatalkan atau tidak ditemukan di perangkat ini\. Tidak ada yang berubah/)
  await expect(page.getByRole('button', { name: 'Pakai passkey' })).toBeFocused()
  await page.goto('/beranda')
  await expect(page).toHaveURL(/\/masuk/)
  await device.recognises(true)
  await usePasskey(page)
  await steps.expectLauncher(page, person)

  await test.step('after the password of somebody else it is refused, and their own code still works', async () => {
    await steps.logOut(page)
    const victim = PEOPLE.passkeyVictim
    const { phone } = await new Visitor(page.request).enrol(victim)
    await steps.passFirstStep(page, victim)
    await usePasskey(page)
    await expect(error).toHaveText(/^Passkey ini tidak dapat dipakai/)
    await expect(page).toHaveURL('/masuk/langkah-kedua')
    await steps.giveCode(page, await phone.next())
    await steps.expectLauncher(page, victim)
    await page.goto('/akun/bukti')
    await usePasskey(page)
    await expect(error, 'nor does it prove that they are there').toHaveText(/^Passkey ini tidak dapat dipakai/)
  })
})

test('authenticators are renamed and removed, but never the last one', async ({ page }) => {
  const person = PEOPLE.passkeyKept
  await enterWithPasskey(page, person, 'Laptop')
  const name = '"><script>globalThis.hacked = 1</script>'
  await row(page, 'Laptop').getByText('Ganti nama').click()
  await row(page, 'Laptop').getByLabel('Nama baru').fill(name)
  await row(page, 'Laptop').getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('status')).toContainText('Nama diganti.')
  await expect(row(page, name)).toBeVisible()
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false)
  await row(page, name).getByText('Ganti nama').click()
  await row(page, name).getByLabel('Nama baru').fill('   ')
  await row(page, name).getByRole('button', { name: 'Simpan' }).click()
  await steps.expectErrors(page, [/^Isi nama perangkat/])
  const long = 'HP '.repeat(30).trim()
  await row(page, name).getByLabel('Nama baru').fill(long)
  await row(page, name).getByRole('button', { name: 'Simpan' }).click()
  await steps.expectErrors(page, [/paling panjang 60 karakter\. Yang diketik 89/])
  await expect(row(page, name).getByLabel('Nama baru'), 'nothing is cut').toHaveValue(long)
  await page.goto('/akun?tambah=passkey')
  await page.getByLabel('Nama perangkat untuk passkey').fill(long)
  await page.getByRole('button', { name: 'Tambah passkey' }).click()
  await steps.expectErrors(page, [/paling panjang 60 karakter\. Yang diketik 89/])
  await expect(page.getByLabel('Nama perangkat untuk passkey')).toHaveValue(long)

  await row(page, 'HP uji').getByRole('button', { name: 'Hapus HP uji' }).click()
  await expect(page.getByRole('status')).toContainText('Autentikator dihapus.')
  await expect(row(page, 'HP uji')).toHaveCount(0)
  await row(page, name).getByRole('button', { name: 'Hapus' }).click()
  await expect(page.getByRole('status')).toContainText('Autentikator terakhir tidak dapat dihapus')
  await expect(row(page, name)).toBeVisible()

  await steps.logOut(page)
  await usePasskey(page)
  await steps.expectLauncher(page, person)
})

test('what an authenticator signed works once, in the browser that asked, and nothing else does', async ({ page, another }) => {
  await enterWithPasskey(page, PEOPLE.passkeyReplayed)
  await steps.logOut(page)
  const asking = page.waitForRequest('**/api/passkey/finish')
  await usePasskey(page)
  const asked = await asking
  const sent = Object.fromEntries(new URLSearchParams(asked.postData() ?? ''))
  const cookie = (await asked.allHeaders())['cookie'] ?? ''
  expect(cookie).toContain('asn_ceremony=')
  await expect(page).toHaveURL('/beranda')

  const thief = new Visitor((await another({ extraHTTPHeaders: { cookie } })).request)
  expect((await thief.post('/api/passkey/finish', sent)).status(), 'the same once more').toBe(403)
  expect(await thief.cookie('asn_session')).toBeUndefined()
  const stranger = new Visitor((await another()).request)
  expect((await stranger.post('/api/passkey/finish', sent)).status(), 'without the ceremony').toBe(403)
  await stranger.post('/api/passkey/begin', {})
  expect((await stranger.post('/api/passkey/finish', sent)).status(), 'with another ceremony').toBe(403)
  for (const credential of ['', '{}', 'null', '[]', sent['credential']?.slice(1) ?? '']) {
    await stranger.post('/api/passkey/begin', {})
    expect((await stranger.post('/api/passkey/finish', { ...sent, credential })).status(), credential.slice(0, 20)).toBe(403)
  }
  expect(await stranger.cookie('asn_session')).toBeUndefined()
})

test('a passkey on somebody else\'s computer leaves nothing behind there', async ({ page, context }) => {
  const person = PEOPLE.passkeyShared
  await enterWithPasskey(page, person)
  await steps.logOut(page)
  await context.clearCookies()
  await page.goto('/masuk')
  await page.getByLabel('Ini bukan komputer saya').check()
  await usePasskey(page)
  await expect(page).toHaveURL('/beranda')
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('asn_device')
  await page.goto('/akun')
  await expect(page.getByRole('region', { name: 'Perangkat yang sedang masuk' })).toContainText('Bukan komputer sendiri')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('nothing of passkeys is offered, and everything else works', async ({ page }) => {
    const person = PEOPLE.passkeyWithoutScript
    const { recoveryCodes } = await new Visitor(page.request).enter(person)
    const [code = '', further = ''] = recoveryCodes
    await page.goto('/akun')
    await page.locator('summary', { hasText: 'Tambah passkey' }).click()
    await expect(page.getByText('Menambah passkey perlu JavaScript di peramban ini.')).toBeVisible()
    await expect(page.getByLabel('Nama perangkat untuk passkey')).toBeHidden()
    await page.goto('/akun/bukti')
    await expect(page.getByRole('button', { name: 'Pakai passkey' })).toHaveCount(0)
    await steps.giveRecoveryCode(page, code)
    await expect(page).toHaveURL('/akun')
    await steps.logOut(page)
    await expect(page.getByRole('button', { name: 'Pakai passkey' })).toHaveCount(0)
    await steps.passFirstStep(page, person)
    await expect(page.getByRole('button', { name: 'Pakai passkey' })).toHaveCount(0)
    await steps.giveRecoveryCode(page, further)
    await steps.expectLauncher(page, person)
  })
})

test.describe('axe', () => {
  test.use({ bypassCSP: true, reducedMotion: 'reduce' })

  for (const [name, viewport] of [['desktop', { width: 1280, height: 800 }], ['phone', { width: 360, height: 740 }]] as const) {
    test(`finds nothing where passkeys are offered, on a ${name}`, async ({ page }) => {
      await page.setViewportSize(viewport)
      await page.goto('/masuk')
      await expect(page.getByRole('button', { name: 'Pakai passkey' })).toBeVisible()
      await expectAccessible(page, 'login')
      const device = await Device.of(page)
      await device.recognises(false)
      await usePasskey(page)
      await expect(page.getByRole('alert').filter({ visible: true })).toHaveText(/^Passkey dibatalkan/)
      await expectAccessible(page, 'login, cancelled')
    })
  }
})

test('nobody adds a passkey without being logged in', async ({ request, portal }) => {
  expect(new URL(portal.origin).hostname).toBe('localhost')
  for (const step of ['register-begin', 'register-finish']) {
    const answer = await new Visitor(request).post(`/api/passkey/${step}`, { credential: '{}', device_name: 'HP' })
    expect(localTarget(answer), step).toBe('/masuk')
  }
})
