// Pictures of the launcher as a demo person sees it, for the manifest and for the documents. It needs a fresh
// demo database, since activating MFA is part of a person's first login.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Person } from '../support/people'
import { expect, test, type BrowserContext } from '../support/test'
import { Visitor } from '../support/visitor'

const PROJECT = resolve(__dirname, '../..')
const PERSON: Person = {
  nip: '197903122005011003',
  name: 'Bambang Hartono',
  agency: 'Pemerintah Kota Ambon',
  email: 'bambang.hartono@ambon.example',
  roles: 'employee operator',
  password: 'teh-sore-di-kantor',
}
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const DESKTOP = { viewport: { width: 1280, height: 800 } }
const FAVOURITES = ['e-kinerja', 'presensi', 'myasn', 'lemari-digital']
const OPENED = ['mola', 'kenaikan-pangkat', 'e-kinerja']

test('screenshots', async ({ request, another }) => {
  const visitor = new Visitor(request)
  await visitor.enrolAndLogin(PERSON)
  for (const service of FAVOURITES) await visitor.post('/api/pin', { service })
  for (const service of OPENED) await visitor.get(`/buka/${service}`)
  const storageState = await request.storageState()
  const open = (device: object) => another({ ...device, storageState, reducedMotion: 'reduce' })

  for (const [name, device] of [['phone', PHONE], ['desktop', DESKTOP]] as const) {
    const context = await open(device)
    for (const colorScheme of ['light', 'dark'] as const) {
      const picture = await photograph(context, '/beranda', colorScheme)
      keep(picture, `docs/screenshots/launcher-${name}-${colorScheme}.png`)
      if (colorScheme === 'light') keep(picture, `public/screenshots/${name}.png`)
    }
  }
  keep(await photograph(await open(PHONE), '/beranda?cari=parkir+motor'), 'docs/screenshots/launcher-empty-search.png')
  keep(await photographOffline(await open(PHONE)), 'docs/screenshots/launcher-offline.png')
})

async function photograph(context: BrowserContext, path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Buffer> {
  const page = await context.newPage()
  await page.emulateMedia({ colorScheme })
  await page.goto(path, { waitUntil: 'networkidle' })
  await expect(page.locator('.greeting')).toContainText(PERSON.name)
  const picture = await page.screenshot()
  await page.close()
  return picture
}

/** What is left without a network: the service worker has kept the launcher that was seen last. */
async function photographOffline(context: BrowserContext): Promise<Buffer> {
  const page = await context.newPage()
  await page.goto('/beranda')
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state), {
      message: 'the service worker is active',
    })
    .toBe('activated')
  // Only from now on does the worker see what is loaded.
  await page.reload({ waitUntil: 'networkidle' })
  await context.setOffline(true)
  await page.reload()
  await expect(page.locator('#luring')).toBeVisible()
  return page.screenshot()
}

function keep(picture: Buffer, path: string): void {
  const file = resolve(PROJECT, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, picture)
}
