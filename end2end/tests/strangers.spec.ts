// What a stranger learns (nothing) and what a stranger can break (nothing).
import { NOBODY, PEOPLE, type Person } from '../support/people'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

/** Everything that a browser is given for a login, but what differs between any two requests. */
async function answerTo(visitor: Visitor, fields: { nip: string; password: string; code?: string }): Promise<string> {
  const answer = await visitor.login(fields)
  const cookies = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie')
  const names = cookies.map(({ value }) => value.replace(/=[^;]+/, (content) => `=${content.length}`))
  const html = await visitor.follow(answer)
  const same = html.replace(/nonce="[^"]+"/g, 'nonce').replaceAll(fields.nip, 'NIP')
  return [answer.status(), localTarget(answer), ...names, same].join('\n')
}

test('an unknown NIP and a wrong password get the same answer, byte for byte', async ({ another }) => {
  const stranger = async () => new Visitor((await another()).request)
  const { nip } = PEOPLE.strangers
  for (const code of ['', '123456']) {
    const known = await answerTo(await stranger(), { nip, password: 'kata sandi salah', code })
    const unknown = await answerTo(await stranger(), { nip: NOBODY, password: 'kata sandi salah', code })
    expect(known).toContain('NIP atau kata sandi salah')
    expect(unknown).toBe(known)
  }
})

test('the right password alone opens no page, but for the second step', async ({ another }) => {
  const person = PEOPLE.strangersWithMfa
  await new Visitor((await another()).request).enrol(person)
  const stranger = new Visitor((await another()).request)
  await stranger.passFirstStep(person)
  for (const path of ['/beranda', '/akun', '/akun/catatan', '/akun/kata-sandi', '/akun/autentikator', '/pengumuman', '/layanan/presensi', '/buka/presensi']) {
    expect(localTarget(await stranger.get(path)), path).toBe(`/masuk?lanjut=${encodeURIComponent(path)}`)
  }
  for (const path of ['/api/account/disown', '/api/recovery-codes/renew', '/api/password/change', '/api/session/end', '/api/pin', '/api/proof/code']) {
    expect(localTarget(await stranger.post(path, { service: 'kms', code: '123456' })), path).toMatch(/^\/masuk/)
  }
  await stranger.follow(await stranger.post('/api/second-step/cancel', {}))
  expect(localTarget(await stranger.get('/masuk/hp-hilang'))).toBe('/masuk')
})

/** Uses up every free attempt at an account. */
async function guess(stranger: Visitor, { nip }: Person): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const page = await stranger.follow(await stranger.login({ nip, password: `tebakan ${attempt}`, code: '123456' }))
    expect(textOf(page)).toContain('NIP atau kata sandi salah')
  }
}

test('a stranger who guesses does not lock out a browser that has logged in before', async ({ page, context, another }) => {
  const person = PEOPLE.owner
  const phone = await new Visitor(context.request).enrolAndLogin(person)
  await page.goto('/beranda')
  await page.getByRole('button', { name: 'Keluar' }).click()
  await expect(page).toHaveURL('/masuk')

  await guess(new Visitor((await another()).request), person)
  await steps.login(page, { ...person, code: await phone.next() })
  await steps.expectLauncher(page, person)
})

test('whoever comes after the guesses with the right password is told to wait and how long', async ({ page, another }) => {
  const person = PEOPLE.waits
  await guess(new Visitor((await another()).request), person)
  await page.goto('/masuk')
  await steps.login(page, { nip: person.nip, password: person.password })
  await steps.expectErrors(page, [/^Terlalu banyak percobaan\. Akun tidak diblokir: tunggu ([1-9]|[12]\d|30) detik/])
  await expect(page.getByLabel('NIP atau NI PPPK')).toHaveValue(person.nip)
})
