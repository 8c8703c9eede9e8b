// scratch
import { testWith } from '../support/own'
import { PEOPLE } from '../support/people'
import { expect } from '../support/test'
import { Visitor } from '../support/visitor'
const test = testWith(() => ({ people: [PEOPLE.idle], options: ['--session-idle-minutes', '5'] }))
test('real time', async ({ page }) => {
  test.setTimeout(600_000)
  await new Visitor(page.request).enter(PEOPLE.idle)
  await page.goto('/beranda')
  page.on('framenavigated', (frame) => console.log(new Date().toISOString(), frame.url()))
  console.log(new Date().toISOString(), 'start')
  for (let i = 0; i < 18; i++) { await page.waitForTimeout(30_000); console.log(i, page.url(), await page.evaluate(() => document.querySelector('#diam')?.hasAttribute('open'))) }
  expect(page.url()).toContain('/masuk')
})
