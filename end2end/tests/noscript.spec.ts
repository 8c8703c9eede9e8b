// The same story without any script: every job works, hydration only makes it nicer.
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'

test.use({ javaScriptEnabled: false })

test('without scripts a person gets from the home page to the launcher and out again', async ({ page }) => {
  const person = PEOPLE.withoutScript
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Masuk', exact: true }).click()
  await steps.login(page, { nip: person.nip, password: person.password })
  await expect(page.getByRole('dialog')).toBeVisible()
  await steps.acceptMfa(page)
  const phone = await steps.scanWithPhone(page)

  await steps.activate(page, phone.wrong(), 'HP lama')
  await steps.expectErrors(page, [/^Kode OTP tidak valid/])
  await expect(page.getByLabel('Nama perangkat')).toHaveValue('HP lama')
  await page.reload()
  expect((await steps.scanQr(page)).key).toBe(phone.key)

  const code = await phone.next()
  await steps.activate(page, code)
  await steps.expectActivated(page, person)
  await steps.login(page, { ...person, code })
  await steps.expectLauncher(page, person)
  expect(await steps.tileNames(page)).toHaveLength(48)

  await page.getByLabel('Cari layanan').fill('skp')
  await page.getByLabel('Cari layanan').press('Enter')
  await expect(page).toHaveURL('/beranda?cari=skp')
  expect(await steps.tileNames(page)).toEqual(['e-Kinerja'])
  await page.getByLabel('Cari layanan').fill('parkir motor')
  await page.getByRole('search').getByRole('button').click()
  await expect(page.getByText('Tidak ada layanan yang cocok dengan “parkir motor”')).toBeVisible()
  await page.getByRole('link', { name: 'Tampilkan semua layanan' }).click()
  expect(await steps.tileNames(page)).toHaveLength(48)

  await page.locator('#semua').getByRole('link', { name: /^Presensi/ }).click()
  await expect(page).toHaveURL('/layanan/presensi')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Presensi')

  await page.getByRole('button', { name: 'Keluar' }).click()
  await expect(page).toHaveURL('/masuk')
  await page.goto('/beranda')
  await expect(page).toHaveURL(/\/masuk/)
})

test('without scripts the dialog is open and nothing outside it can be reached', async ({ page }) => {
  const dialog = await steps.firstLogin(page, PEOPLE.withoutScriptDialog)
  await expect(dialog).toHaveAttribute('open')
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press('Tab')
    await expect(page.locator('body > :not(dialog) :focus, body > :focus:not(dialog)')).toHaveCount(0)
  }
  await dialog.getByRole('button', { name: 'Batal' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('without scripts what cannot work is not shown', async ({ page }) => {
  await page.goto('/masuk')
  await expect(page.getByRole('button', { name: 'Tampilkan kata sandi' })).toHaveCount(0)
})

test('without scripts errors come first and lead to their fields', async ({ page }) => {
  await page.goto('/masuk')
  await steps.login(page, { nip: '1986', password: '', code: '12' })
  await steps.expectErrors(page, [/harus 18 angka/, 'Isi kata sandi', /6 angka/])
  await page.locator('.error-summary').getByRole('link').first().click()
  await expect(page.getByLabel('NIP atau NI PPPK')).toBeFocused()
})
