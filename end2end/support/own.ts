// `test` for a file that needs a portal with other options: its worker talks to a portal of its own, whose log is
// looked through with that of the others.
import { startPortal, type Portal, type Wishes } from './portal'
import { fromEnvironment } from './secrets'
import { test } from './test'

/** `wishes` is asked once for each worker. */
export function testWith(wishes: () => Wishes | Promise<Wishes>) {
  return test.extend<object, { portal: Portal }>({
    portal: [
      async ({}, use) => {
        const shared = [process.env.ASN_TEST_ORIGIN, process.env.ASN_TEST_DATA]
        const portal = await startPortal(await wishes(), fromEnvironment('ASN_TEST_LOG'))
        ;[process.env.ASN_TEST_ORIGIN, process.env.ASN_TEST_DATA] = [portal.origin, portal.data]
        await use(portal)
        ;[process.env.ASN_TEST_ORIGIN, process.env.ASN_TEST_DATA] = shared
        await portal.stop()
      },
      { scope: 'worker', auto: true, timeout: 60_000 },
    ],
  })
}
