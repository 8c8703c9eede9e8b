// Indonesian first, English by the switch: on every page, remembered, and never half of each.
import { visibleTo } from '../support/catalogue'
import { PEOPLE, type Person } from '../support/people'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'

test.use({ javaScriptEnabled: false })

/** Words of the Indonesian pages that no English page needs. */
const INDONESIAN = /\b(masuk|keluar|kata sandi|kode|galat|beranda|bantuan|layanan anda|selamat|isi|kirim|batal|perangkat|halaman|jam)\b/i

const OWN = ['/akun', '/akun/catatan', '/akun/kata-sandi', '/akun/bukti', '/akun/autentikator', '/kelola/atur-ulang', '/lupa-kata-sandi', '/batalkan-atur-ulang']

async function expectEnglish(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const said = await page.evaluate(() => {
    // The names of services and of apps' own menus stay as they are.
    document.querySelectorAll('li.tile b, .arrange-name, script').forEach((name) => name.remove())
    const labelled = [...document.querySelectorAll('[aria-label], [placeholder]')]
    const labels = labelled.flatMap((one) => [one.getAttribute('aria-label'), one.getAttribute('placeholder')])
    return [document.title, document.body.innerText, ...labels.filter(Boolean)].join('\n')
  })
  const found = said.split('\n').filter((line) => INDONESIAN.test(line))
  expect.soft(found, page.url()).toEqual([])
}

test('the language switch stays on the page and is remembered', async ({ page }) => {
  await page.goto('/masuk?lanjut=%2Flayanan%2Fpresensi')
  await expect(page.locator('html')).toHaveAttribute('lang', 'id')
  await page.getByRole('button', { name: 'EN, English' }).click()
  await expect(page).toHaveURL('/masuk?lanjut=%2Flayanan%2Fpresensi')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in')
  await page.goto('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  expect(await steps.tileNames(page)).toHaveLength(visibleTo('public').length)
  await page.getByRole('button', { name: 'ID, Bahasa Indonesia' }).click()
  await expect(page).toHaveURL('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'id')
})

test('in English the whole way is English', async ({ page }) => {
  const person = PEOPLE.english
  await page.goto('/')
  await page.getByRole('button', { name: 'EN, English' }).click()
  await expectEnglish(page)
  await page.goto('/tidak-ada')
  await expectEnglish(page)

  const login = async (nip: string, password: string, code: string) => {
    await page.goto('/masuk')
    await page.getByLabel('NIP or NI PPPK').fill(nip)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByLabel('OTP code (6 digits)').fill(code)
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
  }
  await login('1986', '', '12')
  await expect(page).toHaveTitle(/^Error: /)
  await expectEnglish(page)
  await login(person.nip, person.password, '')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectEnglish(page)

  await page.goto('/mfa')
  const phone = await steps.scanWithPhone(page)
  await expectEnglish(page)
  await page.goto('/mfa')
  await page.locator('#code').fill(await phone.minutesOff(3))
  await page.locator('#device_name').fill('Phone')
  await page.getByRole('button', { name: 'Activate MFA' }).click()
  await expect(page.getByRole('alert')).toContainText(/about 3 minutes fast/)
  await expectEnglish(page)
  await page.goto('/mfa')
  const code = await phone.next()
  await page.locator('#code').fill(code)
  await page.locator('#device_name').fill('Phone')
  await page.getByRole('button', { name: 'Activate MFA' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Keep your recovery codes')
  await expectEnglish(page)
  await page.getByRole('link', { name: 'I have kept them, go on' }).click()
  await expect(page.getByRole('status')).toContainText('MFA is active')
  await expectEnglish(page)
  await secondStep(page, person)
  await login(person.nip, person.password, code)
  await expect(page.locator('.greeting')).toContainText(`Welcome, ${person.name}`)
  expect(await steps.tileNames(page)).toHaveLength(48)
  await expectEnglish(page)
  for (const path of ['/beranda?cari=qqq', '/layanan/e-kinerja', '/layanan/presensi', '/pengumuman', '/kelola/pengumuman', '/kelola/pengumuman/baru', ...OWN]) {
    await page.goto(path)
    await expectEnglish(page)
  }
})

/** The second step with each of its mistakes, and what it leads to. */
async function secondStep(page: Page, { nip, password }: Person): Promise<void> {
  await page.goto('/masuk')
  await page.getByLabel('NIP or NI PPPK').fill(nip)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Second step')
  await expectEnglish(page)
  await page.getByRole('button', { name: 'Go on', exact: true }).click()
  await expect(page).toHaveTitle(/^Error: /)
  await expectEnglish(page)
  await page.goto('/masuk/hp-hilang')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await expect(page.getByRole('status')).toContainText('The code was sent')
  await expectEnglish(page)
}
