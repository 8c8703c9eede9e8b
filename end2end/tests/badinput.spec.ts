// What people mistype and what nobody types by mistake: a clear message, and nothing is lost but secrets.
import { NOBODY, PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

const { spacedNip, spacedCode, arabicCode } = PEOPLE

for (const { what, typed, message } of [
  { what: 'nothing in it', typed: '', message: 'Isi NIP atau NI PPPK' },
  { what: 'letters', typed: '19860926201505100A', message: /hanya berisi angka/ },
  { what: '17 digits', typed: '19860926201505100', message: /harus 18 angka\. Yang diketik 17/ },
  { what: '19 digits', typed: '1986092620150510011', message: /harus 18 angka\. Yang diketik 19/ },
  { what: 'an impossible date', typed: '19860231 201505 1 001', message: /tidak mungkin benar/ },
  { what: 'markup', typed: '"><script>globalThis.hacked = 1</script>', message: /hanya berisi angka/ },
]) {
  test(`a NIP with ${what} gets its own message and stays as typed`, async ({ page }) => {
    await page.goto('/masuk')
    await steps.login(page, { nip: typed, password: 'rahasia sekali' })
    await steps.expectErrors(page, [message])
    await expect(page.locator('.error-summary')).toBeFocused()
    await expect(page.getByLabel('NIP atau NI PPPK')).toHaveValue(typed)
    await expect(page.getByLabel('Kata sandi', { exact: true })).toHaveValue('')
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false)
    await page.reload()
    await expect(page.locator('.error-summary'), 'the message is shown once').toHaveCount(0)
  })
}

test('a NIP with spaces and dots is understood', async ({ page }) => {
  const { nip, password } = spacedNip
  const typed = ` ${nip.slice(0, 8)}.${nip.slice(8, 14)} ${nip.slice(14, 15)} - ${nip.slice(15)} `
  await page.goto('/masuk')
  await steps.login(page, { nip: typed, password })
  await expect(page.getByRole('dialog')).toBeVisible()
})

for (const { script, person, write } of [
  { script: 'with spaces', person: spacedCode, write: (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)} ` },
  { script: 'in Arabic-Indic digits', person: arabicCode, write: (code: string) => code.replace(/\d/g, (d) => '٠١٢٣٤٥٦٧٨٩'[Number(d)] ?? '') },
]) {
  test(`a code ${script} activates and logs in`, async ({ page }) => {
    await steps.firstLogin(page, person)
    await steps.acceptMfa(page)
    const code = write(await (await steps.scanWithPhone(page)).next())
    await steps.activate(page, code)
    await steps.expectActivated(page, person)
    await steps.login(page, { ...person, code })
    await steps.expectLauncher(page, person)
  })
}

for (const code of ['12345', '1234567', '12a456', '½23456']) {
  test(`"${code}" is no code, and the page says so`, async ({ page }) => {
    await page.goto('/masuk')
    await steps.login(page, { nip: NOBODY, password: 'rahasia', code })
    await steps.expectErrors(page, [/^Kode OTP harus 6 angka, atau 8/])
    await expect(page.getByLabel('NIP atau NI PPPK')).toHaveValue(NOBODY)
  })
}

test('a password of 4 KB is refused with its reason and keeps the NIP', async ({ page }) => {
  await page.goto('/masuk')
  await steps.login(page, { nip: PEOPLE.longPassword.nip, password: 'p'.repeat(4096) })
  await steps.expectErrors(page, [/^Kata sandi terlalu panjang/])
  await expect(page.getByLabel('NIP atau NI PPPK')).toHaveValue(PEOPLE.longPassword.nip)
})

test('a password of 100 KB is too large a form: a page says so, and going back keeps the NIP', async ({ page }) => {
  await page.goto('/masuk')
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await steps.login(page, { nip: PEOPLE.longPassword.nip, password: 'p'.repeat(100 * 1024) })
  expect((await answered).status()).toBe(413)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Isian terlalu panjang')
  await page.goBack()
  await expect(page.getByLabel('NIP atau NI PPPK'), 'going back keeps the NIP').toHaveValue(PEOPLE.longPassword.nip)
})

test('a device name that is empty or of 300 characters is refused and stays as typed', async ({ page }) => {
  const person = PEOPLE.deviceName
  await steps.firstLogin(page, person)
  await steps.acceptMfa(page)
  const phone = await steps.scanWithPhone(page)
  const code = await phone.next()
  await steps.activate(page, code, '   ')
  await steps.expectErrors(page, [/^Isi nama perangkat/])
  const long = 'HP '.repeat(100).trim()
  await steps.activate(page, code, long)
  await steps.expectErrors(page, [/paling panjang 60/])
  await expect(page.getByLabel('Nama perangkat')).toHaveValue(long)
  await steps.activate(page, '', 'HP\u202Ernd')
  await steps.expectErrors(page, ['Isi kode OTP dari aplikasi', /tidak terlihat/])
  // A form that was refused has not used up its code.
  await steps.activate(page, code, 'HP')
  await steps.expectActivated(page, person)
})

for (const { person, name } of [
  { person: PEOPLE.deviceScript, name: '"><script>globalThis.hacked = 1</script>' },
  { person: PEOPLE.deviceEmoji, name: '📱 HP Ni Luh 👩🏽‍💻' },
]) {
  test(`a device may be called ${name}, and that is only ever text`, async ({ page }) => {
    await steps.firstLogin(page, person)
    await steps.acceptMfa(page)
    const phone = await steps.scanWithPhone(page)
    await steps.activate(page, phone.wrong(), name)
    await steps.expectErrors(page, [/^Kode OTP tidak valid/])
    await expect(page.getByLabel('Nama perangkat')).toHaveValue(name)
    await steps.activate(page, await phone.next(), name)
    await steps.expectActivated(page, person)
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false)
  })
}

test('an activation without a pending secret leads to the login page, which says why', async ({ request }) => {
  const stranger = new Visitor(request)
  expect(localTarget(await stranger.get('/mfa'))).toBe('/masuk')
  const answer = await stranger.activate('123456')
  expect(localTarget(answer)).toBe('/masuk')
  expect(textOf(await stranger.follow(answer))).toContain('Penyiapan MFA sudah tidak berjalan')
  expect(localTarget(await stranger.post('/api/mfa/cancel', {}))).toBe('/masuk')
})

test('an activation by somebody who is logged in changes nothing', async ({ request }) => {
  const visitor = new Visitor(request)
  const phone = await visitor.enrolAndLogin(PEOPLE.notPending)
  expect(localTarget(await visitor.activate(await phone.next()))).toBe('/masuk')
  expect((await visitor.get('/beranda')).status()).toBe(200)
  expect(localTarget(await visitor.get('/mfa'))).toBe('/beranda')
})
