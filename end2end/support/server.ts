// Global setup: one portal with all the people of the tests. What it wrote is kept in test-results/server.log.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { request } from '@playwright/test'
import { EVERYBODY, PEOPLE } from './people'
import { startPortal, type Portal } from './portal'
import { noteEverybody } from './secrets'
import { Visitor } from './visitor'

export default async function start(): Promise<() => Promise<void>> {
  const work = mkdtempSync(join(tmpdir(), 'asn-digital-end2end-'))
  const log = join(work, 'server.log')
  let portal: Portal | undefined
  const end = async () => {
    await portal?.stop()
    if (existsSync(log)) {
      const results = resolve(__dirname, '../test-results')
      mkdirSync(results, { recursive: true })
      copyFileSync(log, join(results, 'server.log'))
    }
    rmSync(work, { recursive: true, force: true })
  }
  try {
    process.env.ASN_TEST_SECRETS = join(work, 'secrets.jsonl')
    process.env.ASN_TEST_LOG = log
    noteEverybody()
    portal = await startPortal({ people: EVERYBODY }, log)
    process.env.ASN_TEST_ORIGIN = portal.origin
    process.env.ASN_TEST_DATA = portal.data
    await askForReset()
  } catch (error) {
    console.error(readFileSync(log, 'utf8').slice(-4000))
    await end()
    throw error
  }
  return end
}

/** One request for a reset that nobody decides on, so that every administrator's list has it. */
async function askForReset(): Promise<void> {
  const browser = await request.newContext({ baseURL: process.env.ASN_TEST_ORIGIN ?? '' })
  const clerk = new Visitor(browser)
  await clerk.enrolAndLogin(PEOPLE.clerk)
  const reason = 'HP hilang di laut. Datang sendiri dengan KTP dan kartu pegawai.'
  await clerk.follow(await clerk.post('/api/reset/request', { nip: PEOPLE.clerkStaff.nip, reason }))
  await browser.dispose()
}
