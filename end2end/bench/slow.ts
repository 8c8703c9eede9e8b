// How long a cheap phone on a slow network waits with a cold cache: 400 kbit/s, 400 ms, a quarter of this
// machine's speed. Prints a table and asserts nothing, since times vary with the machine.
// Emulated by Chromium, so an answer comes 400 ms late, while opening a connection costs nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { PEOPLE } from '../support/people'
import { test, type BrowserContext, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

const RUNS = 5
const BYTES_PER_SECOND = (400 * 1000) / 8
const NETWORK = { offline: false, latency: 400, downloadThroughput: BYTES_PER_SECOND, uploadThroughput: BYTES_PER_SECOND }
const SLOWER = 4
const PATIENCE = 60_000

/** Milliseconds since the navigation began, by what happened. */
type Times = Record<string, number>

declare global {
  interface Window {
    happened: Times
  }
}

test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })

test('slow network', async ({ another, context }) => {
  await new Visitor(context.request).enrolAndLogin(PEOPLE.bytes)
  const storageState = await context.storageState()

  const login = await repeat(async () => loginPage(await another()))
  const launcher = await repeat(async () => launcherPage(await another({ storageState })))
  console.log(
    [
      '',
      `400 kbit/s, 400 ms latency, ${SLOWER} times slower processor, cold cache, ${RUNS} runs; seconds.`,
      '',
      '| Page | What | Median | Worst | Goal |',
      '|---|---|--:|--:|--:|',
      ...rows('/masuk', login, { 'typing works': 2 }),
      ...rows('/beranda', launcher, { 'tiles can be seen': 3 }),
      '',
    ].join('\n'),
  )
})

async function loginPage(context: BrowserContext): Promise<Times> {
  const page = await slowPage(context)
  await page.addInitScript(() => {
    document.addEventListener('input', () => (window.happened['typing works'] ??= performance.now()))
    const look = () => {
      const fields = [...document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden])')]
      const usable = fields.length >= 3 && fields.every((field) => field.checkVisibility() && !field.disabled)
      if (!usable || !performance.getEntriesByType('paint').length) return requestAnimationFrame(look)
      document.getElementById('nip')?.focus()
      return (window.happened['fields painted and enabled'] = performance.now())
    }
    requestAnimationFrame(look)
  })
  const keyboard = await page.context().newCDPSession(page)
  return watch(page, '/masuk', 'typing works', () => keyboard.send('Input.insertText', { text: '1' }))
}

async function launcherPage(context: BrowserContext): Promise<Times> {
  const page = await slowPage(context)
  await page.addInitScript(() => {
    const tilesInSight = () => [...document.querySelectorAll('li.tile')].filter((tile) => tile.checkVisibility())
    // A tile is there as soon as its HTML is, but is seen no earlier than something is painted.
    const look = () => {
      if (!performance.getEntriesByType('paint').length || !tilesInSight().length) return requestAnimationFrame(look)
      window.happened['tiles can be seen'] = performance.now()
      const all = tilesInSight().length
      // Until the island is awake typing changes nothing, so it is told again and again.
      const type = setInterval(() => {
        const search = document.querySelector<HTMLInputElement>('#cari')
        if (!search) return
        search.value = 'skp'
        search.dispatchEvent(new Event('input', { bubbles: true }))
        requestAnimationFrame(() => {
          const found = tilesInSight()
          if (!found.length || found.length >= all / 2) return
          clearInterval(type)
          window.happened['search as you type works'] ??= performance.now()
        })
      }, 100)
      return type
    }
    requestAnimationFrame(look)
  })
  return watch(page, '/beranda', 'search as you type works')
}

/** A page that notes when it was painted and when its HTML was read, behind the slow network. */
async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', NETWORK)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(() => {
    window.happened = {}
    const note = (type: string, names: Record<string, string>) =>
      new PerformanceObserver((list) => {
        for (const { name, startTime } of list.getEntries()) {
          const what = names[name || type]
          if (what) window.happened[what] = startTime
        }
      }).observe({ type, buffered: true })
    note('paint', { 'first-contentful-paint': 'first contentful paint' })
    note('largest-contentful-paint', { 'largest-contentful-paint': 'largest contentful paint' })
    document.addEventListener('DOMContentLoaded', () => (window.happened['HTML read'] = performance.now()))
  })
  return page
}

/** Opens the page and waits until `last` has happened, nudging it meanwhile. */
async function watch(page: Page, path: string, last: string, nudge?: () => Promise<unknown>): Promise<Times> {
  await page.goto(path, { waitUntil: 'commit', timeout: PATIENCE })
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(25)) {
    await nudge?.()
    const happened = await page.evaluate(() => window.happened)
    if (last in happened) {
      await page.context().close()
      return happened
    }
  }
  throw new Error(`${path}: within ${PATIENCE / 1000} s it did not happen that ${last}`)
}

/** The first run warms up the server and the browser, and does not count. */
async function repeat(measure: () => Promise<Times>): Promise<Times[]> {
  await measure()
  const runs: Times[] = []
  while (runs.length < RUNS) runs.push(await measure())
  return runs
}

function rows(page: string, runs: Times[], goals: Times): string[] {
  const spread = (what: string) => runs.map((run) => run[what] ?? Number.NaN).toSorted((a, b) => a - b)
  const whats = [...new Set(runs.flatMap((run) => Object.keys(run)))]
  return whats
    .map((what) => ({ what, times: spread(what) }))
    .map(({ what, times }) => ({ what, median: times[Math.floor(RUNS / 2)] ?? Number.NaN, worst: times.at(-1) ?? Number.NaN }))
    .toSorted((a, b) => a.median - b.median)
    .map(({ what, median, worst }) => `| ${page} | ${what} | ${seconds(median)} | ${seconds(worst)} | ${goals[what] ?? ''} |`)
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2)
}
