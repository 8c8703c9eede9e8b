// A browser that translates a page puts nodes of its own in place of every text. The scripts go on all the same.
import { PEOPLE } from '../support/people'
import { translate } from '../support/rules'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'

test('in a translated page passwords are shown, judged and sent, and keys and codes copied as they are', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const person = PEOPLE.translates
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await page.goto('/masuk')
  await translate(page)
  const password = page.locator('#password')
  await page.getByRole('button', { name: 'Tampilkan kata sandi' }).click()
  await expect(password).toHaveAttribute('type', 'text')
  await page.getByRole('button', { name: 'Sembunyikan kata sandi' }).click()
  await page.locator('#nip').fill(person.nip)
  await password.fill(person.password)
  await page.locator('main form button.button').first().click()

  await steps.acceptMfa(page)
  const phone = await steps.scanWithPhone(page)
  await translate(page)
  await page.locator('[aria-controls=kunci]').click()
  await expect(page.getByText('«Tersalin»')).toBeVisible()
  expect(await copied()).toBe(phone.key)
  const code = await phone.next()
  await page.locator('#code').fill(code)
  await page.locator('#aktivasi button').first().click()

  const codes = await steps.recoveryCodes(page)
  await translate(page)
  await page.locator('[data-keep=copy]').click()
  await expect(page.getByText('«Tersalin»')).toBeVisible()
  expect(await copied()).toBe(codes.join('\n'))
  await page.locator('main > .page > a.button').click()
  await steps.login(page, { ...person, code })
  await steps.expectLauncher(page, person)

  await page.goto('/akun/kata-sandi')
  const verdict = page.locator('.meter ~ [role=status]')
  const choose = page.locator('#new_password')
  await choose.fill('payung cokelat menari')
  await expect(verdict).not.toBeEmpty()
  await translate(page)
  await choose.fill('pendek')
  await expect(verdict).toHaveText(/^«.*terlalu pendek.*»$/)
  await choose.fill('gerimis teluk perahu kenari')
  await expect(verdict).toHaveText(/^«(Baik|Kuat).*»$/)
})
