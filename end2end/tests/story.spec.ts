// The acceptance story, with scripts on: from the home page through MFA to the launcher and out again.
import { CATALOGUE, visibleTo } from '../support/catalogue'
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, origin, test } from '../support/test'
import { Visitor } from '../support/visitor'

/** What people type, and what must be among the results: by synonym, name or purpose, in any case. */
const SEARCHES: Record<string, string[]> = {
  skp: ['e-Kinerja'],
  'naik pangkat': ['Kenaikan Pangkat'],
  KARPEG: ['Kartu ASN Virtual'],
  'catat kehadiran': ['Presensi'],
  'situs lain': [],
  'cuti bersama': [],
}

test('a person goes from the home page through MFA to the launcher and out again', async ({ page }) => {
  const person = PEOPLE.story
  await test.step('the home page says what the portal is and shows the public services', async () => {
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Satu pintu untuk semua layanan ASN')
    expect(await steps.tileNames(page)).toEqual(visibleTo('public'))
    await page.getByRole('main').getByRole('link', { name: 'Masuk', exact: true }).click()
    await expect(page).toHaveURL('/masuk')
  })

  await test.step('right NIP and password without a code: a dialog offers to activate MFA', async () => {
    await expect(page.getByText('Belum punya kode? Kosongkan saja.')).toBeVisible()
    await steps.login(page, { nip: person.nip, password: person.password })
    await expect(page).toHaveURL('/masuk')
    await expect(page.getByRole('dialog', { name: /aktifkan MFA/i })).toBeVisible()
    await steps.acceptMfa(page)
  })

  const phone = await steps.scanWithPhone(page)
  await test.step('a wrong code says so and keeps the name of the device', async () => {
    await steps.activate(page, phone.wrong(), 'HP lama')
    await steps.expectErrors(page, [/^Kode OTP tidak valid/])
    await expect(page.locator('.error-summary')).toBeFocused()
    await expect(page.getByLabel('Nama perangkat')).toHaveValue('HP lama')
    await expect(page.getByLabel('Kode OTP (6 angka)')).toHaveValue('')
  })

  const code = await phone.next()
  await test.step('a right code activates MFA; the login page says so and knows the NIP', async () => {
    await steps.activate(page, code)
    await steps.expectActivated(page, person)
  })

  await test.step('NIP, password and the code open the launcher, which greets by name', async () => {
    await page.getByLabel('Kata sandi', { exact: true }).fill(person.password)
    await page.getByLabel('Kode OTP (6 angka)').fill(code)
    await page.getByRole('button', { name: 'Masuk', exact: true }).click()
    await steps.expectLauncher(page, person)
    await expect(page.locator('.greeting')).toContainText(`${person.nip.slice(0, 4)}••••••••••${person.nip.slice(-4)}`)
    expect(await page.content(), 'the whole NIP is not on the page').not.toContain(person.nip)
  })

  await test.step('all 47 services are there, SIASN with its two doors, each a link', async () => {
    const names = await steps.tileNames(page)
    expect(names).toHaveLength(48)
    expect(names.toSorted()).toEqual(visibleTo(person.roles).toSorted())
    for (const { name, slug } of CATALOGUE) {
      const link = page.locator(`#semua [data-slug="${slug}"]`).getByRole('link', { name })
      await expect.soft(link, slug).toHaveAttribute('href', `/buka/${slug}`)
    }
  })

  await test.step('logging out leads to the login page', async () => {
    await page.getByRole('button', { name: 'Keluar' }).click()
    await expect(page).toHaveURL('/masuk')
    await expect(page.getByRole('status')).toContainText('Anda sudah keluar')
  })

  await test.step('later logins ask for the code at once', async () => {
    await steps.login(page, { ...person, code: await phone.next() })
    await steps.expectLauncher(page, person)
  })
})

test('QR code, key and link say the same, and name the portal and the person', async ({ page }) => {
  const person = PEOPLE.key
  await steps.firstLogin(page, person)
  await steps.acceptMfa(page)
  const { uri, issuer, account, key } = await steps.scanQr(page)
  expect(issuer).toBe('ASN Digital')
  expect(account).toBe(person.nip)
  const shown = await steps.readKey(page)
  expect(shown).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
  expect(shown.replaceAll(' ', '')).toBe(key)
  const link = page.getByRole('link', { name: 'Buka di aplikasi autentikator' })
  await expect(link).toHaveAttribute('href', uri)
  await expect(page.locator('.qr svg'), 'an inline picture').toBeVisible()
  const hidden = await page.locator('input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
  expect(hidden.join(), 'the key is in no field').not.toContain(key)
  expect(page.url()).not.toContain(key)
})

test('the key survives a reload, a wrong code and a killed tab', async ({ page, context }) => {
  const person = PEOPLE.pending
  await steps.firstLogin(page, person)
  await steps.acceptMfa(page)
  const phone = await steps.scanWithPhone(page)
  await page.reload()
  expect((await steps.scanQr(page)).key).toBe(phone.key)
  await steps.activate(page, phone.wrong())
  expect((await steps.scanQr(page)).key).toBe(phone.key)
  await page.close()

  const again = await context.newPage()
  await again.goto('/mfa')
  expect((await steps.scanQr(again)).key).toBe(phone.key)
  await again.goto('/masuk')
  await steps.acceptMfa(again)
  expect((await steps.scanQr(again)).key).toBe(phone.key)
  await steps.activate(again, await phone.next())
  await steps.expectActivated(again, person)
})

for (const role of ['employee', 'operator'] as const) {
  test(`the launcher of the role ${role} shows its services and the public ones, no others`, async ({ page, context }) => {
    const person = PEOPLE[role]
    await new Visitor(context.request).enrolAndLogin(person)
    await page.goto('/beranda')
    const names = await steps.tileNames(page)
    expect(names.toSorted()).toEqual(visibleTo(role).toSorted())
    expect(names.length).toBeLessThan(48)
    expect(names, 'as the story ends').toEqual(expect.arrayContaining(['e-Kinerja', 'SIASN']))
  })
}

test('typing in the search filters as the search form does', async ({ page, context }) => {
  await new Visitor(context.request).enrolAndLogin(PEOPLE.search)
  const search = page.getByLabel('Cari layanan')
  const found: Record<string, string[]> = {}
  for (const [words, some] of Object.entries(SEARCHES)) {
    await page.goto(`/beranda?cari=${encodeURIComponent(words)}`)
    await expect(search).toHaveValue(words)
    const names = await steps.tileNames(page)
    expect(names, words).toEqual(expect.arrayContaining(some))
    expect(names.length, words).toBeLessThan(48)
    found[words] = names
  }

  await page.goto('/beranda')
  await steps.expectSearchAwake(page)
  for (const [words, names] of Object.entries(found)) {
    await expect(page.locator('#semua li.tile:visible')).toHaveCount(48)
    await search.pressSequentially(words)
    expect.soft(await steps.tileNames(page), `typing ${words}`).toEqual(names)
    await expect.soft(page.getByText('Tidak ada layanan yang cocok')).toBeVisible({ visible: names.length === 0 })
    await search.fill('')
  }
})

test('logging out ends the session on the server and clears the traces in the browser', async ({ page, context, another }) => {
  const visitor = new Visitor(context.request)
  await visitor.enrolAndLogin(PEOPLE.logout)
  const session = await visitor.cookie('asn_session')
  await page.goto('/beranda')
  await steps.expectKept(page)
  await page.evaluate(() => localStorage.setItem('trace', 'left by a script'))

  await page.getByRole('button', { name: 'Keluar' }).click()
  await expect(page).toHaveURL('/masuk')
  expect(await page.evaluate(() => localStorage.length), 'storage').toBe(0)
  expect(await page.evaluate(() => caches.keys()), 'what the service worker kept').toEqual([])
  expect(await visitor.cookie('asn_session')).toBeFalsy()

  const thief = await another()
  await thief.addCookies([{ name: 'asn_session', value: session ?? '', url: origin() }])
  const stolen = await thief.newPage()
  await stolen.goto('/beranda')
  await expect(stolen).toHaveURL(/\/masuk/)
  await page.goBack()
  await expect(page, 'the back button shows nothing of the session').toHaveURL(/\/masuk/)
})

test('one code opens one login', async ({ page, context }) => {
  const person = PEOPLE.oneLogin
  const { phone, code } = await new Visitor(context.request).enrol(person)
  await page.goto('/masuk')
  await steps.login(page, { ...person, code })
  await steps.expectLauncher(page, person)
  await page.getByRole('button', { name: 'Keluar' }).click()
  await steps.login(page, { ...person, code })
  await expect(page, 'the password need not be typed again').toHaveURL('/masuk/langkah-kedua')
  await steps.expectErrors(page, [/^Kode OTP ini sudah dipakai/])
  await steps.giveCode(page, await phone.next())
  await steps.expectLauncher(page, person)
})

test('the code that enrolled opens nothing in another browser', async ({ context, another }) => {
  const person = PEOPLE.otherBrowser
  const { code } = await new Visitor(context.request).enrol(person)
  const page = await (await another()).newPage()
  await page.goto('/masuk')
  await steps.login(page, { ...person, code })
  await expect(page).toHaveURL('/masuk/langkah-kedua')
  await steps.expectErrors(page, [/^Kode OTP ini sudah dipakai/])
})

test('a login without a code asks for it on a second step, which takes it or gives the login up', async ({ context, page }) => {
  const person = PEOPLE.noCode
  const { phone } = await new Visitor(context.request).enrol(person)
  await steps.passFirstStep(page, person)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator('.error-summary')).toHaveCount(0)
  for (const [code, message] of [['', /^Ketik kode OTP/], ['12 34', /^Kode OTP harus 6 angka/], [phone.wrong(), /^Kode OTP tidak valid/]] as const) {
    await steps.giveCode(page, code)
    await steps.expectErrors(page, [message])
  }
  await page.reload()
  await expect(page.locator('.error-summary'), 'the message is shown once').toHaveCount(0)
  await page.getByRole('button', { name: 'Batal' }).click()
  await expect(page).toHaveURL('/masuk')
  await page.goto('/masuk/langkah-kedua')
  await expect(page, 'given up').toHaveURL('/masuk')

  await steps.passFirstStep(page, person)
  await steps.giveCode(page, await phone.next())
  await steps.expectLauncher(page, person)
  await page.goto('/masuk/langkah-kedua')
  await expect(page, 'there is nothing more to prove').toHaveURL('/beranda')
})

test('a link to a service leads through the login, mistakes and all, and on to the service', async ({ page, context }) => {
  const person = PEOPLE.returns
  const { code } = await new Visitor(context.request).enrol(person)
  await page.goto('/layanan/presensi')
  await expect(page).toHaveURL('/masuk?lanjut=%2Flayanan%2Fpresensi')
  await steps.login(page, { ...person, code: '12345' })
  await steps.expectErrors(page, [/^Kode OTP harus 6 angka, atau 8/])
  await steps.login(page, { nip: person.nip, password: person.password })
  await expect(page).toHaveURL('/masuk/langkah-kedua?lanjut=%2Flayanan%2Fpresensi')
  await steps.giveCode(page, '')
  await steps.expectErrors(page, [/^Ketik kode OTP/])
  await steps.giveCode(page, code)
  await expect(page).toHaveURL('/layanan/presensi')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Presensi')
})
