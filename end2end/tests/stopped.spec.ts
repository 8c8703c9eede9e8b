// What is under way is said, sent once, and can be stopped and begun again: nothing on a page is dead afterwards.
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { play } from '../support/under_way'
import { Visitor } from '../support/visitor'

const NETWORK = { offline: false, latency: 3_000, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const LOG_IN = 'main form button.button'

/** The portal takes forms and never answers; how often one was sent. */
async function neverAnswered(page: Page): Promise<() => number> {
  let sent = 0
  await page.route('**/api/*', () => (sent += 1))
  return () => sent
}

test('who stops a login may press again at once', async ({ page }) => {
  const sent = await neverAnswered(page)
  await page.goto('/masuk')
  const round = ['press', 'look', 'stop', 'look'] as const
  const seen = await play(page, [...round, ...round, ...round].map((act, at) => [at * 300, act]), LOG_IN)
  const [pressed, stopped] = [{ words: 'Sedang masuk…', busy: 'true' }, { words: '', busy: null }]
  expect(seen).toMatchObject([pressed, stopped, pressed, stopped, pressed, stopped])
  expect(sent()).toBe(3)
})

test('where the browser does not tell, Escape does, and otherwise a quarter of a minute is the end of it', async ({ page }) => {
  // As older browsers are; and for this page time goes by ten times as fast.
  await page.addInitScript(() => {
    Object.defineProperty(window, 'navigation', { value: undefined })
    const later = setTimeout
    Object.assign(window, { setTimeout: (act: () => void, after: number) => later(act, after / 10) })
  })
  const sent = await neverAnswered(page)
  await page.goto('/masuk')
  const seen = await play(
    page,
    [[0, 'press'], [4_000, 'escape'], [4_100, 'press'], [8_000, 'press'], [16_000, 'press'], [17_000, 'look'], [22_000, 'look'], [24_000, 'press'], [28_000, 'look']],
    LOG_IN,
  )
  expect(seen.map(({ busy }) => busy)).toEqual(['true', null, 'true'])
  expect(sent(), 'at first, after Escape, and after the quarter of a minute').toBe(3)
})

for (const [language, logging, busy] of [
  ['id', 'Sedang masuk…', 'Sedang diproses…'],
  ['en', 'Logging in…', 'Just a moment…'],
] as const) {
  test(`what is under way is said once, seen, and moves nothing: ${language}`, async ({ page, context }) => {
    await new Visitor(context.request).post('/api/language', { language, next: '/masuk' })
    const sent = await neverAnswered(page)
    await page.goto('/masuk')
    await page.evaluate(() => {
      const live = document.querySelector('.busy[aria-live=polite]') ?? document.body
      new MutationObserver(() => live.textContent && console.log('said', live.textContent)).observe(live, { childList: true })
    })
    const said: string[] = []
    page.on('console', (message) => message.text().startsWith('said ') && said.push(message.text().slice(5)))
    const acts = [[0, 'look'], [100, 'press'], [150, 'press'], [600, 'press'], [1_500, 'look'], [1_600, 'other'], [2_200, 'look']] as const
    const [before, pressed, other] = await play(page, acts.map(([at, act]) => [at, act]), LOG_IN, '.language button')
    expect(pressed).toMatchObject({ words: logging, busy: 'true', opacity: '1', places: before?.places })
    expect(other, 'another form takes its place').toMatchObject({ words: busy, busy: null, places: before?.places })
    expect(said).toEqual([logging, busy])
    expect(sent()).toBe(2)
  })
}

test('with reduced motion the words are there at once', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await neverAnswered(page)
  await page.goto('/masuk')
  expect(await play(page, [[0, 'press'], [1, 'look']], LOG_IN)).toMatchObject([{ words: 'Sedang masuk…', animation: 'none', opacity: '1' }])
})

test('on a network with 3 s each way an impatient finger sends a one-time code once', async ({ page, context }) => {
  const person = PEOPLE.impatient
  const { code } = await new Visitor(context.request).enrol(person)
  await page.goto('/masuk', { waitUntil: 'networkidle' })
  await steps.fillLogin(page, { ...person, code })
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', NETWORK)
  let sent = 0
  page.on('request', (request) => (sent += Number(request.method() === 'POST')))
  await play(page, Array.from({ length: 25 }, (_, n) => [n * 250, 'press']), LOG_IN)
  await steps.expectLauncher(page, person)
  expect(sent).toBe(1)
})
