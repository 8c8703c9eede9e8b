// After everything else: the server's log holds nothing that the tests typed in secret or were given.
import { readFileSync } from 'node:fs'
import { allSecrets, fromEnvironment, type Secret } from '../support/secrets'
import { expect, test } from '../support/test'

test('no password, code, recovery code, key, token, mailbox or whole NIP is in the log', () => {
  const log = readFileSync(fromEnvironment('ASN_TEST_LOG'), 'utf8')
  expect(log, 'there is a line for each request').toContain('answered status=')
  const text = withoutNumbersOfTime(log)
  const found = allSecrets().filter((secret) => appears(secret, text))
  expect(found).toEqual([])
})

function appears({ kind, value }: Secret, text: string): boolean {
  switch (kind) {
    case 'code':
      return new RegExp(`(?<![0-9A-Za-z])${value}(?![0-9A-Za-z])`).test(text)
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
