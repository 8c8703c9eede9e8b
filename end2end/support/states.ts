// Every page and state of the portal, one after another: what has to hold everywhere is tested by walking it.
import { expect, type Page } from '@playwright/test'
import type { Person } from './people'
import { acceptMfa, activate, expectActivated, expectLauncher, firstLogin, login, scanWithPhone } from './steps'

/** Yields the name of the state that `page` is in. Whoever walks must not leave or reload the page. */
export async function* everyState(page: Page, person: Person): AsyncGenerator<string> {
  await page.goto('/')
  yield 'home'
  await page.goto('/masuk')
  yield 'login'
  await login(page, { nip: '19860926 201505 1 0', password: '', code: '12345' })
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'login-errors'
  yield* activation(page, person)
  yield* inside(page)
  await page.goto('/tidak-ada')
  yield 'not-found'
  await page.goto('/beranda')
  await page.getByRole('button', { name: 'Keluar' }).click()
  await expect(page).toHaveURL('/masuk')
  yield 'logged-out'
}

async function* activation(page: Page, person: Person): AsyncGenerator<string> {
  await firstLogin(page, person)
  yield 'dialog'
  await acceptMfa(page)
  yield 'mfa'
  const phone = await scanWithPhone(page)
  await activate(page, phone.wrong(), '')
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'mfa-errors'
  await activate(page, await phone.minutesOff(-4))
  await expect(page.getByText('Zona waktu tidak perlu diubah')).toBeVisible()
  yield 'mfa-clock'
  const code = await phone.next()
  await activate(page, code)
  await expectActivated(page, person)
  yield 'login-notice'
  // Looking at the page may have taken longer than the code of the activation lives.
  await login(page, { ...person, code: await phone.next() })
  await expectLauncher(page, person)
}

async function* inside(page: Page): AsyncGenerator<string> {
  yield 'launcher'
  await page.goto('/beranda?cari=pangkat')
  yield 'launcher-search'
  await page.goto('/beranda?cari=cuti+bersama')
  await expect(page.getByText('Tidak ada layanan yang cocok')).toBeVisible()
  yield 'launcher-empty'
  await page.goto('/layanan/e-kinerja')
  yield 'service-with-address'
  await page.goto('/layanan/presensi')
  yield 'service-without-address'
}
