// What comes from another site, or leads to one: forms, cookies, return addresses, bodies over the limit.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PEOPLE, type Role } from '../support/people'
import { expect, origin, test } from '../support/test'
import { localTarget, sameOrigin, textOf, Visitor } from '../support/visitor'

const API = resolve(__dirname, '../../src/api')

/** Every server function, read from the source: nobody can forget to add one here. */
const FORMS = readdirSync(API).flatMap((file) => {
  const functions = readFileSync(join(API, file), 'utf8').matchAll(/#\[server\(prefix = "\/api", endpoint = "([^"]+)"/g)
  return [...functions].map(([, name]) => `/api/${name}`)
})

test('the list of server functions is whole', () => {
  expect(FORMS).toEqual(expect.arrayContaining(['/api/login', '/api/passkey/finish', '/api/reset/decide', '/api/account/disown']))
  expect(FORMS.length).toBeGreaterThan(50)
})

for (const [what, headers] of Object.entries({
  'a cross-site form': { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  'a form of a sister site': { 'sec-fetch-site': 'same-site' },
  'a form that claims our origin but comes from elsewhere': { 'sec-fetch-site': 'cross-site', origin: 'OURS' },
  'an old browser on another site': { origin: 'https://evil.example' },
  'a sandboxed frame': { origin: 'null' },
  'a request that says nothing': {},
})) {
  test(`${what} is refused, on every address`, async ({ request }) => {
    const { nip, password } = PEOPLE.otherSite
    const visitor = new Visitor(request)
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('OURS', origin())]))
    for (const path of FORMS) {
      const answer = await visitor.post(path, { nip, password, language: 'en', code: '123456', device_name: 'HP' }, sent)
      expect(answer.status(), path).toBe(403)
      expect(textOf(await answer.text()), path).toContain('Permintaan ini datang dari situs lain')
      expect(answer.headers()['set-cookie'], path).toBeUndefined()
    }
  })
}

test('a page of another site cannot log anybody in or out', async ({ page, context }) => {
  await new Visitor(context.request).enrolAndLogin(PEOPLE.otherSiteForm)
  const form = `<form method="post" action="${origin()}/api/logout"><button>Hadiah</button></form>`
  await page.route('http://evil.example/**', (route) => route.fulfill({ contentType: 'text/html', body: form }))
  await page.goto('http://evil.example/')
  const answered = page.waitForResponse(`${origin()}/api/logout`)
  await page.getByRole('button', { name: 'Hadiah' }).click()
  expect((await answered).status()).toBe(403)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Permintaan ini datang dari situs lain')
  await page.goto('/beranda')
  await expect(page).toHaveURL('/beranda')
})

test('following a link changes nothing', async ({ request }) => {
  const visitor = new Visitor(request)
  await visitor.enrolAndLogin(PEOPLE.links)
  const changes = ['/api/login?nip=1&password=2', '/api/language?language=en', '/api/pin?service=kms', '/api/order?order=kms']
  for (const path of [...FORMS, ...changes]) {
    const answer = await visitor.get(path, { 'sec-fetch-site': 'cross-site' })
    expect([400, 404, 405], path).toContain(answer.status())
    expect(answer.headers()['set-cookie'], path).toBeUndefined()
  }
  expect((await visitor.get('/beranda')).status()).toBe(200)
})

test('forged, damaged and ended session cookies open nothing', async ({ request, another }) => {
  const visitor = new Visitor(request)
  await visitor.enrolAndLogin(PEOPLE.forged)
  const real = (await visitor.cookie('asn_session')) ?? ''
  const last = real.endsWith('A') ? 'B' : 'A'
  await visitor.post('/api/logout', {})
  for (const value of [real, real.slice(0, -1) + last, 'x'.repeat(real.length), 'A', '', '%00', "' OR 1=1 --", 'Z'.repeat(3000)]) {
    const browser = await another({ extraHTTPHeaders: { cookie: `asn_session=${value}` } })
    const answer = await new Visitor(browser.request).get('/beranda')
    expect(localTarget(answer), value).toBe('/masuk?lanjut=%2Fberanda')
    expect((await new Visitor(browser.request).get('/')).status(), value).toBe(200)
  }
})

test('a message for the next page cannot be forged, changed or shown by a link', async ({ request, another }) => {
  const visitor = new Visitor(request)
  await visitor.login({ nip: '1', password: 'rahasia' })
  const real = (await visitor.cookie('asn_flash')) ?? ''
  expect(real).not.toBe('')
  const changed = real.slice(0, 20) + (real[20] === 'A' ? 'B' : 'A') + real.slice(21)
  for (const value of [changed, 'x', Buffer.from('{"flash":{}}').toString('base64url')]) {
    const browser = await another({ extraHTTPHeaders: { cookie: `asn_flash=${value}` } })
    const page = await new Visitor(browser.request).get('/masuk')
    expect(page.status()).toBe(200)
    expect(await page.text()).not.toContain('class="error-summary"')
  }
  const link = await (await new Visitor((await another()).request).get('/masuk?__err=cHduZWQ&__path=/api/login&galat=pwned')).text()
  expect(textOf(link)).not.toContain('pwned')
  expect(link).not.toContain('class="error-summary"')
})

test('a form that cannot be read is answered with a page, never with an error in the address', async ({ request }) => {
  const visitor = new Visitor(request)
  for (const path of ['/api/language', '/api/tidak-ada']) {
    const answer = await visitor.post(path, { language: 'xx' }, { ...sameOrigin(), referer: `${origin()}/masuk` })
    expect([400, 404], path).toContain(answer.status())
    expect(answer.headers()['location'], path).toBeUndefined()
    expect(textOf(await answer.text()), path).toContain('Nomor rujukan')
  }
  const nothing = await request.post('/api/login', { headers: { origin: origin(), accept: 'text/html' }, maxRedirects: 0 })
  expect(nothing.status()).toBeLessThan(500)
})

test('a body over the limit is refused with a page that says so', async ({ request }) => {
  const answer = await new Visitor(request).login({ nip: '9'.repeat(40_000), password: 'x' })
  expect(answer.status()).toBe(413)
  expect(textOf(await answer.text())).toContain('Isian terlalu panjang')
})

const ELSEWHERE = [
  '//evil.example', '/\\evil.example', '\\\\evil.example', 'https:evil.example', 'https://evil.example/beranda', '%2f%2fevil.example',
  '/%2f%2fevil.example', '/%5cevil.example', '///evil.example', '/beranda/..//evil.example', '/beranda@evil.example',
  'javascript:alert(1)', '/\t/evil.example', '/api/logout', '/masuk', '/beranda\r\nSet-Cookie: a=b',
]

test('a return address that leads elsewhere is dropped from the login form', async ({ request }) => {
  const visitor = new Visitor(request)
  for (const next of ELSEWHERE) {
    for (const query of [`lanjut=${encodeURIComponent(next)}`, `lanjut=${encodeURIComponent(encodeURIComponent(next))}`]) {
      const html = await (await visitor.get(`/masuk?${query}`)).text()
      expect(hiddenNext(html), query).toBeUndefined()
    }
  }
  const kept = await (await visitor.get(`/masuk?lanjut=${encodeURIComponent('/beranda?cari=naik+pangkat')}`)).text()
  expect(hiddenNext(kept)).toBe('/beranda?cari=naik+pangkat')
})

const PEOPLE_WHO_RETURN: Role[] = ['next1', 'next2', 'next3', 'next4', 'next5', 'next6']

for (const [index, next] of ELSEWHERE.slice(0, PEOPLE_WHO_RETURN.length).entries()) {
  test(`a login with the return address ${next} stays in the portal`, async ({ request }) => {
    const { nip, password } = PEOPLE[PEOPLE_WHO_RETURN[index] ?? 'next1']
    const visitor = new Visitor(request)
    const { code } = await visitor.enrol(PEOPLE[PEOPLE_WHO_RETURN[index] ?? 'next1'])
    expect(localTarget(await visitor.login({ nip, password: 'salah', code, next }))).toBe('/masuk')
    expect(localTarget(await visitor.login({ nip, password, code, next }))).toBe('/beranda')
  })
}

function hiddenNext(html: string): string | undefined {
  const form = /<form[^>]*action="\/api\/login".*?<\/form>/s.exec(html)?.[0] ?? ''
  return /<input[^>]*name="next"[^>]*value="([^"]*)"/.exec(form)?.[1]?.replaceAll('&amp;', '&')
}
