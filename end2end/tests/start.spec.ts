// Before everything else: the server that global setup started is alive and has its database.
import { expect, origin, test } from '../support/test'

test('the server is alive and its database answers', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200)
  expect((await request.get('/readyz')).status()).toBe(200)
})

test('the pages name the configured address, whatever host a request claims', async ({ request }) => {
  const page = await request.get('/masuk', { headers: { host: 'evil.example' } })
  const html = await page.text()
  expect(html).not.toContain('evil.example')
  expect(html).toContain(new URL(origin()).host)
})
