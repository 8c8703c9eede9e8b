// Forms that are sent twice: by a double click, by two tabs, by two browsers.
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, origin, test } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

test('a double click sends the activation once', async ({ page }) => {
  const person = PEOPLE.doubleClick
  await steps.firstLogin(page, person)
  await steps.acceptMfa(page)
  const phone = await steps.scanWithPhone(page)
  let posts = 0
  page.on('request', (request) => (posts += Number(request.method() === 'POST')))
  await page.getByLabel('Kode OTP (6 angka)').fill(await phone.next())
  await page.getByLabel('Nama perangkat').fill('HP')
  await page.getByRole('button', { name: 'Aktifkan MFA' }).dblclick()
  await steps.expectActivated(page, person)
  expect(posts).toBe(1)
})

test('an activation that arrives twice succeeds once and says so both times', async ({ request }) => {
  const visitor = new Visitor(request)
  const phone = await visitor.beginEnrolment(PEOPLE.twice)
  const code = await phone.next()
  const answers = await Promise.all([visitor.activate(code), visitor.activate(code)])
  expect(answers.map(localTarget).filter((target) => target === '/mfa/kode-pemulihan').length).toBeGreaterThan(0)
  expect(textOf(await visitor.follow(answers[0])) + textOf(await visitor.follow(answers[1]))).not.toContain('sudah tidak berjalan')
  expect(await visitor.follow(await visitor.activate(code)), 'once more').toContain('Simpan kode pemulihan')
  const { nip, password } = PEOPLE.twice
  expect(localTarget(await visitor.login({ nip, password, code }))).toBe('/beranda')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a double click still shows the recovery codes', async ({ page }) => {
    const person = PEOPLE.doubleClickWithoutScript
    await steps.firstLogin(page, person)
    await steps.acceptMfa(page)
    const phone = await steps.scanWithPhone(page)
    await page.getByLabel('Kode OTP (6 angka)').fill(await phone.next())
    await page.getByLabel('Nama perangkat').fill('HP')
    await page.getByRole('button', { name: 'Aktifkan MFA' }).dblclick()
    await steps.expectActivated(page, person)
  })
})

test('a login that arrives five times at once opens one session', async ({ request, playwright }) => {
  const person = PEOPLE.twiceLogin
  const { code } = await new Visitor(request).enrol(person)
  const state = await request.storageState()
  const copies = await Promise.all(
    Array.from({ length: 5 }, () => playwright.request.newContext({ baseURL: origin(), storageState: state })),
  )
  const answers = await Promise.all(copies.map((copy) => new Visitor(copy).login({ ...person, code })))
  const targets = answers.map(localTarget)
  expect(targets.filter((target) => target === '/beranda')).toHaveLength(1)
  expect(targets.filter((target) => target === '/masuk/langkah-kedua')).toHaveLength(4)
  await Promise.all(copies.map((copy) => copy.dispose()))
})

test('of two browsers that activate the same account the first wins, and the other adds nothing', async ({ context, another }) => {
  const person = PEOPLE.twoActivations
  const [first, second] = [new Visitor(context.request), new Visitor((await another()).request)]
  const [phone, strange] = [await first.beginEnrolment(person), await second.beginEnrolment(person)]
  expect(phone.key).not.toBe(strange.key)
  const code = await phone.next()
  expect(localTarget(await first.activate(code))).toBe('/mfa/kode-pemulihan')
  expect(await second.follow(await second.activate(await strange.next()))).toContain('sudah tidak berjalan')
  const { nip, password } = person
  expect(localTarget(await second.login({ nip, password, code: await strange.next() }))).toBe('/masuk/langkah-kedua')
  expect(localTarget(await first.login({ nip, password, code }))).toBe('/beranda')
})
