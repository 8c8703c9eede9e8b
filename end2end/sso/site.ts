// A portal where every relying party is registered, with people for it.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startCluster } from '../support/cluster'
import { EVERYBODY, type Person } from '../support/people'
import { freePort, rotateSigning, startPortal } from '../support/portal'
import { noteEverybody, secretsIn, type Secret } from '../support/secrets'
import { authlib } from './authlib'
import { keycloakJs, oidcClientTs } from './in_the_browser'
import { modAuthOpenidc } from './mod_auth_openidc'
import { openidClient } from './openid_client'
import { REALM, toToml, type RelyingParty } from './relying_party'

export const RELYING_PARTIES: readonly RelyingParty[] = [modAuthOpenidc, openidClient, authlib, oidcClientTs, keycloakJs]

export interface Site {
  /** The portal. */
  readonly issuer: string
  /** Where a relying party listens once it is started. */
  originOf(party: RelyingParty): string
  /** Somebody whom no test before has taken. */
  nextPerson(): Person
  /** When the new key signs. */
  rotateKey(): Date
  /** Keeps the portal's log under this name; what it should not hold. */
  stop(log: string): Promise<Secret[]>
}

/** The accounts are those of a database of its own: they share their numbers with other tests, and nothing else. */
const people = EVERYBODY.filter(({ roles }) => roles.startsWith('employee')).slice(0, 24)

/** `nodes`: of the portal; several share a PostgreSQL, one has its embedded database. */
export async function startSite(nodes: number): Promise<Site> {
  const work = mkdtempSync(join(tmpdir(), 'asn-digital-sso-'))
  const [log, clients] = [join(work, 'server.log'), join(work, 'clients.toml')]
  process.env.ASN_TEST_SECRETS = join(work, 'secrets.jsonl')
  process.env.ASN_TEST_LOG = log
  noteEverybody()
  const origins = new Map<RelyingParty, string>()
  for (const party of RELYING_PARTIES) origins.set(party, `http://${party.host}:${await freePort()}`)
  writeFileSync(clients, toToml([...origins].map(([party, origin]) => party.client(origin))))
  const cluster = nodes > 1 ? await startCluster() : undefined
  const options = ['--clients', clients, '--keycloak-path', REALM.path]
  const portal = await startPortal({ people, options, nodes, database: cluster?.url }, log).catch(async (error: unknown) => {
    console.error(readFileSync(log, 'utf8').slice(-4000))
    await cluster?.stop()
    rmSync(work, { recursive: true, force: true })
    throw error
  })
  process.env.ASN_TEST_ORIGIN = portal.origin
  const waiting = [...people]
  return {
    issuer: portal.origin,
    originOf: (party) => origins.get(party) ?? '',
    nextPerson: () => {
      const person = waiting.shift()
      if (!person) throw new Error('no account is left: take more in sso/site.ts')
      return person
    },
    rotateKey: () => rotateSigning(portal),
    stop: async (kept) => {
      await portal.stop()
      await cluster?.stop()
      mkdirSync(dirname(kept), { recursive: true })
      copyFileSync(log, kept)
      const found = secretsIn(readFileSync(log, 'utf8'))
      rmSync(work, { recursive: true, force: true })
      return found
    },
  }
}
