// Logging in takes a while and can be done for the first time only once: the tests of a file may share it.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { request, type BrowserContext } from '@playwright/test'
import type { Person } from './people'
import { fromEnvironment } from './secrets'
import { origin } from './test'
import { Visitor } from './visitor'

type Storage = Awaited<ReturnType<BrowserContext['storageState']>>

/**
 * What a browser keeps in which `person` is logged in: once in a run, also after a failed test. The tests that
 * ask for the same person are in one file and run one after another.
 */
export async function storageOf(person: Person): Promise<Storage> {
  const path = join(dirname(fromEnvironment('ASN_TEST_SECRETS')), `${person.nip}.json`)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Storage
  // Empty, since a test's own storage would be taken along, and this login would end the session in it.
  const browser = await request.newContext({ baseURL: origin(), storageState: { cookies: [], origins: [] } })
  await new Visitor(browser).enrolAndLogin(person)
  const storage = await browser.storageState({ path })
  await browser.dispose()
  return storage
}
