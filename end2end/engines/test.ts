// `test` with a browser of the engine under test, fresh for each test, and one portal for each engine.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, request } from '@playwright/test'
import { everyoneOf, type Person } from '../support/people'
import { startPortal, type Portal } from '../support/portal'
import { startServices, type Services } from '../support/services'
import type { Authenticator } from '../support/authenticator'
import { Visitor } from '../support/visitor'
import { Tab } from './tab'
import { launch, missing, type Engine } from './webdriver'

export { expect } from '@playwright/test'

export interface Options {
  engine: Engine
}

interface Shared {
  services: Services
  /** With the people of the tests. */
  portal: Portal
}

interface Fixtures {
  tab: Tab
  /** Activates MFA for somebody, in a browser without a screen: their phone. */
  enrol: (person: Person, portal?: Portal) => Promise<Authenticator>
}

const PEOPLE = everyoneOf(['engineStory', 'engineService', 'engineLauncher', 'engineLogout'])

export const test = base.extend<Fixtures, Options & Shared>({
  engine: ['firefox', { option: true, scope: 'worker' }],
  services: [async ({}, use) => use(await startServices()), { scope: 'worker' }],
  portal: [
    async ({ services }, use) => {
      const work = mkdtempSync(join(tmpdir(), 'asn-digital-engines-'))
      const log = join(work, 'server.log')
      process.env.ASN_TEST_SECRETS = join(work, 'secrets.jsonl')
      process.env.ASN_TEST_LOG = log
      const portal = await startPortal({ people: PEOPLE, options: ['--catalogue', services.catalogue] }, log).catch((error: unknown) => {
        console.error(readFileSync(log, 'utf8').slice(-4000))
        throw error
      })
      process.env.ASN_TEST_ORIGIN = portal.origin
      await use(portal)
      await portal.stop()
      rmSync(work, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  tab: async ({ engine, portal }, use) => {
    const driver = await launch(engine)
    await use(new Tab(driver, portal.origin))
    await driver.quit()
  },
  enrol: async ({ portal }, use) => {
    await use(async (person, other = portal) => {
      process.env.ASN_TEST_ORIGIN = other.origin
      const browser = await request.newContext({ baseURL: other.origin })
      const { phone } = await new Visitor(browser).enrol(person)
      await browser.dispose()
      return phone
    })
  },
})

/** Where an engine cannot be had its tests are skipped, not without a word. */
test.beforeAll(({ engine }) => {
  const lacks = missing(engine)
  if (lacks.length) console.log(`engines: ${engine} is skipped, for there is no ${lacks.join(' and no ')} here`)
  test.skip(lacks.length > 0)
})
