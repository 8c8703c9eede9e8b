// `test` with a portal of its own, where every relying party is registered, and with people for it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startCluster } from '../support/cluster'
import { PEOPLE, type Person } from '../support/people'
import { freePort, rotateSigningKey, startPortal } from '../support/portal'
import { login } from '../support/steps'
import { test as base } from '../support/test'
import { Visitor } from '../support/visitor'
import { authlib } from './authlib'
import { keycloakJs, oidcClientTs } from './in_the_browser'
import { modAuthOpenidc } from './mod_auth_openidc'
import { openidClient } from './openid_client'
import { REALM, toToml, type RelyingParty } from './relying_party'

export { expect } from '../support/test'

export const RELYING_PARTIES: readonly RelyingParty[] = [modAuthOpenidc, openidClient, authlib, oidcClientTs, keycloakJs]

export interface Options {
  /** Of the portal; several share a PostgreSQL, one has its embedded database. */
  nodes: number
}

interface Shared {
  site: {
    readonly issuer: string
    /** Where a relying party listens once it is started. */
    originOf(party: RelyingParty): string
    /** Somebody whom no test before has taken. */
    nextPerson(): Person
    rotateKey(): void
  }
}

interface Fixtures {
  /** Starts a relying party for this test; where it is. */
  open: (party: RelyingParty) => Promise<string>
  /** Somebody whose authenticator is set up in this test's browser, and who is not logged in. */
  enrolled: { readonly person: Person; logIn(page: Page): Promise<void> }
}

/** The accounts are those of a database of its own: they share their numbers with other tests, and nothing else. */
const people = Object.values(PEOPLE).filter(({ roles }) => roles.startsWith('employee')).slice(0, 24)

export const test = base.extend<Fixtures, Options & Shared>({
  nodes: [1, { option: true, scope: 'worker' }],
  site: [
    async ({ nodes }, use) => {
      const work = mkdtempSync(join(tmpdir(), 'asn-digital-sso-'))
      const [log, clients] = [join(work, 'server.log'), join(work, 'clients.toml')]
      process.env.ASN_TEST_SECRETS = join(work, 'secrets.jsonl')
      process.env.ASN_TEST_LOG = log
      const origins = new Map<RelyingParty, string>()
      for (const party of RELYING_PARTIES) origins.set(party, `http://${party.host}:${await freePort()}`)
      writeFileSync(clients, toToml([...origins].map(([party, origin]) => party.client(origin))))
      const cluster = nodes > 1 ? await startCluster() : undefined
      const options = ['--clients', clients, '--keycloak-path', REALM.path]
      const portal = await startPortal({ people, options, nodes, database: cluster?.url }, log).catch(async (error: unknown) => {
        console.error(readFileSync(log, 'utf8').slice(-4000))
        await cluster?.stop()
        throw error
      })
      process.env.ASN_TEST_ORIGIN = portal.origin
      const waiting = [...people]
      await use({
        issuer: portal.origin,
        originOf: (party) => origins.get(party) ?? '',
        nextPerson: () => {
          const person = waiting.shift()
          if (!person) throw new Error('no account is left: take more in sso/test.ts')
          return person
        },
        rotateKey: () => rotateSigningKey(portal, log),
      })
      await portal.stop()
      await cluster?.stop()
      rmSync(work, { recursive: true, force: true })
    },
    { scope: 'worker', auto: true, timeout: 120_000 },
  ],
  open: async ({ site }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'asn-digital-sso-'))
    const running: (() => Promise<void>)[] = []
    await use(async (party) => {
      const origin = site.originOf(party)
      running.push(await party.start({ origin, issuer: site.issuer, folder }))
      return origin
    })
    for (const stop of running) await stop()
    rmSync(folder, { recursive: true, force: true })
  },
  enrolled: async ({ site, context }, use) => {
    const person = site.nextPerson()
    const { phone, code } = await new Visitor(context.request).enrol(person)
    // What activated the authenticator opens one login, in this browser; for another a new code is waited for.
    const codes = [code]
    await use({
      person,
      logIn: async (page) => login(page, { ...person, code: codes.shift() ?? (await phone.next()) }),
    })
  },
})
