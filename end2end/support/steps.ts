// What a person does on a page, in the person's words; the story's tests share it.
import { expect, type Locator, type Page } from '@playwright/test'
import { Authenticator, decodeQr, parseKeyUri, type KeyUri } from './authenticator'
import type { Person } from './people'
import { secret } from './secrets'

export interface LoginFields {
  readonly nip: string
  readonly password: string
  readonly code?: string
}

export async function fillLogin(page: Page, { nip, password, code = '' }: LoginFields): Promise<void> {
  await page.getByLabel('NIP atau NI PPPK').fill(nip)
  await page.getByLabel('Kata sandi', { exact: true }).fill(password)
  await page.getByLabel('Kode OTP (6 angka)').fill(code)
}

export async function login(page: Page, fields: LoginFields): Promise<void> {
  await fillLogin(page, fields)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
}

/** Logs in without a code, for the first time; the dialog opens. */
export async function firstLogin(page: Page, { nip, password }: Person): Promise<Locator> {
  await page.goto('/masuk')
  await login(page, { nip, password })
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  return dialog
}

/** From the dialog to the activation page. */
export async function acceptMfa(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('link', { name: 'Aktifkan MFA' }).click()
  await expect(page).toHaveURL('/mfa')
  await expect(page.getByRole('heading', { name: 'Aktifkan MFA', level: 1 })).toBeVisible()
}

/** Points an independent decoder at a picture of the QR code. */
export async function scanQr(page: Page): Promise<{ uri: string } & KeyUri> {
  const uri = decodeQr(await page.locator('.qr').screenshot())
  return { uri, ...parseKeyUri(uri) }
}

/** The key as it is read from the screen. */
export async function readKey(page: Page): Promise<string> {
  const text = await page.locator('code.key').textContent()
  return (text ?? '').replace(/\s+/g, ' ').trim()
}

export async function scanWithPhone(page: Page): Promise<Authenticator> {
  return new Authenticator((await scanQr(page)).key)
}

/** Opens the app on the same phone. */
export function phoneFrom(uri: string): Authenticator {
  return new Authenticator(parseKeyUri(uri).key)
}

export async function activate(page: Page, code: string, deviceName = 'HP Samsung saya'): Promise<void> {
  await page.getByLabel('Kode OTP (6 angka)').fill(code)
  await page.getByLabel('Nama perangkat').fill(deviceName)
  await page.getByRole('button', { name: /^(Aktifkan MFA|Tambahkan aplikasi ini|Ganti autentikator)$/ }).click()
}

/** The ten codes that were just made, as they are shown this once. */
export async function recoveryCodes(page: Page): Promise<string[]> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Simpan kode pemulihan')
  const codes = await page.getByRole('list', { name: 'Sepuluh kode pemulihan' }).getByRole('listitem').allTextContents()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(secret('paper', code)).toMatch(/^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$/)
  return codes
}

/** The codes for keeping, and then the login page. */
export async function expectActivated(page: Page, { nip }: Person): Promise<string[]> {
  await expect(page).toHaveURL('/mfa/kode-pemulihan')
  const codes = await recoveryCodes(page)
  await page.getByRole('link', { name: 'Sudah saya simpan, lanjut' }).click()
  await expect(page).toHaveURL('/masuk')
  await expect(page.getByRole('status')).toContainText('MFA sudah aktif')
  await expect(page.getByLabel('NIP atau NI PPPK')).toHaveValue(nip)
  await expect(page.getByLabel('Kata sandi', { exact: true })).toHaveValue('')
  return codes
}

/** The right password, and then the page that asks for the second factor. */
export async function passFirstStep(page: Page, { nip, password }: Person): Promise<void> {
  await page.goto('/masuk')
  await login(page, { nip, password })
  await expect(page).toHaveURL('/masuk/langkah-kedua')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Langkah kedua')
}

/** On the second step, and where one proves oneself once more. */
export async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Kode OTP (6 angka)').fill(code)
  await page.getByRole('button', { name: 'Lanjut', exact: true }).click()
}

/** The same with a recovery code, behind a fold that a mistake leaves open. */
export async function giveRecoveryCode(page: Page, code: string): Promise<void> {
  const field = page.getByLabel('Kode pemulihan', { exact: true })
  if (!(await field.isVisible())) await page.getByText('Pakai kode pemulihan').click()
  await field.fill(code)
  await page.getByRole('button', { name: 'Pakai kode ini' }).click()
}

/** On a narrow screen what belongs to the account stands below a button. */
export async function openAccountMenu(page: Page): Promise<void> {
  const button = page.getByRole('banner').getByRole('button', { name: /^Menu akun/ })
  if (await button.isVisible()) await button.click()
}

export async function logOut(page: Page): Promise<void> {
  await openAccountMenu(page)
  await page.getByRole('banner').getByRole('button', { name: 'Keluar' }).click()
  await expect(page).toHaveURL('/masuk')
}

export async function expectLauncher(page: Page, { name }: Person): Promise<void> {
  await expect(page).toHaveURL('/beranda')
  await expect(page.locator('.greeting')).toContainText(`Selamat datang, ${name}`)
}

/** The whole way from a first login to the launcher. */
export async function enterForTheFirstTime(page: Page, person: Person): Promise<Authenticator> {
  await firstLogin(page, person)
  await acceptMfa(page)
  const phone = await scanWithPhone(page)
  const code = await phone.next()
  await activate(page, code)
  await expectActivated(page, person)
  await login(page, { ...person, code })
  await expectLauncher(page, person)
  return phone
}

/** The names of the tiles that can be seen, in their order; favourites and recents, which repeat some, aside. */
export async function tileNames(page: Page): Promise<string[]> {
  // Without scripts a link may have led to a page of which only the beginning is there.
  await page.waitForLoadState()
  return namesIn(page.locator('li.tile:not(#favorit *, #terakhir *):visible'))
}

/** The names on some tiles. */
export async function namesIn(tiles: Locator): Promise<string[]> {
  return tiles.evaluateAll((all) => all.map((tile) => tile.querySelector('b')?.firstChild?.textContent?.trim() ?? ''))
}

/** Until the island is awake typing does nothing, as without scripts. */
export async function expectSearchAwake(page: Page): Promise<void> {
  const search = page.getByLabel('Cari layanan')
  await expect(async () => {
    await search.fill('skp')
    await expect(page.locator('#hasil')).toBeVisible({ timeout: 200 })
    await search.fill('')
  }).toPass({ timeout: 20_000 })
}

/** The browser has a service worker, which has kept the launcher for when there is no network. */
export async function expectKept(page: Page): Promise<void> {
  const kept = () => page.evaluate(async () => Boolean(navigator.serviceWorker.controller && (await caches.match('/beranda'))))
  await expect.poll(kept, { message: 'the launcher is kept' }).toBe(true)
}

/** The page reports errors the GOV.UK way: the title says so, the summary comes first and links to the fields. */
export async function expectErrors(page: Page, texts: (string | RegExp)[]): Promise<void> {
  await expect(page).toHaveTitle(/^Galat: /)
  const summary = page.locator('.error-summary[role=alert]')
  await expect(summary.getByRole('listitem')).toHaveText(texts)
  for (const link of await summary.getByRole('link').all()) {
    const first = page.locator((await link.getAttribute('href')) ?? 'none')
    // Of several to choose from the first is where the link leads; the error is that of all together.
    const field = (await first.getAttribute('type')) === 'radio' ? page.getByRole('radiogroup').filter({ has: first }) : first
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    const described = (await field.getAttribute('aria-describedby')) ?? ''
    const errors = described.split(' ').map((id) => page.locator(`#${id}.field-error`))
    const shown = await Promise.all(errors.map((error) => error.count()))
    expect(shown.reduce((a, b) => a + b, 0), 'the error belongs to its field').toBe(1)
  }
}
