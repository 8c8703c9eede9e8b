// Logging in takes a while and can be done for the first time only once: the tests of a file may share it.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, request, type BrowserContext } from '@playwright/test'
import { Authenticator } from './authenticator'
import type { Person } from './people'
import { fromEnvironment } from './secrets'
import { origin } from './test'
import { localTarget, Visitor } from './visitor'

type Storage = Awaited<ReturnType<BrowserContext['storageState']>>

/** How old a proof may be that a test begins with; the portal asks for one of the last five. */
const PROOF_MINUTES = 3

const fileOf = ({ nip }: Person, kind: string): string => join(dirname(fromEnvironment('ASN_TEST_SECRETS')), `${nip}.${kind}`)

/**
 * What a browser keeps in which `person` is logged in: once in a run, also after a failed test. The tests that
 * ask for the same person are in one file and run one after another.
 */
export async function storageOf(person: Person): Promise<Storage> {
  const path = fileOf(person, 'json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Storage
  // Empty, since a test's own storage would be taken along, and this login would end the session in it.
  const browser = await request.newContext({ baseURL: origin(), storageState: { cookies: [], origins: [] } })
  const { key } = await new Visitor(browser).enrolAndLogin(person)
  writeFileSync(fileOf(person, 'key'), key, { mode: 0o600 })
  const storage = await browser.storageState({ path })
  await browser.dispose()
  return storage
}

/** The same for an operator: what they decide needs a fresh proof, which is given where the last one gets old. */
export async function provedStorageOf(person: Person): Promise<Storage> {
  const storageState = await storageOf(person)
  const path = fileOf(person, 'json')
  if (Date.now() - statSync(path).mtimeMs < PROOF_MINUTES * 60_000) return storageState
  const browser = await request.newContext({ baseURL: origin(), storageState })
  const phone = new Authenticator(readFileSync(fileOf(person, 'key'), 'utf8'))
  const answer = await new Visitor(browser).post('/api/proof/code', { code: await phone.next(), next: '/beranda' })
  expect(localTarget(answer)).toBe('/beranda')
  const proved = await browser.storageState({ path })
  await browser.dispose()
  return proved
}
