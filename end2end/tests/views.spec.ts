// The launcher fits its people: a dense list for many services, a narrow screen, large text, paper, no mouse.
import { announce, setService } from '../support/manage'
import { PEOPLE } from '../support/people'
import { provedStorageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })
test.use({ storageState: async ({}, use) => use(await provedStorageOf(PEOPLE.views)) })

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })

    test('the list is denser than the tiles, and stays chosen', async ({ page }) => {
      await page.goto('/beranda')
      const [tiles, list] = [page.getByRole('button', { name: 'Petak', exact: true }), page.getByRole('button', { name: 'Daftar', exact: true })]
      const height = async () => (await page.locator('#semua').boundingBox())?.height ?? 0
      const before = await height()
      await expect(tiles).toHaveAttribute('aria-pressed', 'true')
      await list.click()
      await expect(list).toHaveAttribute('aria-pressed', 'true')
      expect(await height(), 'much more fits on a screen').toBeLessThan(before * 0.75)
      expect(await steps.tileNames(page)).toHaveLength(48)
      await page.goto('/beranda?cari=pangkat')
      await expect(page.locator('main')).toHaveClass(/dense/)
      await page.goto('/beranda')
      await expect(list).toHaveAttribute('aria-pressed', 'true')
      await tiles.click()
      await expect(page.locator('main')).not.toHaveClass(/dense/)
    })
  })
}

/** Words that are cut off, or stand outside the screen. Lines that end in dots in the dense list are meant to. */
function lostWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lost: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement
      if (!walker.currentNode.textContent?.trim() || !parent?.checkVisibility() || parent.closest('.visually-hidden, .skip-link, .wide-word, script')) continue
      const range = document.createRange()
      range.selectNodeContents(walker.currentNode)
      // What can be scrolled to sideways within a bar of its own is not lost.
      const scrolls = parent.closest('.group-nav')
      for (const { left, right } of scrolls ? [] : range.getClientRects()) {
        if (left < -1 || right > innerWidth + 1) lost.push(`outside: ${walker.currentNode.textContent.trim()}`)
      }
      for (let one: Element | null = parent; one && one !== document.body; one = one.parentElement) {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(one)
        const clips = [overflowX, overflowY].some((overflow) => /hidden|clip/.test(overflow)) && textOverflow !== 'ellipsis'
        if (clips && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)) {
          lost.push(`cut off: ${walker.currentNode.textContent.trim()} in ${one.className}`)
        }
      }
    }
    return [...new Set(lost)]
  })
}

test('on 320 px with text of twice the size nothing is lost and nothing scrolls sideways', async ({ page, context }) => {
  const visitor = new Visitor(context.request)
  await announce(visitor, { severity: 'important', title: 'Pemeliharaan kepegawaian berkesinambungan', body: 'Isi pengumuman' })
  await setService(visitor, 'peta-jabatan', { state: 'maintenance', until: '2099-12-31T23:59' })
  await page.setViewportSize({ width: 320, height: 640 })
  for (const path of ['/beranda', '/beranda?atur=1', '/beranda?cari=jabatan', '/beranda?cari=cuti', '/beranda?cari=qqq', '/pengumuman', '/kelola/pengumuman', '/kelola/pengumuman/baru', '/kelola/layanan', '/kelola/layanan/peta-jabatan', '/layanan/peta-jabatan']) {
    await page.goto(path)
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320)
    expect.soft(await lostWords(page), path).toEqual([])
  }
  await page.goto('/beranda')
  await page.getByRole('button', { name: 'Daftar', exact: true }).click()
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), 'dense').toBeLessThanOrEqual(320)
  expect.soft(await lostWords(page), 'dense').toEqual([])
  await setService(visitor, 'peta-jabatan')
})

test('printed, the launcher is a list of services with what they are for', async ({ page }) => {
  await page.goto('/beranda')
  const shown = await steps.tileNames(page)
  await page.emulateMedia({ media: 'print' })
  expect(await steps.tileNames(page)).toEqual(shown)
  await expect(page.locator('#semua .tile-purpose:visible')).toHaveCount(48)
  for (const extra of ['button', 'input', '.search-bar', '.group-nav', '.bar', '#terakhir', '.announcements']) {
    await expect(page.locator(`main ${extra}:visible`), extra).toHaveCount(0)
  }
})

test.describe('with the keyboard alone', () => {
  test.use({ storageState: async ({}, use) => use(await provedStorageOf(PEOPLE.walks)) })

  test('everything on the launcher is reached in the order it is read, and can be seen to have the focus', async ({ page }) => {
    await page.goto('/beranda')
    await page.keyboard.press('Tab')
    await expect(page.locator('.skip-link')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.locator('main')).toBeFocused()

    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('main :is(a, button, input, summary)')]
      return all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled')).length
    })
    expect(wanted).toBeGreaterThan(100)
    const seen = await walk(page, wanted)
    expect(seen.filter(({ problem }) => problem)).toEqual([])
    expect(new Set(seen.map(({ at }) => at)).size, 'each once').toBe(wanted)
    const places = seen.map(({ at }) => at)
    expect(places, 'in the order of the page').toEqual(places.toSorted((a, b) => a - b))
  })

  test('a service is found, pinned and opened', async ({ page }) => {
    await page.goto('/beranda')
    await steps.expectSearchAwake(page)
    await page.getByLabel('Cari layanan').blur()
    await page.keyboard.press('/')
    await page.keyboard.type('absen')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    const star = page.locator('#hasil [data-slug="presensi"]').getByRole('button').first()
    await expect(star).toBeFocused()
    await expect(star).toHaveAccessibleName('Sematkan Presensi ke favorit')
    await page.keyboard.press('Space')
    await expect(star).toHaveAccessibleName('Lepas Presensi dari favorit')
    await expect(star).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/layanan/presensi')
  })
})

interface Stop {
  readonly at: number
  readonly problem: string
}

/** Presses Tab so often, and says of each stop where on the page it is and what is wrong with it. */
async function walk(page: Page, presses: number): Promise<Stop[]> {
  const stops: Stop[] = []
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const here = document.activeElement as HTMLElement
      const { outlineStyle, outlineWidth } = getComputedStyle(here)
      const box = here.getBoundingClientRect()
      const name = here.outerHTML.slice(0, 90)
      const inside = here.closest('main') !== null
      const covered = box.bottom <= 0 || box.top >= innerHeight || box.width === 0
      const top = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1))
      const hidden = !covered && top !== null && !here.contains(top) && !top.contains(here)
      const marked = outlineStyle !== 'none' && outlineWidth !== '0px'
      const problems = [!inside && 'outside', covered && 'off the screen', hidden && `under ${top?.outerHTML.slice(0, 60)}`, !marked && 'unmarked']
      return { at: [...document.querySelectorAll('*')].indexOf(here), problem: problems.filter(Boolean).map((one) => `${one}: ${name}`).join('; ') }
    })
    stops.push(stop)
  }
  return stops
}
