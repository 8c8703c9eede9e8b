// Every page and state of the portal, one after another: what has to hold everywhere is tested by walking it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, request, test, type Page } from '@playwright/test'
import type { Authenticator } from './authenticator'
import { linkIn, letterTo, mailedCodeIn } from './mail'
import { announce, draft, setService, wib } from './manage'
import { cutNetwork, restoreNetwork } from './network'
import type { Person } from './people'
import { registerClients } from './portal'
import { fromEnvironment } from './secrets'
import {
  acceptMfa, activate, expectActivated, expectKept, expectLauncher, firstLogin, giveCode, giveRecoveryCode, login, openAccountMenu, passFirstStep,
  scanWithPhone,
} from './steps'
import { origin } from './test'
import { Visitor } from './visitor'

/**
 * Yields the name of the state that `page` is in. Whoever walks must not leave or reload the page. `staff`: somebody of
 * the same agency, for whom a reset is asked for.
 */
export async function* everyState(page: Page, person: Person, staff: Person): AsyncGenerator<string> {
  test.slow()
  await page.goto('/')
  yield 'home'
  await page.goto('/masuk')
  yield 'login'
  await login(page, { nip: '19860926 201505 1 0', password: '', code: '12345' })
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'login-errors'
  yield* forgotten(page, person)
  const { phone, recoveryCodes } = yield* activation(page, person)
  yield* secondStep(page, person, phone)
  yield* account(page, person, phone, recoveryCodes)
  yield* inside(page, staff)
  await page.goto('/tidak-ada')
  yield 'not-found'
  await page.goto('/beranda')
  await openAccountMenu(page)
  yield 'launcher-account'
  await page.getByRole('banner').getByRole('button', { name: 'Keluar' }).click()
  await expect(page.getByRole('status')).toContainText('Anda sudah keluar')
  // Logging out has emptied the browser's cache: the look comes over the network again.
  await page.waitForLoadState()
  yield 'logged-out'
}

async function* forgotten(page: Page, person: Person): AsyncGenerator<string> {
  await page.goto('/lupa-kata-sandi')
  yield 'forgotten'
  await page.getByLabel('NIP atau NI PPPK').fill('1986')
  await page.getByRole('button', { name: 'Kirim tautan' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'forgotten-errors'
  await page.getByLabel('NIP atau NI PPPK').fill(person.nip)
  await page.getByRole('button', { name: 'Kirim tautan' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Periksa surel Anda')
  yield 'forgotten-sent'
  await page.goto(linkIn(await letterTo(person, 'Tautan untuk membuat kata sandi baru')))
  yield 'new-password'
  await page.getByLabel('Kata sandi baru', { exact: true }).fill('pendek')
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'new-password-errors'
  await page.goto('/kata-sandi-baru?kunci=' + 'A'.repeat(43))
  await expect(page.getByRole('status')).toContainText('Tautan ini sudah dipakai')
  yield 'forgotten-link-over'
}

async function* activation(page: Page, person: Person): AsyncGenerator<string, { phone: Authenticator; recoveryCodes: string[] }> {
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
  await activate(page, await phone.next())
  await expect(page).toHaveURL('/mfa/kode-pemulihan')
  yield 'recovery-codes'
  const recoveryCodes = await expectActivated(page, person)
  yield 'login-notice'
  await page.goto('/mfa/kode-pemulihan')
  yield 'recovery-codes-gone'
  return { phone, recoveryCodes }
}

async function* secondStep(page: Page, person: Person, phone: Authenticator): AsyncGenerator<string> {
  await passFirstStep(page, person)
  yield 'second-step'
  await giveCode(page, phone.wrong())
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'second-step-errors'
  await giveCode(page, await phone.minutesOff(5))
  await expect(page.getByText('Ketik kode berikutnya')).toBeVisible()
  yield 'second-step-clock'
  await giveRecoveryCode(page, 'ABCDE-FGHJK')
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'second-step-recovery-errors'
  await page.getByRole('link', { name: 'HP hilang dan tidak punya kode pemulihan?' }).click()
  await expect(page).toHaveURL('/masuk/hp-hilang')
  yield 'lost-phone'
  await page.getByRole('button', { name: 'Kirim kode' }).click()
  await expect(page.getByLabel('Kode dari surel')).toBeVisible()
  yield 'lost-phone-sent'
  const code = mailedCodeIn(await letterTo(person, 'Kode untuk mengatur ulang autentikator'))
  await page.getByLabel('Kode dari surel').fill('ABCD-EFGH')
  await page.getByRole('button', { name: 'Mulai pengaturan ulang' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'lost-phone-errors'
  await page.getByLabel('Kode dari surel').fill(code)
  await page.getByRole('button', { name: 'Mulai pengaturan ulang' }).click()
  await expect(page.getByRole('status')).toContainText('Pengaturan ulang sudah dimulai')
  yield 'lost-phone-waiting'
  await page.goto('/batalkan-atur-ulang')
  yield 'cancel-reset'
  await page.goto('/masuk/langkah-kedua')
  await giveCode(page, await phone.next())
  await expectLauncher(page, person)
  yield 'launcher-alarm'
}

async function* account(page: Page, person: Person, phone: Authenticator, recoveryCodes: string[]): AsyncGenerator<string> {
  const browser = await request.newContext({ baseURL: origin(), userAgent: 'curl/8.14.1' })
  await new Visitor(browser).enterWithRecoveryCode(person, recoveryCodes[0] ?? '')
  await browser.dispose()
  await page.goto('/akun')
  yield 'account-alarm'
  await page.getByRole('button', { name: 'Bukan saya, batalkan' }).click()
  await expect(page.getByRole('status')).toContainText('Pengaturan ulang dibatalkan')
  await page.locator('summary').first().click()
  yield 'account-notice'
  await page.goto('/akun/catatan')
  yield 'security-log'
  await page.goto('/akun/bukti')
  yield 'proof'
  await giveCode(page, phone.wrong())
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'proof-errors'
  await page.goto('/akun/kata-sandi')
  yield 'password'
  await page.getByLabel('Kata sandi baru', { exact: true }).fill('payung cokelat menari')
  await expect(page.locator('.meter ~ [role=status]')).not.toBeEmpty()
  yield 'password-meter'
  await page.getByLabel('Kata sandi sekarang').fill('bukan yang ini')
  await page.getByRole('button', { name: 'Simpan kata sandi baru' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'password-errors'
  await page.goto('/akun/autentikator')
  yield 'add-authenticator'
  await page.goto('/akun')
  await page.getByRole('button', { name: 'Buat sepuluh kode baru' }).click()
  await expect(page).toHaveURL('/akun/kode-pemulihan')
  yield 'recovery-codes-again'
  await page.goto('/akun')
  await page.evaluate(() => (document.querySelector('#diam') as HTMLDialogElement).showModal())
  yield 'idle'
}

async function* inside(page: Page, staff: Person): AsyncGenerator<string> {
  const visitor = new Visitor(page.request)
  const unfinished = await prepare(visitor)
  yield* clients(page, unfinished.slice(-12))
  yield* provisioning(page, unfinished.slice(-12))
  await page.goto('/beranda')
  await expect(page.locator('.announcement-important')).toBeVisible()
  await page.locator('#atur > summary').click()
  yield 'launcher'
  await page.locator('#favorit .pinned').first().click()
  await expect(page.locator('#favorit > ul .undone')).toBeVisible()
  yield 'launcher-undo'
  await page.getByRole('button', { name: 'Daftar', exact: true }).click()
  await expect(page.locator('main.dense')).toBeVisible()
  yield 'launcher-dense'
  await page.getByRole('button', { name: 'Petak', exact: true }).click()
  await page.goto('/beranda?cari=pangkat')
  yield 'launcher-search'
  await page.goto('/beranda?cari=cuti')
  yield 'launcher-search-cuti'
  await page.goto('/beranda?cari=parkir+motor')
  await expect(page.getByText('Tidak ada layanan yang cocok')).toBeVisible()
  yield 'launcher-empty'
  // As somebody meets it who comes back from the service.
  await page.goto('/masuk?lanjut=%2Fbuka%2Fe-kinerja')
  await expect(page).toHaveURL('/teruskan?lanjut=%2Fbuka%2Fe-kinerja')
  yield 'onward'
  await page.goto('/pengumuman')
  yield 'announcements'
  await page.goto('/layanan/e-kinerja')
  yield 'service-with-address'
  await page.goto('/layanan/presensi')
  yield 'service-without-address'
  await page.goto('/layanan/nspk')
  yield 'service-in-trouble'
  yield* managing(page, unfinished)
  yield* resets(page, staff)
  yield* people(page, staff)
  yield* bulk(page, staff)
  yield* agencies(page)
  yield* record(page, staff)
  yield* offline(page)
}

async function* people(page: Page, staff: Person): AsyncGenerator<string> {
  await page.goto('/kelola/orang?cari=%25')
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'people-errors'
  await page.goto(`/kelola/orang?cari=${staff.nip}`)
  yield 'people'
  await page.getByRole('link', { name: staff.name, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(staff.name)
  yield 'person'
  await page.getByRole('button', { name: 'Lakukan' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'person-errors'
  yield* personForms(page, staff)
  await page.goto('/akun/akses')
  yield 'accesses'
}

/** From somebody's page on. */
async function* personForms(page: Page, staff: Person): AsyncGenerator<string> {
  const person = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'Peran', exact: true }).click()
  await page.getByLabel('Nomor surat keputusan').fill('SK 821/17/2026')
  await page.getByRole('button', { name: 'Usulkan', exact: true }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'person-roles-errors'
  await page.getByLabel('Peran', { exact: true }).selectOption({ label: 'meja bantuan' })
  await page.getByLabel('Instansi').fill('')
  await page.getByLabel('Nomor surat keputusan').fill('')
  await page.getByLabel('Alasan').fill('Menggantikan petugas yang cuti panjang.')
  await page.getByRole('button', { name: 'Usulkan', exact: true }).click()
  await expect(page.getByRole('status')).toContainText('Usul dicatat')
  yield 'person-roles'
  for (const [form, button] of [['pindah', 'Usulkan'], ['nomor', 'Ganti NIP'], ['surel', 'Kirim tautan konfirmasi']] as const) {
    await page.goto(`${person}/${form}`)
    await page.getByRole('button', { name: button, exact: true }).click()
    await expect(page.locator('.error-summary')).toBeVisible()
    yield `person-${form}-errors`
  }
  // What is sent there is read by nobody else.
  const email = `baru-${staff.email}`
  await page.getByLabel('Alamat surel yang benar').fill(email)
  await page.getByLabel('Alasan').fill('Alamat lama milik dinas yang sudah dilebur.')
  await page.getByRole('button', { name: 'Kirim tautan konfirmasi' }).click()
  await expect(page.getByRole('status')).toContainText('Tautan konfirmasi dikirim')
  await page.goto(linkIn(await letterTo({ ...staff, email }, 'Konfirmasi alamat surel ini untuk ASN Digital')))
  await expect(page).toHaveURL('/surel-baru')
  yield 'new-mailbox'
  await page.goto('/kelola/persetujuan')
  await expect(page.getByRole('button', { name: /^Tarik kembali/ }).first()).toBeVisible()
  yield 'proposals'
  await page.goto('/kelola/persetujuan?keadaan=withdrawn')
  yield 'proposals-none'
}

async function* bulk(page: Page, staff: Person): AsyncGenerator<string> {
  await page.goto('/kelola/massal/baru')
  await page.getByRole('button', { name: 'Periksa dulu' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'bulk-errors'
  await page.getByLabel('Keluarkan dari semua perangkat').check()
  await page.getByLabel('Nomor (NIP atau NI PPPK)').fill(`${staff.nip}\n12345\n199012312015012999`)
  await page.getByLabel('Alasan').fill('Perangkat kantor lama diganti semuanya.')
  await page.getByRole('button', { name: 'Periksa dulu' }).click()
  await expect(page.getByText('Siap, belum dijalankan')).toBeVisible()
  yield 'bulk-ready'
  await page.getByRole('button', { name: 'Batalkan' }).click()
  await expect(page.getByRole('status').first()).toContainText('Dibatalkan.')
  await page.goto('/kelola/massal')
  yield 'bulk-list'
  await page.goto('/kelola/impor')
  yield 'import'
}

async function* agencies(page: Page): AsyncGenerator<string> {
  await page.goto('/kelola/instansi')
  yield 'agencies'
  await page.goto('/kelola/instansi?formulir=tambah')
  await page.getByRole('button', { name: 'Simpan', exact: true }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'agency-errors'
  await page.goto('/kelola/instansi/nama')
  await page.getByRole('button', { name: 'Tetapkan' }).first().click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'undecided-agencies-errors'
}

async function* record(page: Page, staff: Person): AsyncGenerator<string> {
  await page.goto('/kelola/catatan?orang=1986&dari=kemarin')
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'record-errors'
  await page.goto(`/kelola/catatan?orang=${staff.nip}`)
  await expect(page.getByRole('definition').first()).toBeVisible()
  yield 'record'
  await page.goto('/kelola/kesehatan')
  yield 'health'
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

/** `ours`: letters that no other walk has. */
async function* clients(page: Page, ours: string): AsyncGenerator<string> {
  await page.goto('/kelola/masuk-tunggal/baru')
  yield 'manage-new-client'
  await page.getByLabel('Client ID').fill('tidak boleh')
  await page.getByLabel('Alamat kembali (redirect URI)').fill('http://lama.example/\nhttps://*.example/')
  await page.getByRole('button', { name: 'Ajukan', exact: true }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  await page.getByText('Pengaturan lain').click()
  yield 'manage-client-errors'
  await page.getByLabel('Client ID').fill(`uji-${ours}`)
  await page.getByLabel('Nama layanan').fill('Layanan uji')
  await page.getByLabel('Alamat kembali (redirect URI)').fill('https://layanan.example/kembali')
  const reason = `Surat permohonan unit kerja ${ours}`
  await page.getByLabel('Alasan').fill(reason)
  await page.getByRole('button', { name: 'Ajukan', exact: true }).click()
  await expect(page.getByRole('status')).toContainText('Diajukan, belum berlaku')
  const file = join(fromEnvironment('ASN_TEST_DATA'), `uji-${ours}.toml`)
  writeFileSync(file, `[[client]]\nclient_id = "uji-${ours}"\nclient_name = "Layanan uji"\nredirect_uris = ["https://layanan.example/kembali"]\n`)
  registerClients(fromEnvironment('ASN_TEST_DATA'), file)
  await page.goto(`/kelola/masuk-tunggal/layanan?id=uji-${ours}`)
  await page.getByRole('button', { name: 'Buat rahasia baru' }).click()
  await expect(page.locator('#rahasia')).toHaveText(/^[\w-]{43}$/)
  for (const example of await page.locator('details:has(.example) summary').all()) await example.click()
  yield 'manage-client-secret'
  await page.goto('/kelola/masuk-tunggal')
  yield 'manage-clients'
}

/** `ours`: letters that no other walk has. */
async function* provisioning(page: Page, ours: string): AsyncGenerator<string> {
  await page.goto('/kelola/sistem')
  await page.getByRole('button', { name: 'Buat token' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'manage-provisioning-errors'
  await page.getByLabel('Instansi', { exact: true }).fill('Pemerintah Kota Ambon')
  await page.getByLabel('Nama sistem').fill(`SIMPEG ${ours}`)
  await page.getByRole('button', { name: 'Buat token' }).click()
  await expect(page.locator('#token')).toHaveText(/^asn_scim_[\w-]{43}$/)
  yield 'manage-provisioning-token'
}

async function* resets(page: Page, staff: Person): AsyncGenerator<string> {
  await page.goto('/kelola/atur-ulang')
  await page.getByLabel('NIP atau NI PPPK pegawai').fill(staff.nip)
  await page.getByLabel('Alasan dan cara Anda memeriksa identitas').fill('singkat')
  await page.getByRole('button', { name: 'Minta pengaturan ulang' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  yield 'manage-resets-errors'
  await page.getByLabel('Alasan dan cara Anda memeriksa identitas').fill('HP hilang, datang dengan KTP dan kartu pegawai.')
  await page.getByRole('button', { name: 'Minta pengaturan ulang' }).click()
  await expect(page.getByRole('status')).toContainText('Permintaan dicatat.')
  await expect(page.getByRole('button', { name: /^Setujui/ }).first(), 'that of the clerk').toBeVisible()
  yield 'manage-resets'
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
