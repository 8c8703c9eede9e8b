// Every page and state of the portal, one after another: what has to hold everywhere is tested by walking it.
import { expect, type Page } from '@playwright/test'
import { announce, draft, setService, wib } from './manage'
import { cutNetwork, restoreNetwork } from './network'
import type { Person } from './people'
import { acceptMfa, activate, expectActivated, expectKept, expectLauncher, firstLogin, login, scanWithPhone } from './steps'
import { Visitor } from './visitor'

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
  const visitor = new Visitor(page.request)
  const unfinished = await prepare(visitor)
  await page.goto('/beranda')
  await expect(page.locator('.announcement-important')).toBeVisible()
  await page.locator('#atur > summary').click()
  await page.locator('#pengumuman summary').first().click()
  yield 'launcher'
  await page.getByRole('button', { name: 'Daftar', exact: true }).click()
  await expect(page.locator('main.dense')).toBeVisible()
  yield 'launcher-dense'
  await page.getByRole('button', { name: 'Petak', exact: true }).click()
  await page.goto('/beranda?cari=pangkat')
  yield 'launcher-search'
  await page.goto('/beranda?cari=parkir+motor')
  await expect(page.getByText('Tidak ada layanan yang cocok')).toBeVisible()
  yield 'launcher-empty'
  await page.goto('/pengumuman')
  yield 'announcements'
  await page.goto('/layanan/e-kinerja')
  yield 'service-with-address'
  await page.goto('/layanan/presensi')
  yield 'service-without-address'
  await page.goto('/layanan/nspk')
  yield 'service-in-trouble'
  yield* managing(page, unfinished)
  yield* offline(page)
}

/** Announcements of each kind, an unfinished draft, a service in each state, a favourite, something opened. */
async function prepare(visitor: Visitor): Promise<string> {
  const body = 'Sistem **tutup** sebentar.\n\n- simpan pekerjaan\n- [bantuan](https://www.bkn.go.id)'
  for (const severity of ['information', 'warning', 'important'] as const) {
    await announce(visitor, { severity, title: `Pemeliharaan ${severity}`, body })
  }
  // The other tests leave these services alone.
  const note = 'Basis data sedang diperbaiki. Tanyakan kepada operator instansi.'
  await setService(visitor, 'nspk', { state: 'disruption', note })
  await setService(visitor, 'sistem-merit', { state: 'maintenance', until: wib(48) })
  await setService(visitor, 'mako', { state: 'blocked', note })
  await visitor.follow(await visitor.post('/api/pin', { service: 'nspk' }))
  await visitor.get('/buka/presensi')
  return draft(visitor, { title: 'Belum selesai', body: 'Isi *pertama*.' })
}

async function* managing(page: Page, unfinished: string): AsyncGenerator<string> {
  await page.goto('/kelola/pengumuman')
  yield 'manage-announcements'
  await page.goto('/kelola/pengumuman/baru')
  yield 'manage-new-announcement'
  await page.goto(`/kelola/pengumuman/${unfinished}`)
  await page.getByLabel('Judul (Bahasa Inggris)').fill('')
  await page.getByRole('button', { name: 'Simpan draf' }).click()
  await expect(page.getByRole('heading', { name: 'Sebelum dapat diterbitkan' })).toBeVisible()
  yield 'manage-draft'
  await page.goto('/kelola/layanan')
  yield 'manage-services'
  await page.goto('/kelola/layanan/sistem-merit')
  yield 'manage-service'
  await page.getByLabel('Alamat layanan').fill('http://lama')
  await page.getByLabel('Sampai kapan').fill('')
  await page.getByRole('button', { name: 'Simpan', exact: true }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'manage-service-errors'
}

async function* offline(page: Page): AsyncGenerator<string> {
  await page.goto('/beranda')
  await expectKept(page)
  await cutNetwork(page.context())
  await page.goto('/beranda')
  await expect(page.locator('#luring')).toBeVisible()
  yield 'offline-launcher'
  await page.goto('/buka/e-kinerja')
  await expect(page.getByRole('heading', { name: 'Tidak ada jaringan' })).toBeVisible()
  yield 'offline-page'
  await restoreNetwork(page.context())
}
