// The first screen of a cheap phone, 360×740: services that can be opened come before anything else, in one row of
// header; what an operator does for a person is found; a browser that translates the page breaks nothing; and what
// was changed is said where it was changed.
import { announce } from '../support/manage'
import { PEOPLE } from '../support/people'
import { provedStorageOf, storageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, origin, test, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })
test.use({ viewport: { width: 360, height: 740 }, storageState: async ({}, use) => use(await storageOf(PEOPLE.firstScreen)) })

/** How far down the first tile may begin, and how high the header may be. */
const FIRST_TILE = 300
const HEADER = 72

const firstTile = (page: Page) => page.locator('.tile:visible').first()
const top = async (page: Page) => (await firstTile(page).boundingBox())?.y ?? Infinity

async function expectServicesFirst(page: Page, state: string): Promise<void> {
  for (const language of ['id', 'en']) {
    await page.context().addCookies([{ name: 'asn_language', value: language, url: origin() }])
    await page.goto('/beranda')
    expect.soft(await page.locator('html').getAttribute('lang')).toBe(language)
    expect.soft(await top(page), `${state}, ${language}`).toBeLessThanOrEqual(FIRST_TILE)
    const header = await page.locator('.site-header').boundingBox()
    expect.soft(header?.height, `${state}, ${language}`).toBeLessThanOrEqual(HEADER)
  }
  await page.context().addCookies([{ name: 'asn_language', value: 'id', url: origin() }])
}

test('the first tile stands on the first screen, with announcements and without, and so without favourites', async ({ page, another }) => {
  const visitor = new Visitor(page.request)
  const operator = new Visitor((await another({ storageState: await provedStorageOf(PEOPLE.firstScreenAnnounces) })).request)
  await expectServicesFirst(page, 'suggestions')
  const ids = []
  for (const severity of ['important', 'information', 'warning'] as const) {
    const body = 'Sistem tutup pada hari Sabtu pukul 20.00 sampai 23.00 WIB. '.repeat(6)
    ids.push(await announce(operator, { severity, title: `Pemeliharaan ${severity} e-Kinerja dan MyASN`, body }))
  }
  await expectServicesFirst(page, 'suggestions and announcements')
  await page.goto('/beranda')
  const important = page.locator('.announcement')
  await expect(important).toHaveCount(1)
  const lines = await important.locator('.beginning').evaluate((text) => text.clientHeight / parseFloat(getComputedStyle(text).lineHeight))
  expect(Math.round(lines), 'two lines').toBe(2)
  await expect(page.locator('.more-announcements')).toContainText('2 pengumuman')
  expect((await page.locator('.more-announcements').boundingBox())?.height, 'one row').toBeLessThanOrEqual(52)

  for (const slug of await page.locator('#favorit .tile').evaluateAll((all) => all.map((one) => one.getAttribute('data-slug')))) {
    await visitor.post('/api/unpin', { service: slug ?? '' })
  }
  await page.goto('/beranda') // takes what is said once
  await expectServicesFirst(page, 'announcements, no favourite')
  await visitor.get('/buka/jdih')
  await expectServicesFirst(page, 'announcements, no favourite, something opened')
  for (const id of ids) await operator.post('/api/end-announcement', { id })
  await expectServicesFirst(page, 'no favourite, something opened')
  for (const service of ['e-kinerja', 'myasn', 'mola']) await visitor.follow(await visitor.post('/api/pin', { service }))
  await expectServicesFirst(page, 'favourites')
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    const person = javaScriptEnabled ? PEOPLE.firstScreen : PEOPLE.firstScreenWithoutScript
    test.use({ javaScriptEnabled, storageState: async ({}, use) => use(await storageOf(person)) })

    test('the button of the account opens what belongs to it, and the address is always there', async ({ page }) => {
      for (const path of ['/beranda', '/', '/tidak-ada', '/layanan/presensi']) {
        await page.goto(path)
        await expect(page.locator('.origin b')).toBeVisible()
        await expect(page.locator('.origin b')).toHaveText(new URL(origin()).host)
        expect((await page.locator('.site-header').boundingBox())?.height, path).toBeLessThanOrEqual(HEADER)
        await expect(page.locator('.greeting')).toBeHidden()
        const button = page.getByRole('button', { name: `Menu akun: ${person.name}` })
        const box = await button.boundingBox()
        expect(Math.min(box?.width ?? 0, box?.height ?? 0), path).toBeGreaterThanOrEqual(44)
        await button.click()
        await expect(page.locator('.greeting')).toContainText(`Selamat datang, ${person.name}`)
        for (const target of [page.getByRole('link', { name: 'Akun', exact: true }), page.getByRole('button', { name: 'Keluar' }), page.getByRole('button', { name: 'EN, English' })]) {
          await expect(target).toBeInViewport()
          expect((await target.boundingBox())?.height, path).toBeGreaterThanOrEqual(44)
        }
        await button.click()
        await expect(page.locator('.greeting')).toBeHidden()
      }
      await page.getByRole('link', { name: 'ASN Digital, beranda' }).click()
      await expect(page).toHaveURL('/beranda')
    })

    test('a teacher finds what her operator does, with whom to ask and what to bring', async ({ page }) => {
      await page.goto('/beranda')
      if (javaScriptEnabled) await steps.expectSearchAwake(page)
      for (const [words, name] of Object.entries({ 'naik pangkat': 'Kenaikan Pangkat', cuti: 'Kepegawaian Internal Instansi', mutasi: 'Pindah Instansi', kgb: 'Kepegawaian Internal Instansi' })) {
        if (javaScriptEnabled) await page.getByLabel('Cari layanan').fill(words)
        else await page.goto(`/beranda?cari=${encodeURIComponent(words)}`)
        const section = page.getByRole('region', { name: 'Diurus operator instansi Anda' })
        await expect(section.getByRole('heading', { level: 3 }).first(), words).toHaveText(name)
        await expect(section.locator('dt').first()).toHaveText('Tanyakan kepada')
        await expect(section.locator('dt').nth(1)).toHaveText('Biasanya disiapkan')
        await expect(page.locator('#kosong')).toBeHidden()
      }
    })

    test('what is taken off the favourites can be put back where it stood, and nothing moves', async ({ page }) => {
      const visitor = new Visitor(page.request)
      for (const service of ['e-kinerja', 'myasn', 'mola']) await visitor.follow(await visitor.post('/api/pin', { service }))
      await page.goto('/beranda')
      const names = () => steps.namesIn(page.locator('#favorit .tile:visible'))
      const before = await names()
      const [, second = ''] = before
      const place = () => page.locator('#favorit .tile-grid > li').nth(1)
      const y = (await place().boundingBox())?.y ?? 0
      await place().getByRole('button').click()
      await expect(place()).toContainText(`${second} dilepas dari favorit.`)
      if (javaScriptEnabled) expect(Math.abs(((await place().boundingBox())?.y ?? 0) - y)).toBeLessThan(2)
      await expect(page.locator('.notice')).toHaveCount(0)
      await place().getByRole('button', { name: 'Urungkan' }).click()
      await expect(page.locator('.undone')).toHaveCount(0)
      expect(await names()).toEqual(before)
    })
  })
}

/** As a browser does that translates: the words of the page are others, each in elements of its own. */
function translate(page: Page): Promise<void> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const text of texts) {
      if (!text.data.trim() || text.parentElement?.closest('script')) continue
      const font = document.createElement('font')
      font.append(Object.assign(document.createElement('font'), { textContent: 'translated' }))
      text.replaceWith(font)
    }
  })
}

for (const when of ['before the search is awake', 'after the search is awake'] as const) {
  test(`a browser that translates the page ${when} leaves the search as it was`, async ({ page }) => {
    if (when.startsWith('before')) {
      // Nothing of the program arrives before the page is another one.
      await page.route('**/pkg/*.wasm', async (route) => {
        await translate(page)
        await route.continue()
      })
      await page.goto('/beranda')
    } else {
      await page.goto('/beranda')
      await steps.expectSearchAwake(page)
      await translate(page)
    }
    const field = page.locator('#cari')
    const found = (selector: string) => page.locator(`${selector} li:visible`).first()
    await expect(async () => {
      await field.fill('skp')
      await expect(found('#hasil')).toHaveAttribute('data-slug', 'e-kinerja', { timeout: 300 })
    }).toPass({ timeout: 20_000 })
    await field.fill('isi skp dan kerja harian')
    await expect(found('#hasil')).toHaveAttribute('data-slug', 'e-kinerja')
    await field.fill('kenaikan pangkat')
    await expect(found('#diurus')).toHaveAttribute('data-words', /^Kenaikan Pangkat/)
    await field.fill('translated')
    await expect(page.locator('#kosong'), 'not by the words of the translation').toBeVisible()
    await field.fill('')
    await expect(page.locator('#jelajah')).toBeVisible()
  })
}
