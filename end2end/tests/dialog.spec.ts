// The dialog that offers MFA, and the small comforts that scripts add to the forms.
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'

/** Where the focus is: in the dialog, on nothing, or outside. */
function focusPlace(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body || focused === document.documentElement) return 'nothing'
    return focused.closest('dialog') ? 'dialog' : `outside: ${focused.outerHTML.slice(0, 80)}`
  })
}

test('the dialog holds the focus, forwards and backwards', async ({ page }) => {
  const dialog = await steps.firstLogin(page, PEOPLE.dialog)
  await expect(dialog).toHaveAccessibleName(/aktifkan MFA/i)
  await expect(dialog).toHaveAccessibleDescription(/kode OTP: 6 angka dari HP Anda/)
  expect(await focusPlace(page), 'the focus starts in the dialog').toBe('dialog')
  for (const key of ['Tab', 'Shift+Tab']) {
    const places = new Set<string>()
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press(key)
      places.add(await focusPlace(page))
    }
    places.delete('nothing') // the browser's own buttons
    expect([...places]).toEqual(['dialog'])
  }
  const nip = page.getByLabel('NIP atau NI PPPK')
  await nip.evaluate((field) => field.focus())
  await expect(nip, 'the rest of the page is inert').not.toBeFocused()
})

test('Escape gives the dialog up and leaves a page that works', async ({ page }) => {
  const person = PEOPLE.cancelled
  const dialog = await steps.firstLogin(page, person)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL('/masuk')
  await page.getByLabel('NIP atau NI PPPK').fill(person.nip)
  await page.goto('/mfa')
  await expect(page, 'there is nothing to activate any more').toHaveURL('/masuk')

  await steps.firstLogin(page, person)
  await page.getByRole('button', { name: 'Batal' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('status')).toContainText('dibatalkan')
})

test('the whole way works with the keyboard alone', async ({ page }) => {
  const person = PEOPLE.keyboard
  const tabTo = async (label: string | RegExp) => {
    const wanted = page.getByRole('main').getByLabel(label, { exact: true }).or(page.getByRole('link', { name: label }))
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab')
      if (await wanted.evaluateAll((all) => all.some((one) => one === document.activeElement))) return
    }
    throw new Error(`Tab never came to ${label}`)
  }
  await page.goto('/masuk')
  await page.keyboard.press('Tab')
  await expect(page.locator('.skip-link')).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo('NIP atau NI PPPK')
  await page.keyboard.type(person.nip)
  await tabTo('Kata sandi')
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await tabTo('Aktifkan MFA')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/mfa')
  const phone = await steps.scanWithPhone(page)
  await tabTo('Kode OTP (6 angka)')
  await page.keyboard.type(await phone.next())
  await tabTo('Nama perangkat')
  await expect(page.getByLabel('Nama perangkat'), 'it has a name already').toHaveValue('HP saya')
  await page.keyboard.press('Enter')
  await steps.expectActivated(page, person)
})

test('the password can be shown, and is hidden again before it is sent', async ({ page }) => {
  await page.goto('/masuk')
  const password = page.getByLabel('Kata sandi', { exact: true })
  await password.fill('terlihat')
  await page.getByRole('button', { name: 'Tampilkan kata sandi' }).click()
  await expect(password).toHaveAttribute('type', 'text')
  await page.getByRole('button', { name: 'Sembunyikan kata sandi' }).click()
  await expect(password).toHaveAttribute('type', 'password')
  await page.getByRole('button', { name: 'Tampilkan kata sandi' }).click()
  const typeWhenSent = page.evaluate(
    () =>
      new Promise<string>((told) => {
        const input = document.querySelector<HTMLInputElement>('#password')
        addEventListener('submit', (event) => (event.preventDefault(), told(input?.type ?? '')))
      }),
  )
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  expect(await typeWhenSent).toBe('password')
})

test('the key can be copied without its spaces', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await steps.firstLogin(page, PEOPLE.copies)
  await steps.acceptMfa(page)
  const { key } = await steps.scanQr(page)
  await page.getByRole('button', { name: 'Salin kunci' }).click()
  await expect(page.getByText('Tersalin')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key)
})
