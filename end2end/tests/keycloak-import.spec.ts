// People move in from Keycloak, and log in with their old password and the codes of their old authenticator.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { testWith } from '../support/own'
import { importRealm } from '../support/portal'
import { argon2, moving, PASSWORD, pbkdf2, realm, type Moving } from '../support/realm'
import { fromEnvironment, secret } from '../support/secrets'
import { expect } from '../support/test'
import * as steps from '../support/steps'

const SIX = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const EIGHT = { algorithm: 'SHA256', digits: 8, period: 60, encoding: 'BASE32' } as const
const PEOPLE = {
  sha256: moving('198001012005011001', 'n0tB4se32ButTextOf20', SIX, pbkdf2('sha256', 27_500)),
  sha512: moving('198001022005011001', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', EIGHT, pbkdf2('sha512', 210_000)),
  argon2: moving('198001032005011001', 'AnotherTextOf20Bytes', SIX, argon2()),
}

const test = testWith(() => ({ people: [] }))

/** What the app shows, by an independent program (oathtool). */
function code({ secret: key, terms: { algorithm, digits, period, encoding } }: Moving, after = 0): string {
  const hex = Buffer.from(key).toString('hex')
  const base = encoding === 'BASE32' ? ['--base32', key] : [hex]
  const now = Math.floor(Date.now() / 1000) + after
  const args = [`--totp=${algorithm}`, `--digits=${digits}`, `--time-step-size=${period}s`, `--now=@${now}`, ...base]
  return secret('code', execFileSync('oathtool', args, { encoding: 'utf8' }).trim())
}

/** What the database keeps of a password. */
function stored(nip: string): string {
  const program = 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT password_hash FROM accounts WHERE nip=?", [sys.argv[2]]).fetchone()[0])'
  const file = join(fromEnvironment('ASN_TEST_DATA'), 'asn-digital.sqlite3')
  return execFileSync('python3', ['-c', program, file, nip], { encoding: 'utf8' }).trim()
}

// Who has moved in does not move in again: the three go together, with one portal.
test.describe.configure({ mode: 'default' })
test.beforeAll(() => {
  const data = fromEnvironment('ASN_TEST_DATA')
  for (const { nip, secret: key } of Object.values(PEOPLE)) {
    secret('nip', nip)
    secret('key', key)
  }
  secret('password', PASSWORD)
  const file = join(data, 'realm.json')
  writeFileSync(file, realm(Object.values(PEOPLE)))
  const by = [file, '--agency-attribute', 'instansi']
  expect(importRealm(data, ...by, '--dry-run')).toMatch(/^3 new, .* with them 3 passwords and 3 authenticators; dry run/)
  expect(importRealm(data, ...by)).toMatch(/^3 new, .* 0 not taken; with them 3 passwords and 3 authenticators\n/)
  expect(importRealm(data, ...by)).toMatch(/^0 new, 0 that were here before, 3 that came before, 0 not taken/)
})

for (const [name, person] of Object.entries(PEOPLE)) {
  test(`old password and old authenticator open the portal, and the hash is renewed: ${name}`, async ({ page, context }) => {
    expect(stored(person.nip)).toMatch(name === 'argon2' ? /^\$argon2id\$v=19\$m=7168,t=5,p=1\$/ : new RegExp(`^\\$pbkdf2-${name}\\$i=`))
    await page.goto('/masuk')
    await steps.login(page, { nip: person.nip, password: 'kata-sandi-yang-lain' })
    await steps.expectErrors(page, ['NIP atau kata sandi salah'])
    await steps.login(page, { nip: person.nip, password: PASSWORD })
    await expect(page).toHaveURL('/masuk/langkah-kedua')
    const { digits, period } = person.terms
    await page.getByLabel(`Kode OTP (${digits} angka)`).fill(code(person))
    await page.getByRole('button', { name: 'Lanjut' }).click()
    await expect(page).toHaveURL('/beranda')
    expect(stored(person.nip)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    // Once more, in one form; the next step is good a little early.
    await context.clearCookies()
    await page.goto('/masuk')
    const next = code(person, period)
    await steps.login(page, { nip: person.nip, password: PASSWORD, code: next })
    if (page.url().endsWith('/masuk/langkah-kedua')) {
      await sleep(period * 1000)
      await page.getByLabel(`Kode OTP (${digits} angka)`).fill(code(person))
      await page.getByRole('button', { name: 'Lanjut' }).click()
    }
    await expect(page).toHaveURL('/beranda')
    await page.goto('/akun')
    await expect(page.getByRole('heading', { name: 'HP lama' })).toBeVisible()
  })
}
