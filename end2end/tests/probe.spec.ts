import { PEOPLE } from '../support/people'
import { storageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'
test.describe.configure({ mode: 'default' })
test.use({ storageState: async ({}, use) => use(await storageOf(PEOPLE.offline)) })
for (let i = 0; i < 4; i++)
test(`probe ${i}`, async ({ page }) => {
  const log: unknown[] = []
  page.on('framenavigated', (f) => log.push([Date.now() % 100000, 'nav', f.url()]))
  page.on('request', (f) => f.isNavigationRequest() && log.push([Date.now() % 100000, 'req', f.url()]))
  page.on('requestfailed', (f) => log.push([Date.now() % 100000, 'failed', f.url(), f.failure()?.errorText]))
  page.on('response', (f) => f.request().isNavigationRequest() && log.push([Date.now() % 100000, 'res', f.status(), f.url()]))
  await page.addInitScript(() => { for (const e of ['online', 'offline']) addEventListener(e, () => console.log(e)) })
  page.on('console', (m) => log.push([Date.now() % 100000, m.text()]))
  await page.goto('/beranda')
  await steps.expectKept(page)
  await page.context().route('**/*', (route) => (log.push(['route', route.request().url(), Boolean(route.request().serviceWorker())]), route.abort('internetdisconnected')))
  await page.goto('/beranda')
  await expect(page.locator('#luring')).toBeVisible()
  if (i % 2) await page.waitForLoadState('networkidle')
  await page.goto('/buka/e-kinerja')
  try {
  await expect(page.getByRole('heading', { name: 'Tidak ada jaringan' })).toBeVisible({timeout: 3000})
  console.log(log.join('\n'))
  } catch (e) { console.log(log.join('\n')); throw e }
})
