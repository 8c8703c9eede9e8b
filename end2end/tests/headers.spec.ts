// What every answer carries: the content security policy, the other headers, how long things are kept, cookies.
import { PEOPLE } from '../support/people'
import { everyState } from '../support/states'
import { expect, origin, test, type Page } from '../support/test'
import { Visitor } from '../support/visitor'

const PAGES = ['/', '/masuk', '/tidak-ada', '/layanan/sscasn', '/lupa-kata-sandi', '/batalkan-atur-ulang']

test('no page in any state breaks its policy or shows a script failing', async ({ page, faults }) => {
  const refused: string[] = []
  page.on('response', (response) => {
    const expected = response.fromServiceWorker() || response.url() === `${origin()}/tidak-ada`
    if (response.status() >= 400 && !expected) {
      refused.push(`${response.status()} ${response.url()}`)
    }
  })
  for await (const state of everyState(page, PEOPLE.headers, PEOPLE.headersStaff)) {
    await page.waitForLoadState('networkidle')
    expect.soft(faults, state).toEqual([])
    expect.soft(refused, state).toEqual([])
    expect.soft(await unmarked(page), state).toEqual([])
  }
})

/** Where somebody is known, every form that changes something says whose page it is; the language is the browser's. */
function unmarked(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const forms = [...document.forms].filter((form) => form.method === 'post' && !form.action.endsWith('/api/language'))
    const marks = new Set(forms.map((form) => form.querySelector<HTMLInputElement>('[name=pemilik]')?.value ?? ''))
    const known = [...marks].some(Boolean) || document.querySelector('form[action="/api/logout"]')
    return known && (marks.size > 1 || marks.has('')) ? forms.map((form) => form.outerHTML.slice(0, 200)) : []
  })
}

test('scripts run by nonce only, and nothing comes from elsewhere', async ({ request }) => {
  for (const path of PAGES) {
    const nonces = new Set<string>()
    for (let load = 0; load < 2; load++) {
      const page = await request.get(path)
      const policy = parse(page.headers()['content-security-policy'] ?? '')
      const everything = [...policy.values()].flat()
      expect(everything.filter((source) => /^'unsafe-|^(\*|https?:|data:|blob:)/.test(source)), path).toEqual([])
      expect(policy.get('default-src'), path).toEqual(["'none'"])
      expect(policy.get('frame-ancestors'), path).toEqual(["'none'"])
      expect(policy.get('base-uri'), path).toEqual(["'none'"])
      expect(policy.get('form-action'), path).toEqual(["'self'"])
      const nonce = policy.get('script-src')?.find((source) => source.startsWith("'nonce-"))?.slice(7, -1) ?? ''
      expect(nonce.length, path).toBeGreaterThanOrEqual(22)
      nonces.add(nonce)
      const html = await page.text()
      const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)), path).toEqual([])
      expect(html, path).not.toMatch(/\son[a-z]+=|\sstyle=|<style/)
    }
    expect(nonces.size, `${path} has a new nonce each time`).toBe(2)
  }
})

test('every answer carries the security headers', async ({ request }) => {
  for (const path of [...PAGES, '/favicon.svg', '/robots.txt', '/sw.js', '/manifest.webmanifest', '/healthz', '/pkg/tidak-ada.js', '/api/tidak-ada']) {
    const headers = (await request.get(path)).headers()
    expect(headers['x-asn-portal'], `${path} is ours, and says so`).toBe('1')
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['x-frame-options'], path).toBe('DENY')
    expect(headers['referrer-policy'], path).toMatch(/^(same-origin|no-referrer|strict-origin)$/)
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
    expect(headers['permissions-policy'], path).toContain('camera=()')
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['strict-transport-security'], 'plain http says nothing of https').toBeUndefined()
    expect(headers['server'] ?? headers['x-powered-by'], path).toBeUndefined()
  }
})

test('pages are never kept, hashed files for ever, and a missing file is a 404', async ({ request, context }) => {
  const visitor = new Visitor(context.request)
  for (const path of PAGES) {
    expect((await request.get(path)).headers()['cache-control'], path).toBe('no-store')
  }
  await visitor.enrolAndLogin(PEOPLE.cookies)
  const launcher = await visitor.get('/beranda')
  expect(launcher.headers()['cache-control']).toBe('no-store')
  const files = [...(await launcher.text()).matchAll(/"(\/pkg\/[^"]+)"/g)].map(([, path]) => path ?? '')
  expect(files.some((path) => path.endsWith('.css'))).toBe(true)
  for (const path of new Set(files)) {
    const file = await request.get(path)
    expect(file.status(), path).toBe(200)
    expect(file.headers()['cache-control'], path).toMatch(/max-age=31536000.*immutable/)
  }
  for (const path of ['/pkg/x.js', '/pkg/', '/pkg', '/tidak-ada', '/%2e%2e/Cargo.toml', '/pkg/..%2f..%2fCargo.toml', '/.env']) {
    const missing = await request.get(path)
    expect(missing.status(), path).toBe(404)
    expect(missing.headers()['cache-control'], path).toBe('no-store')
  }
})

test('scripts cannot read the cookies, other sites cannot send them', async ({ context, page }) => {
  await new Visitor(context.request).enrolAndLogin(PEOPLE.cookieAttributes)
  await page.goto('/beranda')
  await page.getByRole('button', { name: 'Daftar', exact: true }).click()
  await page.getByRole('button', { name: 'EN, English' }).click()
  const cookies = await context.cookies()
  expect(cookies.map(({ name }) => name).sort()).toEqual(['asn_density', 'asn_device', 'asn_language', 'asn_session'])
  for (const cookie of cookies) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: '127.0.0.1' })
  }
  const session = cookies.find(({ name }) => name === 'asn_session')
  expect(session?.expires, 'a shared computer forgets').toBe(-1)
  expect(session?.value.length, '256 bits').toBeGreaterThanOrEqual(43)
  expect(await page.evaluate(() => document.cookie)).toBe('')
})

function parse(policy: string): Map<string, string[]> {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/))
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]))
}
