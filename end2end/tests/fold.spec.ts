// What a person came for is on the first screen of a cheap phone, in either language.
import { testWith } from '../support/own'
import { expect, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

// Passkeys belong to a name.
const test = testWith(() => ({ host: 'localhost', people: [] }))
const PHONE = { width: 360, height: 740 }

test.use({ viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })

/** The lowest edge of what logs in: the button, and the one for a passkey. */
async function lowest(page: Page): Promise<number> {
  const buttons = [page.locator('main form button.button').first(), page.locator('[data-passkey]')]
  const edges = []
  for (const button of buttons) {
    await expect(button).toBeVisible()
    const box = await button.boundingBox()
    edges.push((box?.y ?? Infinity) + (box?.height ?? 0))
  }
  return Math.max(...edges)
}

for (const language of ['id', 'en']) {
  test(`both ways to log in are above the fold of a phone, also below a message, in the language ${language}`, async ({ page, context }) => {
    const visitor = new Visitor(context.request)
    await visitor.post('/api/language', { language, next: '/masuk' })
    await page.goto('/masuk')
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    expect.soft(await lowest(page), 'nothing to say').toBeLessThanOrEqual(PHONE.height)

    await visitor.post('/api/logout', {})
    await page.goto('/masuk')
    await expect(page.locator('.messages .notice')).toBeVisible()
    expect.soft(await lowest(page), 'logged out').toBeLessThanOrEqual(PHONE.height)

    await page.goto('/mfa')
    await expect(page).toHaveURL('/masuk')
    await expect(page.locator('.messages .notice')).toBeVisible()
    expect.soft(await lowest(page), 'the longest of the usual messages').toBeLessThanOrEqual(PHONE.height)

    await visitor.login({ nip: '199012312015012999', password: 'salah' })
    await page.goto('/masuk')
    await expect(page.locator('.error-summary')).toBeVisible()
    expect.soft(await lowest(page), 'a wrong password').toBeLessThanOrEqual(PHONE.height)
  })
}
