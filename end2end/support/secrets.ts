// Everything secret that the tests use is noted in a file of the run, so that log.spec.ts can look for it.
import { appendFileSync, readFileSync } from 'node:fs'
import { PEOPLE } from './people'

export type Kind = 'code' | 'key' | 'mailbox' | 'nip' | 'paper' | 'password' | 'token'

export interface Secret {
  readonly kind: Kind
  readonly value: string
}

/** Notes a value that must not be in the log; returns it. */
export function secret(kind: Kind, value: string): string {
  appendFileSync(file(), `${JSON.stringify({ kind, value })}\n`)
  return value
}

export function noteEverybody(): void {
  for (const { nip, password, email } of Object.values(PEOPLE)) {
    secret('nip', nip)
    secret('password', password)
    if (email) secret('mailbox', email)
  }
}

export function allSecrets(): Secret[] {
  const lines = readFileSync(file(), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Secret)
}

function file(): string {
  return fromEnvironment('ASN_TEST_SECRETS')
}

/** What global setup told the workers. */
export function fromEnvironment(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: support/server.ts did not run`)
  return value
}
