// Everything secret that the tests use is noted in a file of the run, so that log.spec.ts can look for it.
import { appendFileSync, readFileSync } from 'node:fs'
import { EVERYBODY } from './people'

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
  for (const { nip, password, email } of EVERYBODY) {
    secret('nip', nip)
    secret('password', password)
    if (email) secret('mailbox', email)
  }
}

/** Those of the values noted so far that a log holds. */
export function secretsIn(log: string): Secret[] {
  const text = withoutNumbersOfTime(log)
  const words = new Set(text.match(/[0-9A-Za-z]+/g))
  const lines = readFileSync(file(), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Secret).filter((secret) => appears(secret, text, words))
}

/** `words`: the runs of letters and digits in `text`. A code is short: within others its digits mean nothing. */
function appears({ kind, value }: Secret, text: string, words: Set<string>): boolean {
  switch (kind) {
    case 'code':
      return words.has(value)
    case 'paper':
      return text.includes(value) || text.includes(value.replace('-', ''))
    default:
      return text.includes(value)
  }
}

/** Fractions of a second have six digits, as codes do, and so may the size of a file. */
function withoutNumbersOfTime(log: string): string {
  return log.replace(/bytes=\d+/g, '').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '').replace(/\d+(\.\d+)?\s?(ns|µs|us|ms|s)\b/g, '')
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
