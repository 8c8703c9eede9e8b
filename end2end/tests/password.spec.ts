// Passwords: changed by choice, by a mailed link, or because there has to be another one.
import { FOLDER, letterTo, linkIn } from '../support/mail'
import { NOBODY, PEOPLE, type Person } from '../support/people'
import { setPassword } from '../support/portal'
import { fromEnvironment, secret } from '../support/secrets'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

const LINK = 'Tautan untuk membuat kata sandi baru'
/** A password that nothing is wrong with. */
const fresh = (what: string) => secret('password', `teratai mekar seberang dermaga ${what}`)

async function change(page: Page, current: string, chosen: string): Promise<void> {
  await page.getByLabel('Kata sandi sekarang').fill(secret('password', current))
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(chosen)
  await page.getByRole('button', { name: 'Simpan kata sandi baru' }).click()
}

test('a new password is refused with what is wrong with it; a good one logs out every other device', async ({ page, another }) => {
  const person = PEOPLE.passwordChanges
  const { phone, recoveryCodes } = await new Visitor(page.request).enter(person)
  const other = await (await another()).newPage()
  await new Visitor(other.request).enterWithRecoveryCode(person, recoveryCodes[0] ?? '')
  await page.goto('/akun')
  await page.getByRole('link', { name: 'Ganti kata sandi' }).click()
  await expect(page).toHaveURL('/akun/kata-sandi')

  const { password, name, nip } = person
  const chosen = fresh('tujuh')
  for (const [current, wish, message] of [
    [password, '', /^Isi kata sandi baru/],
    [password, 'sebelas car', /terlalu pendek: 11 dari paling sedikit 12/],
    [password, 'x'.repeat(1025), /terlalu panjang: paling banyak 1\.024/],
    [password, `${name} 77`, /memuat nama Anda/],
    [password, nip, /memuat NIP atau tanggal lahir Anda/],
    [password, 'password12345', /mudah ditebak/],
    [password, 'Indonesia1945!', /mudah ditebak/],
    [password, password, /sama dengan yang sekarang/],
    ['bukan yang ini', chosen, /^Kata sandi sekarang salah/],
  ] as const) {
    await change(page, current, wish)
    await steps.expectErrors(page, [message])
    await expect(page.getByLabel('Kata sandi baru', { exact: true })).toHaveValue('')
  }
  expect((await new Visitor(other.request).get('/beranda')).status(), 'nothing has changed yet').toBe(200)

  const [before] = (await page.context().cookies()).filter((cookie) => cookie.name === 'asn_session')
  await change(page, password, chosen)
  await expect(page).toHaveURL('/akun')
  await expect(page.getByRole('status')).toContainText('Kata sandi diganti. Perangkat lain sudah dikeluarkan.')
  const [after] = (await page.context().cookies()).filter((cookie) => cookie.name === 'asn_session')
  expect(after?.value, 'this session has another token').not.toBe(before?.value)
  await letterTo(person, 'Kata sandi diganti')
  await other.goto('/beranda')
  await expect(other).toHaveURL('/masuk?lanjut=%2Fberanda')
  await expect(other.getByRole('status')).toContainText('Sesi Anda sudah berakhir')

  await steps.logOut(page)
  await steps.login(page, { nip, password })
  await steps.expectErrors(page, ['NIP atau kata sandi salah'])
  await steps.login(page, { nip, password: chosen, code: await phone.next() })
  await steps.expectLauncher(page, person)
})

test('while a new password is typed the meter says how strong it is, and waits until nobody types', async ({ page }) => {
  const person = PEOPLE.passwordMeter
  await new Visitor(page.request).enter(person)
  await page.goto('/akun/kata-sandi')
  const field = page.getByLabel('Kata sandi baru', { exact: true })
  const meter = page.locator('.meter')
  const words = page.locator('.meter ~ [role=status]')
  await expect(meter).toBeHidden()
  await expect(async () => {
    await field.fill('')
    await field.pressSequentially('kopi')
    await expect(words).toHaveText(/terlalu pendek: 4 dari/, { timeout: 2_000 })
  }).toPass({ timeout: 20_000 })
  for (const [typed, text, level] of [
    ['password12345', /mudah ditebak/, '1'],
    [`${person.name} 1`, /memuat nama Anda|terlalu pendek/, '1'],
    ['kopi-pagi-di-ambon', /^Cukup\./, '2'],
    ['kopi sore di Braga', /^Baik\./, '3'],
    ['payung cokelat menari keliling', /^Kuat\./, '4'],
  ] as const) {
    await field.fill(typed)
    await expect(meter).toHaveAttribute('data-level', level)
    await expect(words).toHaveText(text)
  }
  await field.fill('')
  await expect(meter).toBeHidden()
  await expect(words).toHaveText('')
  await page.getByRole('button', { name: 'Tampilkan kata sandi' }).last().click()
  await expect(field).toHaveAttribute('type', 'text')
})

test('whoever asks for a link is told the same, whether the number is known or not', async ({ another }) => {
  const asked = async (nip: string) => {
    const visitor = new Visitor((await another()).request)
    const answer = await visitor.post('/api/password/forgotten', { nip })
    const cookies = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie')
    const names = cookies.map(({ value }) => value.replace(/=[^;]+/, (content) => `=${content.length}`))
    const page = (await visitor.follow(answer)).replace(/nonce="[^"]+"/g, 'nonce')
    return [answer.status(), localTarget(answer), ...names, page].join('\n')
  }
  const known = await asked(PEOPLE.passwordKnown.nip)
  expect(textOf(known)).toContain('Jika nomor ini terdaftar dan punya alamat surel, tautan sedang dikirim.')
  expect(await asked(NOBODY)).toBe(known)
  expect(await asked(PEOPLE.lostMailbox.nip), 'nor whether there is a mailbox').toBe(known)
  await letterTo(PEOPLE.passwordKnown, LINK)
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    const person = javaScriptEnabled ? PEOPLE.passwordForgotten : PEOPLE.passwordForgottenWithoutScript

    test('a mailed link sets a new password once, and opens nothing by itself', async ({ page, another }) => {
      const owner = new Visitor((await another()).request)
      const { phone } = await owner.enter(person)
      const link = await askForLink(page, person)
      await page.goto(link)
      await expect(page).toHaveURL('/kata-sandi-baru')
      expect(await page.content()).not.toContain(new URL(link).searchParams.get('kunci'))
      await expect(page.locator('.lead')).toContainText(person.nip.slice(-4))
      const field = page.getByLabel('Kata sandi baru', { exact: true })
      for (const [wish, message] of [['pendek', /terlalu pendek/], [person.nip, /memuat NIP/], ['password12345', /mudah ditebak/]] as const) {
        await field.fill(wish)
        await page.getByRole('button', { name: 'Simpan kata sandi' }).click()
        await steps.expectErrors(page, [message])
      }
      await field.fill(fresh(person.nip.slice(-3)))
      await page.getByRole('button', { name: 'Simpan kata sandi' }).click()
      await expect(page).toHaveURL('/masuk')
      await expect(page.getByRole('status')).toContainText('Kata sandi baru sudah disimpan.')
      await expect(page.getByLabel('NIP atau NI PPPK')).toHaveValue(person.nip)
      expect((await owner.get('/beranda')).status(), 'every session is over').toBe(303)
      await letterTo(person, 'Kata sandi diganti')

      await test.step('the second factor is asked for as ever', async () => {
        await steps.login(page, { nip: person.nip, password: person.password })
        await steps.expectErrors(page, ['NIP atau kata sandi salah'])
        await steps.login(page, { nip: person.nip, password: fresh(person.nip.slice(-3)) })
        await expect(page).toHaveURL('/masuk/langkah-kedua')
        await steps.giveCode(page, await phone.next())
        await steps.expectLauncher(page, person)
      })

      await test.step('the link is used up', async () => {
        await page.goto(link)
        await expect(page).toHaveURL('/lupa-kata-sandi')
        await expect(page.getByRole('status')).toContainText('Tautan ini sudah dipakai atau lewat 30 menit.')
        await page.goto('/kata-sandi-baru')
        await expect(page).toHaveURL('/lupa-kata-sandi')
      })
    })
  })
}

async function askForLink(page: Page, person: Person): Promise<string> {
  await page.goto('/masuk')
  await page.getByRole('link', { name: 'Lupa kata sandi?' }).click()
  await expect(page).toHaveURL('/lupa-kata-sandi')
  await page.getByLabel('NIP atau NI PPPK').fill('1986')
  await page.getByRole('button', { name: 'Kirim tautan' }).click()
  await steps.expectErrors(page, [/harus 18 angka/])
  await page.getByLabel('NIP atau NI PPPK').fill(person.nip)
  await page.getByRole('button', { name: 'Kirim tautan' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Periksa surel Anda')
  return linkIn(await letterTo(person, LINK))
}

test('after a mailed password the mailbox alone resets nothing; and the letters lie in the data folder', async ({ page, another }) => {
  const person = PEOPLE.passwordMailed
  await new Visitor((await another()).request).enter(person)
  await page.goto(await askForLink(page, person))
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(fresh('surat'))
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click()
  await steps.passFirstStep(page, { ...person, password: fresh('surat') })
  await page.goto('/masuk/hp-hilang')
  await page.getByRole('button', { name: 'Kirim kode' }).click()
  await expect(page.getByRole('alert')).toContainText('surel saja tidak cukup sebagai bukti selama 7 hari')
  expect(FOLDER.letters().filter(({ to, subject }) => to === person.email && /Kode/.test(subject))).toEqual([])
})

test('who has to change their password does that first, and then goes on to where they wanted', async ({ page, another }) => {
  const person = PEOPLE.passwordForced
  const { recoveryCodes } = await new Visitor((await another()).request).enter(person)
  const temporary = fresh('sementara')
  setPassword(fromEnvironment('ASN_TEST_DATA'), person, temporary, fromEnvironment('ASN_TEST_LOG'), '--must-change')
  await page.goto('/buka/presensi')
  await steps.login(page, { nip: person.nip, password: temporary })
  await steps.giveRecoveryCode(page, recoveryCodes[0] ?? '')
  await expect(page).toHaveURL('/akun/kata-sandi?lanjut=%2Fbuka%2Fpresensi')
  await expect(page.getByText('Kata sandi Anda perlu diganti sebelum melanjutkan.')).toBeVisible()
  for (const path of ['/beranda', '/akun', '/akun/catatan', '/pengumuman', '/buka/e-kinerja']) {
    const answer = await new Visitor(page.request).get(path)
    expect(localTarget(answer), path).toBe(`/akun/kata-sandi?lanjut=${encodeURIComponent(path)}`)
  }
  await change(page, temporary, 'terlalu pendek'.slice(0, 8))
  await steps.expectErrors(page, [/terlalu pendek/])
  await expect(page, 'the way on is not lost').toHaveURL('/akun/kata-sandi?lanjut=%2Fbuka%2Fpresensi')
  await change(page, temporary, fresh('selamanya'))
  await expect(page).toHaveURL('/layanan/presensi')
  await page.goto('/beranda')
  await expect(page).toHaveURL('/beranda')
})
