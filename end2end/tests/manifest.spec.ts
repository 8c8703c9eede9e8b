// The portal as an app: the browser accepts the manifest, and what it names exists in the size it says.
import { CATALOGUE } from '../support/catalogue'
import { PEOPLE } from '../support/people'
import { expect, origin, test } from '../support/test'
import { Visitor } from '../support/visitor'

interface Picture {
  readonly src: string
  readonly sizes: string
  readonly type: string
  readonly purpose?: string
  readonly form_factor?: string
}

interface Manifest {
  readonly id: string
  readonly start_url: string
  readonly scope: string
  readonly icons: Picture[]
  readonly screenshots: Picture[]
  readonly shortcuts: { name: string; url: string; icons: Picture[] }[]
}

test('every picture the manifest names is there, in the size it says', async ({ request }) => {
  const answer = await request.get('/manifest.webmanifest')
  expect(answer.headers()['content-type']).toMatch(/^application\/(manifest\+)?json/)
  const manifest = (await answer.json()) as Manifest
  expect(manifest).toMatchObject({ id: '/', start_url: '/beranda', scope: '/' })
  expect(manifest.icons.map(({ purpose }) => purpose).sort()).toEqual(['any', 'any', 'maskable', 'monochrome'])
  expect(manifest.screenshots.map((picture) => picture.form_factor).sort()).toEqual(['narrow', 'wide'])

  const pictures = [manifest, ...manifest.shortcuts].flatMap(({ icons }) => icons).concat(manifest.screenshots)
  for (const { src, sizes, type } of pictures) {
    const file = await request.get(src)
    expect.soft(file.status(), src).toBe(200)
    expect.soft(file.headers()['content-type'], src).toBe(type)
    expect.soft(sizeOf(await file.body()), src).toBe(sizes)
  }
})

test('its shortcuts open services that every employee has', async ({ request }) => {
  const manifest = (await (await request.get('/manifest.webmanifest')).json()) as Manifest
  for (const { name, url } of manifest.shortcuts) {
    const service = CATALOGUE.find(({ slug }) => url === `/buka/${slug}`)
    expect(service, url).toMatchObject({ name, viewers: expect.arrayContaining(['employee']) })
  }
})

test('the browser would install the portal', async ({ playwright }, info) => {
  // The context of every test is like a private window, where nothing can be installed.
  const context = await playwright.chromium.launchPersistentContext('', { ...info.project.use.launchOptions, baseURL: origin() })
  try {
    await new Visitor(context.request).enrolAndLogin(PEOPLE.manifest)
    const page = await context.newPage()
    await page.goto('/beranda')
    const cdp = await context.newCDPSession(page)
    const manifest = await cdp.send('Page.getAppManifest')
    expect(manifest.url).toBe(`${origin()}/manifest.webmanifest`)
    expect(manifest.errors).toEqual([])
    expect((await cdp.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([])
  } finally {
    await context.close()
  }
})

test('the offer to install is made on the launcher, and not again once it was declined', async ({ page, context }) => {
  await new Visitor(context.request).enrolAndLogin(PEOPLE.installs)
  const offer = page.locator('#pasang')
  const browserOffers = () =>
    page.evaluate(() => {
      const event = new Event('beforeinstallprompt', { cancelable: true })
      const prompt = () => Object.assign(globalThis, { prompted: true })
      dispatchEvent(Object.assign(event, { prompt, userChoice: Promise.resolve({ outcome: 'accepted' }) }))
      return event.defaultPrevented
    })
  await page.goto('/beranda')
  await expect(offer, 'not before the browser would').toBeHidden()
  expect(await browserOffers(), "in place of the browser's own").toBe(true)
  await offer.getByRole('button', { name: 'Pasang aplikasi' }).click()
  expect(await page.evaluate(() => 'prompted' in globalThis)).toBe(true)
  await expect(offer).toBeHidden()

  await page.reload()
  await browserOffers()
  await offer.getByRole('button', { name: 'Lain kali' }).click()
  await expect(offer).toBeHidden()
  await page.reload()
  await browserOffers()
  await expect(offer).toBeHidden()
})

/** The size that a PNG says of itself, like 192x192. */
function sizeOf(png: Buffer): string {
  return png.length < 24 ? 'no picture' : `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`
}
