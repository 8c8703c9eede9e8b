// A phone whose clock is five minutes fast, at a login: one such code opens nothing, the next one does, and from then on
// the portal knows.
import { Authenticator } from '../support/authenticator'
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'
import { Visitor } from '../support/visitor'

test('two codes in a row from a phone that is five minutes fast open the portal, which then knows its clock', async ({ page, another }) => {
  test.slow()
  const person = PEOPLE.clockLogin
  const { phone } = await new Visitor((await another()).request).enter(person)
  const fast = new Authenticator(phone.key, 5)
  const first = await fast.next()
  await page.goto('/masuk')
  await steps.login(page, { ...person, code: first })
  await expect(page).toHaveURL('/masuk/langkah-kedua')
  await expect(page).toHaveTitle(/^Galat: /)
  const warning = page.getByRole('alert')
  await expect(warning).toBeFocused()
  await expect(warning.getByRole('heading', { level: 2 })).toHaveText('Jam HP Anda sekitar 5 menit terlalu cepat')
  await expect(warning).toContainText('Ketik kode berikutnya yang muncul di aplikasi')
  await expect.soft(warning, 'that is a step of the activation page').not.toContainText('langkah 3')
  await expect(page.getByLabel('Kode OTP (6 angka)')).toHaveAttribute('aria-invalid', 'true')

  await steps.giveCode(page, first)
  await expect(warning, 'the same code proves nothing').toContainText('terlalu cepat')
  await expect(page).toHaveURL('/masuk/langkah-kedua')
  await phone.settle()
  await steps.giveCode(page, await fast.next())
  await steps.expectLauncher(page, person)

  await page.goto('/akun')
  const apps = page.getByRole('region', { name: 'Autentikator' })
  await expect(apps).toContainText(/Jam HP ini 5 menit terlalu cepat; kodenya tetap diterima\./)
  await page.goto('/akun/catatan')
  await expect(page.getByText('Selisih jam HP dibuktikan dan disimpan')).toBeVisible()

  await test.step('the next login needs one code only, and so does one with the clock put right', async () => {
    await steps.logOut(page)
    await steps.login(page, { ...person, code: await fast.next() })
    await steps.expectLauncher(page, person)
    await steps.logOut(page)
    await fast.settle()
    await steps.login(page, { ...person, code: await phone.next() })
    await steps.expectLauncher(page, person)
    await page.goto('/akun')
    await expect(apps).not.toContainText('Jam HP ini')
  })
})
