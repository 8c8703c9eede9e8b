// The byte budgets of the design: what crosses the network, compressed, with a cold cache. Bytes do not vary
// from run to run, so they can be a test; they are those of the release build.
import { PEOPLE } from '../support/people'
import { expect, origin, test, type BrowserContext, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

const KB = 1024

interface Transfer {
  path: string
  kind: string
  encoding: string
  bytes: number
}

test('the login page needs at most 14 KB and three requests, and no WASM', async ({ context }) => {
  const transfers = await load(context, '/masuk')
  report('login', transfers)
  expect(sum(transfers)).toBeLessThanOrEqual(14 * KB)
  expect(transfers.length).toBeLessThanOrEqual(3)
  expect(transfers.filter(isWasm)).toEqual([])
})

test('the activation page with its QR code is at most 20 KB, and has no WASM', async ({ context }) => {
  await new Visitor(context.request).beginEnrolment(PEOPLE.bytesActivation)
  const transfers = await load(context, '/mfa')
  report('activation', transfers)
  expect(sum(transfers.filter(isHtml))).toBeLessThanOrEqual(20 * KB)
  expect(transfers.filter(isWasm)).toEqual([])
})

test('the launcher with all its tiles is at most 15 KB, its WASM and glue 100 KB, the CSS 12 KB', async ({ context }) => {
  await new Visitor(context.request).enrolAndLogin(PEOPLE.bytes)
  const transfers = await load(context, '/beranda')
  report('launcher', transfers)
  expect.soft(sum(transfers.filter(isHtml))).toBeLessThanOrEqual(15 * KB)
  expect.soft(sum(transfers.filter((one) => isWasm(one) || isScript(one)))).toBeLessThanOrEqual(100 * KB)
  expect.soft(sum(transfers.filter(({ kind }) => kind === 'text/css'))).toBeLessThanOrEqual(12 * KB)
  expect.soft(transfers.filter(isWasm), 'the search is an island').toHaveLength(1)
})

test("an employee's launcher is at most 12.9 kB, what the search needs of others' work with it", async ({ context }) => {
  await new Visitor(context.request).enrolAndLogin(PEOPLE.bytesEmployee)
  const transfers = await load(context, '/beranda')
  report("an employee's launcher", transfers)
  const page = transfers.filter(isHtml)
  expect(page.map(({ encoding }) => encoding)).toEqual(['zstd'])
  // 0.7 kB are heads of the answer.
  expect(sum(page)).toBeLessThanOrEqual(12_900 + 700)
})

const isHtml = ({ kind }: Transfer) => kind === 'text/html'
const isScript = ({ kind }: Transfer) => kind.endsWith('/javascript')
const isWasm = ({ kind, path }: Transfer) => kind === 'application/wasm' || path.endsWith('.wasm')
const sum = (transfers: Transfer[]) => transfers.reduce((total, { bytes }) => total + bytes, 0)

/** Everything the browser loads for a page: heads and bodies as they came over the wire. */
async function load(context: BrowserContext, path: string): Promise<Transfer[]> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const transfers = new Map<string, Transfer>()
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname, protocol } = new URL(response.url)
    const encoding = response.headers['content-encoding'] ?? 'plain'
    if (protocol.startsWith('http')) transfers.set(requestId, { path: pathname, kind: response.mimeType, encoding, bytes: 0 })
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId)
    if (transfer) transfer.bytes = encodedDataLength
  })
  await cdp.send('Network.enable')
  await page.goto(path, { waitUntil: 'networkidle' })
  const found = [...transfers.values()]
  return [...found, ...(await favicon(page, found))]
}

/** A browser with a screen also asks for the icon; one without does not always. */
async function favicon(page: Page, found: Transfer[]): Promise<Transfer[]> {
  const href = await page.locator('link[rel~=icon]').getAttribute('href')
  const path = href ?? '/favicon.ico'
  if (path.startsWith('data:') || found.some((transfer) => transfer.path === path)) return []
  const answer = await page.request.get(new URL(path, origin()).href, { headers: { 'accept-encoding': 'br, gzip' } })
  const { responseHeadersSize, responseBodySize } = await sizes(answer)
  const { 'content-encoding': encoding = 'plain', 'content-type': kind = '' } = answer.headers()
  return [{ path, kind, encoding, bytes: responseHeadersSize + responseBodySize }]
}

async function sizes(answer: { headers(): Record<string, string>; body(): Promise<Buffer> }) {
  const headers = Object.entries(answer.headers()).map(([name, value]) => `${name}: ${value}\r\n`)
  const responseHeadersSize = 'HTTP/1.1 200 OK\r\n\r\n'.length + headers.join('').length
  const length = Number(answer.headers()['content-length'] ?? (await answer.body()).length)
  return { responseHeadersSize, responseBodySize: length }
}

function report(page: string, transfers: Transfer[]): void {
  const lines = transfers.map(({ path, encoding, bytes }) => `${String(bytes).padStart(9)}  ${encoding.padEnd(5)}  ${path}`)
  console.log([`bytes of ${page}: ${sum(transfers)} in ${transfers.length} requests`, ...lines].join('\n'))
}
