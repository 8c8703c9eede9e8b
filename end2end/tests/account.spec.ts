// Looking after one's own account: who is logged in, what happened, what one proves oneself with, and "this was not me".
import { letterTo } from '../support/mail'
import { PEOPLE } from '../support/people'
import { secret } from '../support/secrets'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const PHONE = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36'

const row = (page: Page, region: string, text: string) => page.getByRole('region', { name: region }).getByRole('listitem').filter({ hasText: text })

test('the devices that are logged in are listed in words; one that is put out is out at once, and so are all others', async ({ page, another }) => {
  const person = PEOPLE.sessions
  const { recoveryCodes } = await new Visitor(page.request).enter(person)
  const enter = async (userAgent: string) => {
    const other = await (await another({ userAgent })).newPage()
    await new Visitor(other.request).enterWithRecoveryCode(person, recoveryCodes.pop() ?? '')
    await other.goto('/beranda')
    return other
  }
  const firefox = await enter(FIREFOX)
  await letterTo(person, 'Masuk dari perangkat baru', undefined, 2)
  await page.goto('/beranda')
  await page.getByRole('banner').getByRole('link', { name: 'Akun' }).click()
  await expect(page).toHaveURL('/akun')
  const devices = page.getByRole('region', { name: 'Perangkat yang sedang masuk' })
  await expect(devices.getByRole('listitem')).toHaveCount(2)
  await expect(row(page, 'Perangkat yang sedang masuk', 'Perangkat ini')).toContainText('Chrome di Linux')
  await expect(devices).toContainText('Jaringan yang sama dengan Anda sekarang')
  await devices.getByRole('button', { name: 'Keluarkan Firefox di Windows' }).click()
  await expect(page.getByRole('status')).toContainText('Perangkat sudah dikeluarkan.')
  await expect(devices.getByText('Tidak ada perangkat lain yang masuk.')).toBeVisible()
  await firefox.reload()
  await expect(firefox).toHaveURL(/\/masuk/)
  await expect(firefox.getByRole('status')).toContainText('Sesi Anda sudah berakhir')

  const others = [await enter(FIREFOX), await enter(PHONE)]
  await page.reload()
  await expect(devices).toContainText('Samsung Internet di Android')
  await devices.getByRole('button', { name: 'Keluarkan semua yang lain' }).click()
  await expect(page.getByRole('status')).toContainText('Perangkat sudah dikeluarkan.')
  await expect(devices.getByRole('listitem')).toHaveCount(1)
  for (const other of others) {
    await other.reload()
    await expect(other).toHaveURL(/\/masuk/)
  }
  await page.goto('/beranda')
  await expect(page).toHaveURL('/beranda')
})

test('nobody ends, renames or removes what is somebody else\'s', async ({ page, another }) => {
  const victim = new Visitor((await another()).request)
  const { recoveryCodes } = await victim.enter(PEOPLE.proves)
  const second = new Visitor((await another()).request)
  await second.enterWithRecoveryCode(PEOPLE.proves, recoveryCodes[0] ?? '')
  const account = await (await victim.get('/akun')).text()
  const ids = [...account.matchAll(/name="id"[^>]*value="([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '')
  expect(new Set(ids).size, 'an authenticator and a session').toBe(2)

  const attacker = new Visitor(page.request)
  await attacker.enter(PEOPLE.attacker)
  for (const id of ids) {
    for (const path of ['/api/session/end', '/api/authenticator/rename', '/api/authenticator/remove']) {
      const text = textOf(await attacker.follow(await attacker.post(path, { id, name: 'milik saya' })))
      expect(text, path).toMatch(/Autentikator itu sudah tidak ada\.|Perangkat itu sudah keluar sebelumnya\./)
    }
  }
  expect((await second.get('/beranda')).status()).toBe(200)
  expect(textOf(await (await victim.get('/akun')).text())).not.toContain('milik saya')
})

test('on somebody else\'s computer there is no trace left: no device, no lasting session, no kept view', async ({ page, context, another }) => {
  const person = PEOPLE.publicComputer
  const { recoveryCodes } = await new Visitor((await another()).request).enter(person)
  await page.goto('/masuk')
  await page.getByLabel('Ini bukan komputer saya').check()
  await steps.login(page, { nip: person.nip, password: person.password })
  await steps.giveRecoveryCode(page, recoveryCodes[0] ?? '')
  await steps.expectLauncher(page, person)

  const cookies = await context.cookies()
  expect(cookies.map(({ name }) => name)).toEqual(['asn_session'])
  expect(cookies[0]?.expires, 'forgotten when the browser is closed').toBe(-1)
  await page.evaluate(() => navigator.serviceWorker.ready)
  const answer = await page.reload({ waitUntil: 'networkidle' })
  expect(answer?.headers()['x-asn-keep']).toBe('no')
  await page.reload({ waitUntil: 'networkidle' })
  expect(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)), 'the service worker saw it').toBe(true)
  expect(await page.evaluate(async () => Boolean(await caches.match('/beranda')))).toBe(false)

  await page.goto('/akun')
  await expect(row(page, 'Perangkat yang sedang masuk', 'Perangkat ini')).toContainText('Bukan komputer sendiri')
  expect(await page.locator('#diam').getAttribute('data-idle'), 'and it is short').toBe(String(9 * 60))
})

test('the security log says in words what happened, also what a stranger tried', async ({ page, another }) => {
  const person = PEOPLE.securityLog
  const { phone, recoveryCodes } = await new Visitor(page.request).enter(person)
  const stranger = new Visitor((await another({ userAgent: FIREFOX })).request)
  await stranger.login({ nip: person.nip, password: 'tebakan' })
  await stranger.login({ nip: person.nip, password: person.password, code: phone.wrong() })
  await stranger.giveRecoveryCode('ABCDE-FGHJK')
  await stranger.giveRecoveryCode(recoveryCodes[0] ?? '')
  await page.goto('/akun')
  await expect(page.getByRole('region', { name: 'Catatan keamanan' }).getByRole('definition')).toHaveCount(5)
  await page.getByRole('link', { name: 'Lihat semua catatan' }).click()
  await expect(page).toHaveURL('/akun/catatan')
  // Within one second they stand in any order.
  const log = await page.getByRole('definition').allInnerTexts()
  const [firefox, chrome] = ['Firefox di Windows', 'Chrome di Linux'].map((browser) => `${browser}, Jaringan yang sama dengan Anda sekarang`)
  expect(log.map((line) => line.replace('Perhatikan', '').replace(/\s+/g, ' ')).sort()).toEqual([
    `Kata sandi benar, MFA belum aktif ${chrome}`,
    `Kata sandi benar, kode OTP salah ${firefox}`,
    `Kata sandi benar, kode pemulihan salah ${firefox}`,
    expect.stringMatching(/^Kata sandi ditetapkan oleh pengelola portal /),
    `Kode pemulihan dipakai ${firefox}`,
    `MFA diaktifkan ${chrome}`,
    `Masuk ${chrome}`,
    `Percobaan masuk gagal: kata sandi salah ${firefox}`,
  ])
  await expect(page.getByRole('definition').filter({ hasText: 'Kode pemulihan dipakai' })).toContainText('Perhatikan')
  await expect(page.getByRole('definition').filter({ hasText: /^Masuk/ })).not.toContainText('Perhatikan')
  await expect(page.getByRole('term').first()).toHaveText(/^\d\d\.\d\d WIB$/)
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(/^(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d+ \S+ \d{4}$/)
  expect(await page.content()).not.toContain(person.nip)
})

test('"this was not me" ends every session, and leads to a new password, authenticator and codes before anything else', async ({ page, another }) => {
  const person = PEOPLE.disowns
  const { phone: old, recoveryCodes } = await new Visitor(page.request).enter(person)
  const thief = new Visitor((await another()).request)
  await thief.enterWithRecoveryCode(person, recoveryCodes[0] ?? '')
  await page.goto('/akun/catatan')
  await page.getByRole('button', { name: 'Ini bukan saya' }).click()
  await expect(page).toHaveURL('/akun/kata-sandi')
  await expect(page.getByText('Semua perangkat lain sudah dikeluarkan. Sekarang buat kata sandi baru')).toBeVisible()
  expect(localTarget(await thief.get('/beranda'))).toBe('/masuk?lanjut=%2Fberanda')
  await letterTo(person, 'Semua perangkat dikeluarkan')

  const chosen = secret('password', 'gerimis teluk perahu kenari')
  await page.getByLabel('Kata sandi sekarang').fill(person.password)
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(chosen)
  await page.getByRole('button', { name: 'Simpan kata sandi baru' }).click()
  await expect(page).toHaveURL('/akun/autentikator')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Siapkan autentikator baru')
  await page.goto('/beranda')
  await expect(page, 'nothing else before').toHaveURL('/akun/autentikator?lanjut=%2Fberanda')
  const phone = await steps.scanWithPhone(page)
  expect(phone.key).not.toBe(old.key)
  await steps.activate(page, phone.wrong(), 'HP baru')
  await steps.expectErrors(page, [/^Kode OTP tidak valid/])
  await steps.activate(page, await phone.next(), 'HP baru')
  await expect(page).toHaveURL('/akun/kode-pemulihan')
  const made = await steps.recoveryCodes(page)
  await page.getByRole('link', { name: 'Sudah saya simpan, lanjut' }).click()
  await expect(page).toHaveURL('/akun')
  await expect(page.getByRole('region', { name: 'Autentikator', exact: true }).getByRole('heading', { level: 3 })).toHaveText(['HP baru'])
  await page.goto('/beranda')
  await steps.expectLauncher(page, person)

  await test.step('the old password, phone and codes open nothing any more', async () => {
    const { nip, password } = person
    expect(textOf(await thief.follow(await thief.login({ nip, password })))).toContain('NIP atau kata sandi salah')
    expect(localTarget(await thief.login({ nip, password: chosen, code: await old.next() }))).toBe('/masuk/langkah-kedua')
    expect(localTarget(await thief.giveRecoveryCode(recoveryCodes[1] ?? ''))).toBe('/masuk/langkah-kedua')
    expect(localTarget(await thief.giveRecoveryCode(made[0] ?? '')), 'the new one does').toBe('/beranda')
  })
})

test('a fresh proof leads to a second app, whose codes then log in; and an app can have another name', async ({ page }) => {
  const person = PEOPLE.authenticators
  const phone = await new Visitor(page.request).enrolAndLogin(person)
  await page.goto('/akun/bukti?lanjut=%2Fakun%2Fautentikator')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Buktikan bahwa ini Anda')
  await steps.giveCode(page, phone.wrong())
  await steps.expectErrors(page, [/^Kode OTP tidak valid/])
  const code = await phone.next()
  await steps.giveCode(page, code)
  await expect(page).toHaveURL('/akun/autentikator')
  const tablet = await steps.scanWithPhone(page)
  expect(tablet.key).not.toBe(phone.key)
  await page.reload()
  expect((await steps.scanQr(page)).key, 'a reload keeps the key').toBe(tablet.key)
  await steps.activate(page, await phone.next(), 'Tablet rumah')
  await steps.expectErrors(page, [/^Kode OTP tidak valid/])
  await steps.activate(page, await tablet.next(), 'Tablet rumah')
  await expect(page.getByRole('status')).toContainText('Autentikator ditambahkan.')
  await letterTo(person, 'Autentikator baru ditambahkan', undefined, 2)

  await row(page, 'Autentikator', 'Tablet rumah').getByText('Ganti nama').click()
  await row(page, 'Autentikator', 'Tablet rumah').getByLabel('Nama baru').fill('Tablet dinas')
  await row(page, 'Autentikator', 'Tablet rumah').getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByRole('status')).toContainText('Nama diganti.')
  await row(page, 'Autentikator', 'HP uji').getByRole('button', { name: 'Hapus HP uji' }).click()
  await expect(page.getByRole('status')).toContainText('Autentikator dihapus.')

  await page.goto('/akun/bukti')
  await steps.giveCode(page, code)
  await expect(page, 'the removed one proves nothing').toHaveURL('/akun/bukti?lanjut=%2Fakun')
  await steps.logOut(page)
  await steps.login(page, { ...person, code: await tablet.next() })
  await steps.expectLauncher(page, person)
})
