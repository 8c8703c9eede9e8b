// Many people at once: what would happen is seen first, then it is done, and it is taken back. All of it works without a
// script and on a phone.
import type { BrowserContextOptions } from '@playwright/test'
import { expectAccessible } from '../support/axe'
import { NOBODY, PEOPLE, type Person } from '../support/people'
import { provedStorageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })

const REASON = 'Pindah ke sistem kepegawaian yang baru.'

const LOOKS: { name: string; options: BrowserContextOptions; operator: Person; people: Person[] }[] = [
  { name: 'with scripts', options: {}, operator: PEOPLE.bulkOrders, people: [PEOPLE.bulkFirst, PEOPLE.bulkSecond] },
  {
    name: 'without scripts on a phone',
    options: { javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
    operator: PEOPLE.bulkOrdersWithoutScript,
    people: [PEOPLE.bulkFirstWithoutScript, PEOPLE.bulkSecondWithoutScript],
  },
]

/** Whether nothing is wider than the screen. */
async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

/** The count beside a word. */
const counted = (page: Page, word: string) => page.locator('.facts > div', { has: page.getByText(word, { exact: true }) }).locator('dd')

for (const { name, options, operator, people } of LOOKS) {
  test(`people are disabled by a list of numbers, and enabled again: ${name}`, async ({ another }) => {
    test.slow()
    const context = await another({ ...options, storageState: await provedStorageOf(operator) })
    const page = await context.newPage()

    await test.step('what is missing is said, and what was typed stays', async () => {
      await page.goto('/kelola/massal')
      await page.getByRole('link', { name: 'Tindakan massal baru' }).click()
      await page.getByLabel('Alasan').fill('pendek')
      await page.getByRole('button', { name: 'Periksa dulu' }).click()
      await steps.expectErrors(page, [/Pilih apa yang dilakukan/, /Isi nomor/, /minimal 10 huruf/])
      await expect(page.getByLabel('Alasan')).toHaveValue('pendek')
      await expectToFit(page)
    })

    await test.step('first it is seen who changes, and who cannot', async () => {
      await page.getByLabel('Nonaktifkan akun').check()
      await page.getByLabel('Nomor (NIP atau NI PPPK)').fill([...people.map(({ nip }) => nip), NOBODY, '12345'].join('\n'))
      await page.getByLabel('Alasan').fill(REASON)
      await page.getByRole('button', { name: 'Periksa dulu' }).click()
      await expect(page.getByText('Siap, belum dijalankan')).toBeVisible()
      await expect(counted(page, 'Akan berubah')).toHaveText('2 orang')
      await expect(counted(page, 'Tidak dapat')).toHaveText('2 orang')
      for (const person of people) await expect(page.getByText(person.name, { exact: true })).toBeVisible()
      await expectToFit(page)
      const link = page.getByRole('link', { name: 'Unduh semua yang tidak berubah (CSV)' })
      const answer = await new Visitor(context.request).get((await link.getAttribute('href')) ?? '')
      expect(answer.headers()['content-disposition']).toBe('attachment; filename="tidak-berubah.csv"')
      const file = await answer.text()
      expect(file).toContain(`"'${NOBODY}","","tidak ada pegawai dengan nomor ini dalam wewenang Anda"`)
      expect(file).toContain('"12345","","bukan nomor yang benar"')
    })

    await test.step('then it is done', async () => {
      await page.getByRole('button', { name: 'Jalankan untuk 2 orang' }).click()
      await expect(page.getByRole('status').first()).toContainText('Dijalankan.')
      await expect(page.getByText('Selesai', { exact: true })).toBeVisible()
      await expect(counted(page, 'Sudah berubah')).toHaveText('2 orang')
      await page.goto(`/kelola/orang?cari=${people[0]?.nip}`)
      await expect(page.locator('.rows').getByText('Dinonaktifkan')).toBeVisible()
      await page.goBack()
    })

    await test.step('and taken back by another one', async () => {
      await page.getByLabel('Alasan').fill(REASON)
      await page.getByRole('button', { name: 'Periksa pengembalian' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Aktifkan akun lagi')
      await page.getByRole('button', { name: 'Jalankan untuk 2 orang' }).click()
      await expect(counted(page, 'Sudah berubah')).toHaveText('2 orang')
      await page.goto('/kelola/massal')
      await expect(page.getByRole('link', { name: 'Aktifkan akun lagi, 2 orang' })).toBeVisible()
      await expectToFit(page)
    })
  })
}

const SPOILED = [
  { name: 'with scripts', options: {}, clerk: PEOPLE.spoils, second: PEOPLE.spoilsSecond, person: PEOPLE.spoiled },
  {
    name: 'without scripts on a phone',
    options: { javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
    clerk: PEOPLE.spoilsWithoutScript,
    second: PEOPLE.spoilsSecondWithoutScript,
    person: PEOPLE.spoiledWithoutScript,
  },
]

/** Sends a file as a spreadsheet in Indonesian saves it, and waits until it has been looked at. */
async function sendFile(page: Page, reason: string, lines: string[]): Promise<void> {
  await page.goto('/kelola/impor')
  await page.getByLabel('Alasan').fill(reason)
  const buffer = Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`)
  await page.getByLabel('Berkas CSV').setInputFiles({ name: 'pegawai.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Unggah dan periksa' }).click()
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('Siap, belum dijalankan')).toBeVisible()
  }).toPass()
}

for (const { name, options, clerk, second, person } of SPOILED) {
  test(`a clerk mends a spreadsheet that spoiled its numbers, and a colleague lets it in: ${name}`, async ({ another }) => {
    test.slow()
    const context = await another({ ...options, storageState: await provedStorageOf(clerk) })
    const page = await context.newPage()
    const reason = `Nama menurut ijazah, surat ${clerk.nip.slice(-4)}/2026.`
    const renamed = `${person.name}, S.Kom.`

    await test.step('what is spoiled is said line by line, on the page and as a file', async () => {
      await sendFile(page, reason, ['nip;name', '1,98609E+17;Budi Santoso', `${person.nip};`, `${NOBODY};Siti Aminah`])
      for (const said of [/^Baris 2: NIP ini rusak karena lembar sebar/, /^Baris 3: Kolom name kosong/, /^Baris 4: Belum ada yang punya NIP ini/]) {
        await expect(page.getByRole('listitem').filter({ hasText: said })).toBeVisible()
      }
      await expectToFit(page)
      const link = page.getByRole('link', { name: /Unduh .*\(CSV\)/ })
      const file = await (await new Visitor(context.request).get((await link.getAttribute('href')) ?? '')).text()
      expect(file).toContain('"2","NIP ini rusak karena lembar sebar')
      expect(file.trim().split('\r\n')).toHaveLength(4)
    })

    await test.step('nothing has changed; the mended file is sent in its place', async () => {
      await page.getByRole('button', { name: 'Batalkan' }).click()
      await expect(page.getByText('Dibatalkan', { exact: true })).toBeVisible()
      await sendFile(page, reason, ['nip;name', `${person.nip};"${renamed}"`])
      await page.getByRole('button', { name: 'Minta persetujuan untuk 1 orang' }).click()
      await expect(page.getByRole('status').first()).toContainText('Menunggu keputusan orang kedua.')
      await expectToFit(page)
    })

    await test.step('a colleague lets it in', async () => {
      const colleague = await (await another({ ...options, storageState: await provedStorageOf(second) })).newPage()
      await colleague.goto('/kelola/persetujuan')
      const proposal = colleague.locator('.rows > li').filter({ hasText: reason })
      await expect(proposal).toContainText(clerk.name)
      await proposal.getByRole('button', { name: /^Setujui/ }).click()
      await expect(colleague.getByRole('status').first()).toContainText('sudah berlaku')
      await expect(async () => {
        await page.reload()
        await expect(page.getByText('Selesai', { exact: true })).toBeVisible()
      }).toPass()
      await page.goto(`/kelola/orang?cari=${person.nip}`)
      await expect(page.getByRole('link', { name: renamed, exact: true })).toBeVisible()
    })

    await test.step('and its person reads who did that, and why', async () => {
      const own = await (await another({ ...options, storageState: await provedStorageOf(person) })).newPage()
      await own.goto('/akun/akses')
      await expect(own.getByRole('definition').filter({ hasText: reason }).first()).toContainText(clerk.name)
    })
  })
}

test('a file is sent, looked at, and waits for a second person', async ({ another }) => {
  const storageState = await provedStorageOf(PEOPLE.bulkOrders)
  const context = await another({ storageState, bypassCSP: true, reducedMotion: 'reduce', javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/kelola/massal')
  await page.getByRole('link', { name: 'Impor dari berkas' }).click()
  await page.getByLabel('Alasan').fill(REASON)
  const lines = `nip,name\n${PEOPLE.bulkFirst.nip},Nama Baru\n12345,Salah\n`
  await page.getByLabel('Berkas CSV').setInputFiles({ name: 'orang.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) })
  await page.getByRole('button', { name: 'Unggah dan periksa' }).click()
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('Siap, belum dijalankan')).toBeVisible()
  }).toPass()
  await expect(page.getByText('Baris 3:')).toBeVisible()
  await page.getByRole('button', { name: 'Minta persetujuan untuk 1 orang' }).click()
  await expect(page.getByRole('status').first()).toContainText('Menunggu keputusan orang kedua.')
  await page.getByRole('button', { name: 'Batalkan' }).click()
  await expect(page.getByText('Dibatalkan', { exact: true })).toBeVisible()
  await page.goto('/kelola/impor')
  await page.getByLabel('Alasan').fill(REASON)
  await page.getByLabel('Berkas CSV').setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') })
  await page.getByRole('button', { name: 'Unggah dan periksa' }).click()
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('Berkas tidak dapat diimpor')).toBeVisible()
  }).toPass()
})

test('the pages are for everybody: axe', async ({ another }) => {
  const context = await another({ storageState: await provedStorageOf(PEOPLE.bulkOrders), bypassCSP: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(`/kelola/orang?cari=${PEOPLE.bulkFirst.nip}`)
  await page.getByRole('link', { name: 'Tindakan untuk semua yang cocok' }).click()
  await expect(page.getByText(/Semua yang cocok dengan/)).toBeVisible()
  await expectAccessible(page, 'a new act on many people')
  await page.goto('/kelola/impor')
  await expectAccessible(page, 'a file of people')
  await page.goto('/kelola/massal')
  await expectAccessible(page, 'acts on many people')
  await page.getByRole('link', { name: /Nonaktifkan akun/ }).first().click()
  await expectAccessible(page, 'an act on many people')
})
