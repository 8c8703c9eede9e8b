// `test` with a portal of its own, relying parties that are started when a test asks for them, and somebody to log in.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Person } from '../support/people'
import { secret } from '../support/secrets'
import { login } from '../support/steps'
import { test as base, expect } from '../support/test'
import { Visitor } from '../support/visitor'
import type { RelyingParty, Stop } from './relying_party'
import { startSite, type Site } from './site'

export { expect } from '../support/test'

export interface Options {
  nodes: number
}

/** Somebody whose authenticator was set up in this test's browser; they can log in once. */
export interface Enrolled {
  readonly person: Person
  readonly logIn: (page: Page) => Promise<void>
}

interface Fixtures {
  /** Starts a relying party for this test; where it is. */
  open: (party: RelyingParty) => Promise<string>
  enrolled: Enrolled
}

export const test = base.extend<Fixtures, Options & { site: Site }>({
  nodes: [1, { option: true, scope: 'worker' }],
  site: [
    async ({ nodes }, use, { project, parallelIndex }) => {
      const site = await startSite(nodes)
      await use(site)
      const found = await site.stop(join(project.outputDir, `server-${nodes}-${parallelIndex}.log`))
      expect(found, "secrets in the portal's log").toEqual([])
    },
    { scope: 'worker', auto: true, timeout: 120_000 },
  ],
  open: async ({ site }, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'asn-digital-sso-'))
    const running: Stop[] = []
    await use(async (party) => {
      const origin = site.originOf(party)
      running.push(await party.start({ origin, issuer: site.issuer, folder }))
      return origin
    })
    for (const stop of running) await stop()
    const log = join(folder, 'log')
    if (info.errors.length && existsSync(log)) await info.attach('what the service wrote', { path: log, contentType: 'text/plain' })
    rmSync(folder, { recursive: true, force: true })
  },
  enrolled: async ({ site, context }, use) => {
    const person = site.nextPerson()
    context.on('request', (asked) => {
      const code = new URL(asked.url()).searchParams.get('code')
      if (code) secret('token', code)
    })
    const { code } = await new Visitor(context.request).enrol(person)
    // What set up the authenticator opens one login, in the same browser.
    await use({ person, logIn: (page) => login(page, { ...person, code }) })
  },
})
