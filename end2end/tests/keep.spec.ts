// Keys and recovery codes are kept in the way that the device has: paper and sharing on a phone, a printer elsewhere;
// and where the browser refuses to copy, the text is selected and the page says what to do.
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'

type Shared = { title?: string; text?: string }

/** A browser that shares, and lets no page write to the clipboard. */
async function refuseToCopy(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
    Object.defineProperty(navigator, 'clipboard', { get: () => ({ writeText: refuse }) })
    const share = async (data: Shared) => {
      const { answers = [] } = window as unknown as { answers?: string[] }
      Object.assign(window, { shared: data })
      const name = answers.shift()
      if (name) throw new DOMException('no', name)
    }
    Object.defineProperty(navigator, 'share', { value: share })
  })
}

const selected = (page: Page) => page.evaluate(() => getSelection()?.toString() ?? '')
const drop = (page: Page) => page.evaluate(() => getSelection()?.removeAllRanges())

test('a refused clipboard says so and selects the text; recovery codes are shared on a phone and printed elsewhere', async ({ page }) => {
  const refused = page.getByText('Peramban ini tidak mengizinkan penyalinan.')
  await refuseToCopy(page)
  await steps.firstLogin(page, PEOPLE.keeps)
  await steps.acceptMfa(page)
  const phone = await steps.scanWithPhone(page)
  await page.getByRole('button', { name: 'Salin kunci' }).click()
  await expect(refused).toBeVisible()
  expect((await selected(page)).replace(/\s/g, '')).toBe(phone.key)

  await steps.activate(page, await phone.next())
  const codes = await steps.recoveryCodes(page)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await expect(button('Cetak')).toBeVisible()
  await expect(button('Bagikan')).toBeHidden()
  await button('Salin').click()
  await expect(refused).toBeVisible()
  expect((await selected(page)).split(/\s+/).filter(Boolean)).toEqual(codes)

  await page.setViewportSize({ width: 360, height: 740 })
  await expect(page.getByText('Tulis kesepuluh kode ini di kertas')).toBeVisible()
  await expect(button('Cetak')).toBeHidden()
  await drop(page)
  await button('Bagikan').click()
  await expect(refused, 'what was said of the other button').toBeHidden()
  const shared = await page.evaluate(() => (window as unknown as { shared: Shared }).shared)
  expect(shared.text).toBe(codes.join('\n'))

  await page.evaluate(() => Object.assign(window, { answers: ['AbortError', 'NotAllowedError'] }))
  await button('Bagikan').click()
  expect(await selected(page), 'the person thought better of it').toBe('')
  await button('Bagikan').click()
  await expect(page.getByText('Tidak dapat dibagikan dari peramban ini.')).toBeVisible()
  expect((await selected(page)).split(/\s+/).filter(Boolean)).toEqual(codes)
})
