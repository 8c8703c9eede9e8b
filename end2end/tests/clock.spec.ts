// A phone whose clock is off: the page says by how much and how to mend it, and lets nobody in for it.
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'

for (const { person, minutes, words } of [
  { person: PEOPLE.clockSlow, minutes: -4, words: 'Jam HP Anda sekitar 4 menit terlalu lambat' },
  { person: PEOPLE.clockFast, minutes: 4, words: 'Jam HP Anda sekitar 4 menit terlalu cepat' },
]) {
  test(`a code that is ${minutes} minutes off is not accepted, and the page says how to mend the clock`, async ({ page }) => {
    await steps.firstLogin(page, person)
    await steps.acceptMfa(page)
    const phone = await steps.scanWithPhone(page)
    const code = await phone.minutesOff(minutes)
    await steps.activate(page, code, 'HP saya')

    await expect(page).toHaveURL('/mfa')
    await expect(page).toHaveTitle(/^Galat: /)
    const warning = page.getByRole('alert')
    await expect(warning).toBeFocused()
    await expect(warning.getByRole('heading', { level: 2 })).toHaveText(words)
    await expect(warning.getByRole('heading', { level: 3 })).toHaveText(['Android', 'iPhone'])
    await expect(warning).toContainText('Setel waktu otomatis')
    await expect(warning).toContainText('Atur Otomatis')
    await expect(warning).toContainText('Zona waktu tidak perlu diubah')
    await expect(page.getByLabel('Kode OTP (6 angka)')).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByLabel('Nama perangkat')).toHaveValue('HP saya')
    expect(await steps.readKey(page), 'the key is still the same').toBe(phone.key.replace(/(.{4})(?=.)/g, '$1 '))

    await page.goto('/masuk')
    await expect(page.getByRole('dialog'), 'MFA is not active').toBeVisible()
    await steps.acceptMfa(page)
    await steps.activate(page, await phone.next())
    await steps.expectActivated(page, person)
  })
}

test('a code of another quarter of an hour is only wrong', async ({ page }) => {
  await steps.firstLogin(page, PEOPLE.clockFar)
  await steps.acceptMfa(page)
  const phone = await steps.scanWithPhone(page)
  await steps.activate(page, await phone.minutesOff(-14))
  await steps.expectErrors(page, [/^Kode OTP tidak valid/])
  await expect(page.getByText('Jam HP Anda')).toHaveCount(0)
})
