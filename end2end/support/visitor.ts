// A browser without a screen: plain requests with the headers a browser sends, so that a test can also
// send what no browser would.
import { expect, type APIRequestContext, type APIResponse } from '@playwright/test'
import { Authenticator } from './authenticator'
import type { Person } from './people'
import { secret } from './secrets'
import { origin } from './test'

type Fields = Record<string, string>
type Headers = Record<string, string>

/** What a browser says of every page it asks for. */
const PAGE: Headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

/** What it adds to a form posted from a page of the portal. */
export function sameOrigin(): Headers {
  return { origin: origin(), 'sec-fetch-site': 'same-origin' }
}

export interface Enrolled {
  readonly phone: Authenticator
  /** The code that activated MFA. */
  readonly code: string
  readonly recoveryCodes: string[]
}

export class Visitor {
  #session: string | undefined
  #mark: string | undefined

  /** `request` holds the cookies; that of a browser context shares them with its pages. */
  constructor(readonly request: APIRequestContext) {}

  get(path: string, headers: Headers = {}): Promise<APIResponse> {
    return this.request.get(path, { headers: { ...PAGE, ...headers }, maxRedirects: 0 })
  }

  async post(path: string, form: Fields, headers: Headers = sameOrigin()): Promise<APIResponse> {
    const fields = { ...(await this.#owner()), ...form }
    return this.request.post(path, { form: fields, headers: { ...PAGE, ...headers }, maxRedirects: 0 })
  }

  /** Whose page a form stands on, as every page of a session says. */
  async #owner(): Promise<Fields> {
    const session = await this.cookie('asn_session')
    if (!session) return {}
    if (session !== this.#session) this.#mark = ownerOf(await (await this.request.get('/layanan/helpdesk', { headers: PAGE })).text())
    this.#session = session
    return this.#mark ? { pemilik: this.#mark } : {}
  }

  login(fields: Fields, headers?: Headers): Promise<APIResponse> {
    return this.post('/api/login', { nip: '', password: '', code: '', ...fields }, headers)
  }

  activate(code: string, deviceName = 'HP uji', headers?: Headers): Promise<APIResponse> {
    return this.post('/api/mfa/activate', { code, device_name: deviceName }, headers)
  }

  /** The page that the answer leads to. */
  async follow(answer: APIResponse): Promise<string> {
    const page = await this.get(localTarget(answer))
    expect(page.status(), page.url()).toBe(200)
    return page.text()
  }

  /** Gives the right password for the first time and reads the key. */
  async beginEnrolment({ nip, password }: Person): Promise<Authenticator> {
    expect(localTarget(await this.login({ nip, password }))).toBe('/masuk')
    return new Authenticator(keyIn(await (await this.get('/mfa')).text()))
  }

  /** Activates MFA; the code that did it opens one login. */
  async enrol(person: Person): Promise<Enrolled> {
    const phone = await this.beginEnrolment(person)
    const code = await phone.next()
    const answer = await this.activate(code)
    expect(localTarget(answer)).toBe('/mfa/kode-pemulihan')
    const recoveryCodes = paperCodesIn(await this.follow(answer))
    expect(await (await this.get('/masuk')).text()).toContain('MFA sudah aktif')
    return { phone, code, recoveryCodes }
  }

  /** Activates MFA and logs in. */
  async enrolAndLogin(person: Person): Promise<Authenticator> {
    return (await this.enter(person)).phone
  }

  /** The same, for whoever needs the recovery codes. */
  async enter(person: Person): Promise<Enrolled> {
    const enrolled = await this.enrol(person)
    const { nip, password } = person
    expect(localTarget(await this.login({ nip, password, code: enrolled.code }))).toBe('/beranda')
    await this.#noteTokens()
    return enrolled
  }

  /** Gives the right password of somebody with MFA; `next`: where they want to go. */
  async passFirstStep({ nip, password }: Person, next = ''): Promise<void> {
    const then = next && `?lanjut=${encodeURIComponent(next)}`
    expect(localTarget(await this.login({ nip, password, next }))).toBe(`/masuk/langkah-kedua${then}`)
  }

  giveRecoveryCode(code: string): Promise<APIResponse> {
    return this.post('/api/second-step/recovery-code', { recovery_code: code, next: '' })
  }

  /** Logs in where a one-time code has been used already. */
  async enterWithRecoveryCode(person: Person, code: string): Promise<void> {
    await this.passFirstStep(person)
    expect(localTarget(await this.giveRecoveryCode(code))).toBe('/beranda')
    await this.#noteTokens()
  }

  /** The value of a cookie of the portal. */
  async cookie(name: string): Promise<string | undefined> {
    const { cookies } = await this.request.storageState()
    return cookies.find((cookie) => cookie.name === name)?.value
  }

  /** Notes the tokens of this browser, which must not be in the log. */
  async #noteTokens(): Promise<void> {
    for (const name of ['asn_session', 'asn_device']) {
      for (const token of (await this.cookie(name))?.split('.') ?? []) if (token) secret('token', token)
    }
  }
}

/** Where a redirect leads: a path of the portal, or the test fails. */
export function localTarget(answer: APIResponse): string {
  expect(answer.status(), answer.url()).toBe(303)
  const target = new URL(answer.headers()['location'] ?? '', origin())
  expect(target.origin).toBe(origin())
  return target.pathname + target.search
}

/** Whose page it is, as its forms say; none where nobody is known. */
export function ownerOf(html: string): string | undefined {
  return /name="pemilik" value="([^"]+)"/.exec(html)?.[1]
}

/** The recovery codes that a page shows. */
export function paperCodesIn(html: string): string[] {
  const list = /<ol[^>]*id="kode".*?<\/ol>/s.exec(html)?.[0] ?? ''
  const codes = list.match(/[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}/g) ?? []
  expect(codes).toHaveLength(10)
  return codes.map((code) => secret('paper', code))
}

export function keyIn(html: string): string {
  const key = /<code[^>]*class="key"[^>]*>(.*?)<\/code>/s.exec(html)?.[1] ?? ''
  return textOf(key).replace(/\s/g, '')
}

/** The text of HTML, roughly as it is read. */
export function textOf(html: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" }
  return html
    .replace(/<(script|style|head)\b.*?<\/\1>/gs, '')
    .replace(/<!--.*?-->|<!>|<[^>]+>/gs, '')
    .replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name: string) => named[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}
