// Without a network the launcher still opens as its person saw it last, says how old that is, and promises nothing
// it cannot do; nobody else ever sees it, and no key to the portal lies in the browser's storage.
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { announce } from '../support/manage'
import { cutNetwork, restoreNetwork } from '../support/network'
import { PEOPLE, type Person } from '../support/people'
import { provedStorageOf, storageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, origin, test, type BrowserContext, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })
test.use({ storageState: async ({}, use) => use(await storageOf(PEOPLE.offline)) })

const HOUR = 3_600_000

/** Opens the launcher, which the service worker keeps, and takes the network away. */
async function seenThenCut(page: Page): Promise<void> {
  await page.goto('/beranda')
  await steps.expectKept(page)
  await cutNetwork(page.context())
}

/** Lets the kept view be older than it is. */
async function age(page: Page, hours: number): Promise<void> {
  await page.evaluate(async (saved) => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      const kept = await cache.match('/beranda')
      if (!kept) continue
      const headers = new Headers(kept.headers)
      headers.set('x-saved-at', saved)
      await cache.put('/beranda', new Response(await kept.text(), { headers }))
    }
  }, new Date(Date.now() - hours * HOUR).toISOString())
}

/** Everything that lies in the caches, by address. */
async function kept(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const found: Record<string, string> = {}
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request)
        const { pathname, search } = new URL(request.url)
        found[pathname + search] = JSON.stringify([...(answer?.headers ?? [])]) + (await answer?.text())
      }
    }
    return found
  })
}

/**
 * The portal at one more address, where the script of the service worker can be another one, and an answer can be
 * late or lack a header.
 */
async function mirrored(
  change: (script: string) => string,
  late: (asked: IncomingMessage, answer: IncomingMessage) => Promise<void> | undefined = () => undefined,
): Promise<{ address: string; close(): void }> {
  const server = createServer((asked, response) => {
    const headers = { ...asked.headers, 'accept-encoding': 'identity' }
    const passedOn = request(origin() + asked.url, { method: asked.method, headers }, async (answer) => {
      const body = Buffer.concat(await answer.toArray())
      await late(asked, answer)
      const sent = asked.url === '/sw.js' ? Buffer.from(change(body.toString())) : body
      response.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': sent.length })
      response.end(sent)
    })
    asked.pipe(passedOn)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}`, close: () => (server.close(), server.closeAllConnections()) }
}

/** Where whoever comes is held until they are let go. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((go) => (open = go))
  let arrive = () => {}
  const arrived = new Promise<void>((go) => (arrive = go))
  const hold = () => (arrive(), opened)
  return { arrived, hold, open }
}

async function expectOfflinePage(page: Page, lead: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tidak ada jaringan')
  await expect(page.locator('.lead')).toHaveText(lead)
  const isThere = '/beranda' in (await kept(page))
  await expect(page.getByText('tetap dapat dilihat di Beranda')).toHaveCount(isThere ? 1 : 0)
}

test('without a network the launcher opens as it was last: tiles, favourites, announcement, and how old it is', async ({ page, another }) => {
  const operator = new Visitor((await another({ storageState: await provedStorageOf(PEOPLE.offlineAnnounces) })).request)
  await announce(operator, { severity: 'important', title: 'Kantor pindah', body: 'Ke **gedung baru**' })
  await new Visitor(page.request).post('/api/pin', { service: 'jdih' })
  await seenThenCut(page)
  const online = await steps.tileNames(page)
  await page.goto('/beranda')
  await expect(page.locator('.greeting')).toContainText(PEOPLE.offline.name)
  expect(await steps.tileNames(page)).toEqual(online)
  await expect(page.locator('#favorit [data-slug="jdih"].tile')).toBeVisible()
  await expect(page.locator('#pengumuman')).toContainText('Kantor pindah')
  await expect(page.locator('#luring')).toHaveText(/Tidak ada jaringan.*disimpan \d+ \S+ \d{4} (pukul )?\d\d[.:]\d\d WIT \(1 menit yang lalu\)/)

  await test.step('the search works, for it asks nobody', async () => {
    await steps.expectSearchAwake(page)
    await page.getByLabel('Cari layanan').fill('kartu pegawai')
    expect((await steps.tileNames(page))[0]).toBe('Kartu ASN Virtual')
  })

  await test.step('an old view says so, and one of more than a week is not shown', async () => {
    await age(page, 5)
    await page.goto('/beranda')
    await expect(page.locator('[data-saved]')).toContainText('5 jam yang lalu')
    await age(page, 3 * 24)
    await page.reload()
    await expect(page.locator('[data-saved]')).toContainText('3 hari yang lalu')
    await age(page, 7 * 24 + 1)
    await page.goto('/beranda')
    await expectOfflinePage(page, /^Halaman ini belum dapat dibuka/)
    expect(Object.keys(await kept(page))).not.toContain('/beranda')
  })
})

test('a change in place is kept as well, and what was said of it is not said again', async ({ page }) => {
  const visitor = new Visitor(page.request)
  for (const service of ['kms', 'mola']) await visitor.follow(await visitor.post('/api/pin', { service }))
  await page.goto('/beranda')
  await steps.expectKept(page)
  await page.locator('#atur > summary').click()
  await page.getByRole('button', { name: 'Naikkan MOLA' }).click()
  await expect(page.locator('#kabar')).toHaveText('Urutan favorit sudah diubah.')
  const order = await steps.namesIn(page.locator('#favorit li.tile'))
  const keptOrder = async () => /id="favorit".*?<\/ul>/s.exec((await kept(page))['/beranda'] ?? '')?.[0].match(/(?<=<b[^>]*>)[^<]+/g)
  await expect.poll(keptOrder).toEqual(order)
  await cutNetwork(page.context())
  await page.goto('/beranda')
  expect(await steps.namesIn(page.locator('#favorit li.tile'))).toEqual(order)
  await expect(page.getByText('Urutan favorit sudah diubah.')).toBeHidden()
  expect(await page.locator('[data-once]').evaluateAll((all) => all.filter((one) => one.checkVisibility()).length)).toBe(0)
})

/** What a Wi-Fi says in place of the portal until its person has agreed: with status 200. */
const CAPTIVE = { status: 200, contentType: 'text/html', body: '<title>Wi-Fi</title><ul id="favorit"><li class="tile">Nomor kamar?</ul>' }

test('what a Wi-Fi says in place of the portal is shown, but never kept and never believed', async ({ page, context, another, faults }) => {
  await page.goto('/beranda')
  await steps.expectKept(page)
  const view = (await kept(page))['/beranda']
  const star = page.locator('#semua [data-slug="kms"]').getByRole('button')
  await context.route('**/*', (route) => route.fulfill(CAPTIVE))

  await test.step('a change in place says that there is no network, and leaves the page as it is', async () => {
    const name = (await star.getAttribute('aria-label')) ?? ''
    await star.click()
    await expect(page.locator('#luring')).toBeVisible()
    await expect(star).toHaveAccessibleName(name)
    await expect(page.locator('#semua li.tile').nth(3)).toBeVisible()
  })
  await test.step('pages are shown, and the last view stays', async () => {
    for (const path of ['/beranda', '/masuk', '/pkg/strange.css', '/pkg/strange.js', '/pkg/strange.wasm']) {
      await page.goto(path)
      await expect(page).toHaveTitle('Wi-Fi')
    }
    await page.evaluate(() => Promise.all(['/pkg/strange.css', '/pkg/strange.js'].map((path) => fetch(path))))
    await context.unroute('**/*')
    await context.route('**/*', (route) => route.fulfill({ status: 302, headers: { location: 'http://wifi.example/login' } }))
    await page.goto('/beranda').catch(() => undefined)
    await context.unroute('**/*')
    const found = await kept(await page.goto('/lupa-kata-sandi').then(() => page))
    expect(found['/beranda']).toBe(view)
    expect(Object.keys(found).filter((path) => path.includes('strange'))).toEqual([])
    expect(JSON.stringify(found)).not.toContain('Nomor kamar')
  })
  await test.step('nor is it when the worker is installed, also from the browser’s own cache', async () => {
    const fresh = await another({ storageState: await storageOf(PEOPLE.captive) })
    const tab = await fresh.newPage()
    let believed = true
    await fresh.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url())
      const isFile = /^\/(pkg\/|icons|favicon)/.test(pathname)
      return isFile && believed ? route.fulfill({ ...CAPTIVE, headers: { 'cache-control': 'max-age=31536000' } }) : route.continue()
    })
    await tab.goto('/beranda')
    await expect.poll(() => tab.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active ?? null)).toBeNull()
    expect(JSON.stringify(await kept(tab))).not.toContain('Nomor kamar')
    believed = false
    await tab.reload()
    await steps.expectKept(tab)
    expect(JSON.stringify(await kept(tab))).not.toContain('Nomor kamar')
    expect(Object.keys(await kept(tab)).length).toBeGreaterThan(4)
    // The first time the page had no scripts either.
    const withoutScripts = /dynamically imported module|Unexpected token '<'$/
    expect(faults.splice(0).filter((fault) => !withoutScripts.test(fault))).toEqual([])
  })
})

test('a new version waits until the person asks for it, and then takes the place of the old one', async ({ page }) => {
  let change = (script: string) => script
  const mirror = await mirrored((script) => change(script))
  try {
    await page.goto(`${mirror.address}/beranda`)
    await steps.expectKept(page)
    const [now = ''] = await page.evaluate(() => caches.keys())
    change = (script) => script.replace(`"${now.replace('asn-', '')}"`, '"next"')
    await page.reload()
    const update = page.locator('#pembaruan')
    await expect(update).toBeVisible()
    expect((await page.evaluate(() => caches.keys())).sort(), 'the old one goes on').toEqual(['asn-next', now].sort())
    const reloaded = page.waitForEvent('load')
    await update.getByRole('button', { name: 'Muat ulang' }).click()
    await reloaded
    await expect(update).toBeHidden()
    await steps.expectKept(page)
    expect(await page.evaluate(() => caches.keys())).toEqual(['asn-next'])
  } finally {
    mirror.close()
  }
})

test('what needs the network says what is missing, and the way back works', async ({ page }) => {
  await seenThenCut(page)
  await page.goto('/beranda')
  const opened = page.waitForResponse('**/buka/e-kinerja')
  await page.locator('#semua [data-slug="e-kinerja"] > a').first().click()
  expect((await opened).status()).toBe(503)
  await expectOfflinePage(page, /^e-Kinerja belum dapat dibuka/)
  await expect(page.locator('script')).toHaveCount(0)
  expect(await page.evaluate(() => document.styleSheets.length), 'it looks like the portal').toBe(1)
  await page.getByRole('link', { name: 'Ke beranda', exact: true }).click()
  await expect(page.locator('#luring')).toBeVisible()

  for (const [path, lead] of Object.entries({
    '/layanan/lemari-digital': /^Lemari Digital \(DMS\) belum dapat/,
    '/buka/tidak-ada': /^Halaman ini belum/,
    '/buka/<script>': /^Halaman ini belum/,
    '/pengumuman': /^Halaman ini belum/,
    '/beranda?cari=skp': /^Halaman ini belum/,
    '/': /^Halaman ini belum/,
  })) {
    await page.goto(path)
    await expectOfflinePage(page, lead)
  }
  await restoreNetwork(page.context())
  await page.goto('/beranda')
  await expect(page.locator('#luring')).toBeHidden()
})

test('the device says when it loses its network: a star then changes nothing and says why', async ({ page, context }) => {
  await page.goto('/beranda')
  await steps.expectKept(page)
  await context.setOffline(true)
  const star = page.locator('#semua [data-slug="helpdesk"]').getByRole('button')
  await star.click()
  await expect(page.locator('#luring')).toBeVisible()
  await expect(star).toHaveAccessibleName('Sematkan Helpdesk BKN ke favorit')
  await context.setOffline(false)
  await star.click()
  await expect(star).toHaveAccessibleName('Lepas Helpdesk BKN dari favorit')
  await expect(page.locator('#luring'), 'that is over').toBeHidden()
})

test('what is kept is the files of the build and one view, with no key to the portal in it', async ({ page, context }) => {
  await page.goto('/beranda')
  await steps.expectKept(page)
  for (const path of ['/beranda?cari=skp', '/layanan/e-kinerja', '/pengumuman', '/']) await page.goto(path, { waitUntil: 'networkidle' })
  const found = await kept(page)
  const strange = Object.keys(found).filter((path) => !/^\/(pkg\/[\w.-]+|icons\.svg\?v=[0-9a-f]+|favicon\.svg|beranda)$/.test(path))
  expect(strange).toEqual([])
  expect(Object.keys(found).some((path) => path.endsWith('.wasm'))).toBe(true)
  const tokens = (await context.cookies()).filter(({ name }) => /session|device|flash/.test(name)).map(({ value }) => value)
  expect(tokens.length).toBeGreaterThan(1)
  for (const [path, text] of Object.entries(found)) {
    for (const token of [...tokens, PEOPLE.offline.nip]) expect(text.includes(token), path).toBe(false)
    expect(text, path).not.toContain('set-cookie')
  }
  expect(await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage })), 'a time').toEqual(['asn_contact'])
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([])
})

test.describe('whoever leaves', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('logging out wipes the view, with a network and without', async ({ page, context }) => {
    const person = PEOPLE.offlineLogout
    const phone = await new Visitor(context.request).enrolAndLogin(person)
    await seenThenCut(page)
    await page.goto('/beranda')
    await page.getByRole('button', { name: 'Keluar' }).click()
    await expectOfflinePage(page, /^Tampilan terakhir sudah dihapus dari perangkat ini, tetapi Anda belum keluar/)
    await page.goto('/beranda')
    await expectNobody(page, person)

    await restoreNetwork(context)
    await page.goto('/beranda')
    await steps.expectKept(page)
    await cutNetwork(context)
    await page.goto('/oidc/logout') // where a service sends whoever logs out there
    await expectOfflinePage(page, /^Tampilan terakhir sudah dihapus dari perangkat ini, tetapi Anda belum keluar/)
    expect(Object.keys(await kept(page))).not.toContain('/beranda')

    await restoreNetwork(context)
    await page.goto('/beranda')
    await steps.expectKept(page)
    await page.getByRole('button', { name: 'Keluar' }).click()
    await expect(page).toHaveURL('/masuk')
    expect(Object.keys(await kept(page))).not.toContain('/beranda')
    await cutNetwork(context)
    await expectNobodyHere(context, person)

    await restoreNetwork(context)
    await page.goto('/masuk')
    await steps.login(page, { ...person, code: await phone.next() })
    await steps.expectLauncher(page, person)
    await steps.expectKept(page)
  })

  for (const [when, first] of [['before the worker is in charge', true], ['in another tab', false]] as const) {
    test(`a launcher that arrives after the logout is not kept: asked for ${when}`, async ({ page, context }) => {
      const person = first ? PEOPLE.offlineEarly : PEOPLE.offlineLate
      await new Visitor(context.request).enrolAndLogin(person)
      const launcher = gate()
      let isHeld = (_: IncomingMessage) => false
      const mirror = await mirrored((script) => script, (asked) => {
        return asked.method === 'GET' && asked.url === '/beranda' && isHeld(asked) ? launcher.hold() : undefined
      })
      try {
        // A worker's own request is for no page.
        if (first) isHeld = (asked) => asked.headers['sec-fetch-mode'] !== 'navigate'
        await page.goto(`${mirror.address}/beranda`)
        if (!first) {
          await steps.expectKept(page)
          await page.reload()
          isHeld = () => true
          void (await context.newPage()).goto(`${mirror.address}/beranda`).catch(() => undefined)
        }
        await launcher.arrived
        await page.getByRole('button', { name: 'Keluar' }).click()
        await expect(page.getByRole('status')).toContainText('Anda sudah keluar')
        launcher.open()
        await page.waitForTimeout(2_000) // as long as a worker may take to keep it
        expect(Object.keys(await kept(page))).not.toContain('/beranda')
      } finally {
        launcher.open()
        mirror.close()
      }
    })
  }

  test('a worker that is not in charge yet hears of a logout that clears nothing', async ({ page, context }) => {
    await new Visitor(context.request).enrolAndLogin(PEOPLE.offlineUnheard)
    const launcher = gate()
    const mirror = await mirrored((script) => script, ({ method, url }, { headers }) => {
      delete headers['clear-site-data'] // not every browser knows it
      return method === 'HEAD' && url === '/beranda' ? launcher.hold() : undefined
    })
    try {
      await page.goto(`${mirror.address}/beranda`)
      await launcher.arrived
      expect(Object.keys(await kept(page))).toContain('/beranda')
      await page.getByRole('button', { name: 'Keluar' }).click()
      await expect(page.getByRole('status')).toContainText('Anda sudah keluar')
      launcher.open()
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
      await page.waitForTimeout(2_000) // as long as a worker may take to keep it
      expect(Object.keys(await kept(page))).not.toContain('/beranda')
    } finally {
      launcher.open()
      mirror.close()
    }
  })

  test('the next person on the same browser never sees the view of the one before', async ({ page, context }) => {
    const [first, second] = [PEOPLE.offlineFirst, PEOPLE.offlineSecond]
    await new Visitor(context.request).enrolAndLogin(first)
    await page.goto('/beranda')
    await steps.expectKept(page)
    // The first one left without logging out: the browser was closed, which forgets the session.
    await context.clearCookies({ name: 'asn_session' })

    await test.step('asking for the launcher without a session wipes it', async () => {
      await page.goto('/beranda')
      await expect(page).toHaveURL(/\/masuk/)
      expect(Object.keys(await kept(page))).not.toContain('/beranda')
      await cutNetwork(context)
      await expectNobodyHere(context, first)
      await restoreNetwork(context)
    })

    await test.step('after the second one has logged in, only theirs is there', async () => {
      await new Visitor(context.request).enrolAndLogin(second)
      await seenThenCut(page)
      await page.goto('/beranda')
      await expect(page.locator('.greeting')).toContainText(second.name)
      expect(await page.content()).not.toContain(first.name)
      expect(JSON.stringify(await kept(page))).not.toContain(first.name)
    })
  })
})

async function expectNobody(page: Page, { name }: Person): Promise<void> {
  await expect(page.locator('li.tile')).toHaveCount(0)
  expect(await page.content()).not.toContain(name)
}

/** A new tab shows nothing of the person: the offline page, or the browser's own when no service worker is left. */
async function expectNobodyHere(context: BrowserContext, person: Person): Promise<void> {
  const tab = await context.newPage()
  await tab.goto('/beranda').catch(() => undefined)
  await expectNobody(tab, person)
  await tab.close()
}

for (const [width, height] of [[360, 740], [1280, 800]] as const) {
  test(`that there is no network moves nothing, and covers nothing that has focus, at ${width} px`, async ({ page, context }) => {
    await page.setViewportSize({ width, height })
    await page.goto('/beranda')
    await steps.expectKept(page)
    const star = page.locator('.tile:visible').nth(1).getByRole('button')
    const before = await star.boundingBox()
    await context.setOffline(true)
    await star.click()
    const bar = page.locator('#luring')
    await expect(bar).toBeVisible()
    expect(await star.boundingBox()).toEqual(before)
    const edge = await bar.boundingBox()
    if (!edge) throw new Error('the bar has no box')
    expect(edge.height).toBeLessThanOrEqual(120)
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab')
      const box = await page.locator(':focus').boundingBox()
      if (!box) continue
      const isClear = box.y + box.height <= edge.y + 1 || box.y >= edge.y + edge.height - 1
      expect.soft(isClear, `${await page.locator(':focus').evaluate((one) => one.outerHTML.slice(0, 120))}`).toBe(true)
    }
    await page.locator('.site-footer p').scrollIntoViewIfNeeded()
    await page.mouse.wheel(0, 100_000)
    await expect(async () => {
      const last = await page.locator('.site-footer p').boundingBox()
      expect((last?.y ?? Infinity) + (last?.height ?? 0), 'the end of the page can be read').toBeLessThanOrEqual(edge.y)
    }).toPass()
  })
}
