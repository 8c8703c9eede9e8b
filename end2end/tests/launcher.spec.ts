// Whoever looks for a service finds it, however they call it and whatever they search with, and a tile leads
// where the catalogue says and nowhere else.
import { CATALOGUE } from '../support/catalogue'
import { PEOPLE } from '../support/people'
import { storageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })
test.use({ storageState: async ({}, use) => use(await storageOf(PEOPLE.launcher)) })

/** What people type, and the service that has to come first. */
const SEARCHES: Record<string, string> = {
  'naik pangkat': 'Kenaikan Pangkat',
  'PANGKAT naik': 'Kenaikan Pangkat',
  'cara naik pangkat': 'Kenaikan Pangkat',
  pangakt: 'Kenaikan Pangkat',
  absen: 'Presensi',
  presnsi: 'Presensi',
  'lapor skp': 'e-Kinerja',
  ekinerja: 'e-Kinerja',
  'e kinerja': 'e-Kinerja',
  kgb: 'Kepegawaian Internal Instansi',
  pensiun: 'Pemberhentian',
  'gaji pensiun': 'TOSS Taspen',
  'mutasi jabatan': 'I-MUT',
  'kartu pegawai': 'Kartu ASN Virtual',
  p3k: 'SSCASN',
  'lapor masalah': 'Helpdesk BKN',
  'undang undang': 'JDIH',
}
/** What nobody should be able to break anything with. */
const ODD = ["'; DROP TABLE services; --", '<script>globalThis.hacked = 1</script>', '🙂', '%_\\', '?!', 'pangkat '.repeat(1_300)]

async function search(page: Page, words: string): Promise<string[]> {
  await page.goto(`/beranda?cari=${encodeURIComponent(words)}`)
  return steps.tileNames(page)
}

test('a search finds by other words, with slips and in any order: the same by typing as by the form', async ({ page }) => {
  const found: Record<string, string[]> = {}
  for (const [words, first] of Object.entries(SEARCHES)) {
    found[words] = await search(page, words)
    expect.soft(found[words][0], words).toBe(first)
  }
  for (const words of ODD) found[words] = await search(page, words)

  await page.goto('/beranda')
  await steps.expectSearchAwake(page)
  for (const [words, names] of Object.entries(found)) {
    await page.getByLabel('Cari layanan').fill(words)
    expect.soft(await steps.tileNames(page), `typing ${words.slice(0, 40)}`).toEqual(names)
  }
  await page.getByLabel('Cari layanan').fill('')
  expect(await steps.tileNames(page), 'without words everything is there again').toHaveLength(48)
})

test('what is typed in the search is only ever text', async ({ page, request }) => {
  for (const words of ODD) {
    const answer = await new Visitor(request).get(`/beranda?cari=${encodeURIComponent(words)}`)
    expect.soft(answer.status(), words.slice(0, 40)).toBe(200)
    await page.goto(`/beranda?cari=${encodeURIComponent(words)}`)
    expect.soft(await page.evaluate(() => 'hacked' in globalThis), words).toBe(false)
  }
  await page.goto(`/beranda?cari=${encodeURIComponent("'; DROP TABLE services; --")}`)
  await expect(page.locator('#kosong h2')).toHaveText("Tidak ada layanan yang cocok dengan “'; DROP TABLE services; --”")
})

test('a search that finds nothing says what to try and whom to ask', async ({ page }) => {
  await page.goto('/beranda?cari=parkir+motor')
  const empty = page.locator('#kosong')
  await expect(empty.getByRole('heading')).toHaveText('Tidak ada layanan yang cocok dengan “parkir motor”')
  await expect(page.locator('#jumlah')).toHaveText('Layanan ditemukan: 0')
  const suggestions = empty.locator('a[href*="cari="]')
  await expect(suggestions).toHaveCount(3)
  for (const words of await suggestions.allTextContents()) expect((await search(page, words)).length, words).toBeGreaterThan(0)

  await page.goto('/beranda')
  await steps.expectSearchAwake(page)
  await page.getByLabel('Cari layanan').fill('parkir motor')
  await expect(empty).toBeVisible()
  await expect(page.locator('#jumlah')).toHaveText('Layanan ditemukan: 0')
  await empty.getByRole('link', { name: 'Helpdesk BKN' }).click()
  await expect(page).toHaveURL('/layanan/helpdesk')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Helpdesk BKN')
})

test('/ goes to the search, the arrows through what it found, Enter opens the best', async ({ page }) => {
  await page.goto('/beranda')
  await steps.expectSearchAwake(page)
  const field = page.getByLabel('Cari layanan')
  const results = page.locator('#hasil .tile > a:first-child')
  await field.blur()
  await page.keyboard.press('/')
  await expect(field).toBeFocused()
  await page.keyboard.type('absen/')
  await expect(field, 'in the field / is a sign like any other').toHaveValue('absen/')
  await field.fill('pensiun')
  await page.keyboard.press('ArrowDown')
  await expect(results.first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(results.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(field).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await expect(field).toBeFocused()

  await field.fill('absen')
  await page.keyboard.press('Enter')
  await expect(page, 'no address is known: the page about it').toHaveURL('/layanan/presensi')
})

test('opening a tile leads to the address of the catalogue, and is noted', async ({ page, context }) => {
  const asked: string[] = []
  await context.route(/^https:/, (route) => {
    asked.push(route.request().url())
    return route.fulfill({ contentType: 'text/html', body: '<h1>Layanan itu sendiri</h1>' })
  })
  const recents = page.locator('#terakhir')
  for (const [opened, address] of [['jdih', 'https://jdih.bkn.go.id/'], ['sscasn', 'https://sscasn.bkn.go.id/']] as const) {
    await page.goto('/beranda')
    await page.locator(`#semua [data-slug="${opened}"] > a`).first().click()
    await expect(page).toHaveURL(address)
  }
  await page.goto('/beranda')
  expect((await steps.namesIn(recents.locator('li.tile'))).slice(0, 2)).toEqual(['SSCASN', 'JDIH'])
  expect(asked.filter((url) => !url.endsWith('/')), 'the service learns nothing from the portal').toEqual([])
})

test('the last opened come first, six of them, each once, and no favourite among them', async ({ page, request }) => {
  const visitor = new Visitor(request)
  for (const slug of ['kms', 'mola', 'jdih', 'mako', 'i-mut', 'i-dis', 'presensi', 'jdih']) await visitor.get(`/buka/${slug}`)
  await page.goto('/beranda')
  expect(await steps.namesIn(page.locator('#terakhir li.tile'))).toEqual(['JDIH', 'Presensi', 'I-DIS', 'I-MUT', 'MAKO', 'KMS Manajemen ASN'])
  await visitor.get('/buka/kms', { 'sec-fetch-site': 'cross-site' })
  await visitor.get('/buka/kms', { 'sec-purpose': 'prefetch' })
  await page.reload()
  await expect(page.locator('#terakhir li.tile').first(), 'another site does not write it down').toHaveAttribute('data-slug', 'jdih')
})

test('/buka leads nowhere but to the configured address, whatever is added to it', async ({ request }) => {
  const visitor = new Visitor(request)
  for (const { slug, address } of CATALOGUE) {
    for (const query of ['', '?url=https://evil.example', '?lanjut=//evil.example']) {
      const answer = await visitor.get(`/buka/${slug}${query}`)
      expect.soft(answer.status(), slug).toBe(303)
      expect.soft(answer.headers()['location'], slug).toBe(address ?? `/layanan/${slug}`)
    }
  }
  for (const strange of ['', 'tidak-ada', '/evil.example', 'https:%2f%2fevil.example', '%2f%2fevil.example', '..%2fmasuk', '%00', 'e-kinerja%0d%0aa:b', "'--"]) {
    expect.soft((await visitor.get(`/buka/${strange}`)).status(), strange).toBe(404)
  }
})

test.describe('without somebody who may', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('a tile for others is not there, and a link to one leads through the login', async ({ request, another }) => {
    const stranger = new Visitor((await another()).request)
    expect(localTarget(await stranger.get('/buka/e-kinerja'))).toBe('/masuk?lanjut=%2Fbuka%2Fe-kinerja')
    expect((await stranger.get('/buka/sscasn')).headers()['location'], 'the public ones are for everyone').toBe('https://sscasn.bkn.go.id')

    const employee = new Visitor(request)
    await employee.enrolAndLogin(PEOPLE.opens)
    for (const path of ['/buka/kenaikan-pangkat', '/layanan/kenaikan-pangkat', '/buka/tidak-ada', '/layanan/tidak-ada']) {
      const answer = await employee.get(path)
      expect(answer.status(), path).toBe(404)
      expect(textOf(await answer.text()), path).toContain('Halaman ini tidak ada')
    }
    expect((await (await employee.get('/beranda')).text()).match(/id="terakhir"[^>]*/)?.[0], 'nothing was noted').toContain('hidden')
  })
})
