// After everything else: the server's log holds nothing that the tests typed in secret or were given.
import { readFileSync } from 'node:fs'
import { fromEnvironment, secretsIn } from '../support/secrets'
import { expect, test } from '../support/test'

test('no password, code, recovery code, key, token, mailbox or whole NIP is in the log', () => {
  const log = readFileSync(fromEnvironment('ASN_TEST_LOG'), 'utf8')
  expect(log, 'there is a line for each request').toContain('answered status=')
  expect(secretsIn(log)).toEqual([])
})
