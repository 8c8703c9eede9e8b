// Whoever comes to their operator without any way in: one operator asks, another one of the same agency decides. Nobody
// decides alone, and nobody else learns of it.
import { letterTo, linkIn } from '../support/mail'
import { PEOPLE, type Person } from '../support/people'
import { secret } from '../support/secrets'
import { provedStorageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type BrowserContext, type Page } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })

const REASON = 'HP hilang, datang dengan KTP dan kartu pegawai.'
const OVER = 'Permintaan itu sudah diputuskan atau dibatalkan, atau bukan wewenang Anda.'

async function operatorsPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/beranda')
  await page.getByRole('link', { name: 'Kelola', exact: true }).click()
  await page.getByRole('link', { name: 'Atur ulang', exact: true }).click()
  await expect(page).toHaveURL('/kelola/atur-ulang')
  return page
}

async function ask(page: Page, nip: string, reason: string): Promise<void> {
  await page.getByLabel('NIP atau NI PPPK pegawai').fill(nip)
  await page.getByLabel('Alasan dan cara Anda memeriksa identitas').fill(reason)
  await page.getByRole('button', { name: 'Minta pengaturan ulang' }).click()
}

const request = (page: Page, { name, nip }: Person) =>
  page.getByRole('region', { name: 'Permintaan' }).getByRole('listitem').filter({ hasText: name }).filter({ hasText: nip.slice(-4) })

/** The id of the request, which only the page of somebody who may decide shows. */
async function idOf(page: Page, person: Person): Promise<string> {
  return (await request(page, person).locator('input[name=id]').getAttribute('value')) ?? ''
}

test('two operators of the same agency reset the authenticators; the person then sets up a new one with a code from the one who asked', async ({ another }) => {
  test.slow()
  const person = PEOPLE.lostAssisted
  const owner = new Visitor((await another()).request)
  const { recoveryCodes, phone: lost } = await owner.enter(person)
  const loggedIn = async (operator: Person) => another({ storageState: await provedStorageOf(operator) })
  const asks = await operatorsPage(await loggedIn(PEOPLE.lostRequester))
  const decides = await operatorsPage(await loggedIn(PEOPLE.lostApprover))
  const elsewhere = await operatorsPage(await loggedIn(PEOPLE.lostElsewhere))

  await test.step('the one who asks says why, within the own agency and not for themselves', async () => {
    await ask(asks, '1986', 'singkat')
    await steps.expectErrors(asks, [/harus 18 angka/])
    await ask(asks, person.nip, 'singkat')
    await steps.expectErrors(asks, [/paling sedikit 10 karakter/])
    await expect(asks.getByLabel('NIP atau NI PPPK pegawai')).toHaveValue(person.nip)
    for (const { nip } of [PEOPLE.lostElsewhere, PEOPLE.lostRequester]) {
      await ask(asks, nip, REASON)
      await steps.expectErrors(asks, [/tidak ditemukan di instansi Anda, atau bukan wewenang Anda/])
    }
    await ask(asks, person.nip, REASON)
    await expect(asks.getByRole('status')).toContainText('Petugas lain harus menyetujuinya.')
    await ask(asks, person.nip, REASON)
    await steps.expectErrors(asks, [/sudah ada permintaan yang belum selesai/])
  })

  await test.step('the person is told: by letter, and where they are logged in', async () => {
    await letterTo(person, 'Operator meminta pengaturan ulang autentikator Anda')
    expect(textOf(await (await owner.get('/beranda')).text())).toContain('Petugas kedua masih harus menyetujuinya')
  })

  await decides.reload()
  const id = await idOf(decides, person)
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  await test.step('the one who asked cannot decide, not even by a forged form', async () => {
    await expect(request(asks, person)).toContainText('Menunggu petugas lain')
    await expect(request(asks, person).getByRole('button')).toHaveCount(0)
    expect(await decideForged(asks, id)).toContain(OVER)
  })
  await test.step('an operator of another agency sees nothing and decides nothing', async () => {
    await elsewhere.reload()
    await expect(elsewhere.getByText('Belum ada permintaan.')).toBeVisible()
    expect(await decideForged(elsewhere, id)).toContain(OVER)
  })
  await test.step('to anybody else the page is not there', async () => {
    expect((await owner.get('/kelola/atur-ulang')).status()).toBe(404)
    expect((await owner.post('/api/reset/decide', { id, decision: 'approve' })).status()).toBe(404)
    expect((await owner.get('/beranda')).status(), 'nothing was decided').toBe(200)
  })

  await test.step('another operator of the agency approves', async () => {
    await expect(request(decides, person)).toContainText(REASON)
    await expect(request(decides, person)).toContainText(`Diminta oleh ${PEOPLE.lostRequester.name}`)
    await request(decides, person).getByRole('button', { name: `Setujui ${person.name}` }).click()
    await expect(decides.getByRole('status')).toContainText('Autentikator pegawai itu sudah diatur ulang.')
    await expect(request(decides, person)).toContainText('Selesai')
    await expect(request(decides, person)).toContainText(`Diputuskan oleh ${PEOPLE.lostApprover.name}`)
    expect(await decideForged(decides, id)).toContain(OVER)
  })

  await test.step('every session of the person is over, and what they had lost opens nothing', async () => {
    expect(localTarget(await owner.get('/beranda'))).toBe('/masuk?lanjut=%2Fberanda')
    await letterTo(person, 'Autentikator sudah diatur ulang')
    const finder = new Visitor((await another()).request)
    const { nip, password } = person
    expect(localTarget(await finder.login({ nip, password, code: await lost.next() })), 'it offers MFA').toBe('/masuk')
    expect(localTarget(await finder.giveRecoveryCode(recoveryCodes[0] ?? ''))).toBe('/masuk')
  })

  const code = await test.step('the one who asked is shown a code for the person, once; another one ends it', async () => {
    await expect(request(decides, person).getByRole('button'), 'not the one who approved').toHaveCount(0)
    const show = async (): Promise<string> => {
      await request(asks, person).getByRole('button', { name: `Tampilkan kode ${person.name}` }).click()
      const shown = asks.getByRole('status')
      await expect(shown).toContainText(`Kode untuk ${person.name}`)
      return secret('paper', (await shown.locator('code').textContent()) ?? '')
    }
    await asks.reload()
    const first = await show()
    await asks.reload()
    expect(await asks.content(), 'shown once').not.toContain(first)
    await letterTo(person, 'Kode untuk autentikator baru ditampilkan kepada petugas')
    const second = await show()
    expect(second).toMatch(/^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$/)
    expect(second).not.toBe(first)
    return second
  })

  await test.step('on a small phone without scripts the person types it, and whoever has the password only does not get in', async () => {
    const small = await another({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
    const own = await small.newPage()
    await steps.firstLogin(own, person)
    await steps.acceptMfa(own)
    await expect(own.getByRole('region', { name: 'Kode setelah atur ulang' })).toContainText('minta kodenya langsung kepada petugas')
    const phone = await steps.scanWithPhone(own)
    await steps.activate(own, await phone.next())
    await steps.expectErrors(own, [/^Isi kode dari surel atau petugas/])
    await own.getByLabel('Kode dari petugas').fill('K7QFM-2ZP9X')
    await steps.activate(own, await phone.next())
    await steps.expectErrors(own, [/^Kode dari surel atau petugas salah/])
    expect(await own.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await own.getByLabel('Kode dari petugas').fill(code.toLowerCase())
    await steps.activate(own, await phone.next())
    await steps.expectActivated(own, person)
  })
  await asks.reload()
  await expect(request(asks, person).getByRole('button'), 'no code for who has enrolled').toHaveCount(0)
})

test('the person cancels what an operator asked for, and a refused request leaves everything as it was', async ({ page, context, another }) => {
  const person = PEOPLE.lostRefused
  const owner = new Visitor(context.request)
  const { phone } = await owner.enter(person)
  const loggedIn = async (operator: Person) => new Visitor((await another({ storageState: await provedStorageOf(operator) })).request)
  const [asks, decides] = [await loggedIn(PEOPLE.lostRequester), await loggedIn(PEOPLE.lostApprover)]

  await asks.follow(await asks.post('/api/reset/request', { nip: person.nip, reason: REASON }))
  const link = linkIn(await letterTo(person, 'Operator meminta pengaturan ulang autentikator Anda'))
  await page.goto('/akun')
  await page.getByRole('region', { name: /^Operator instansi meminta/ }).getByRole('button', { name: 'Bukan saya, batalkan' }).click()
  await expect(page.getByRole('status')).toContainText('Pengaturan ulang dibatalkan.')

  await asks.follow(await asks.post('/api/reset/request', { nip: person.nip, reason: REASON }))
  await (await another()).request.get(link)
  const list = await (await decides.get('/kelola/atur-ulang')).text()
  const [, id = ''] = /name="id" value="([0-9a-f-]{36})"/.exec(list) ?? []
  expect(textOf(await decides.follow(await decides.post('/api/reset/decide', { id, decision: 'refuse' })))).toContain('Permintaan ditolak.')
  await page.goto('/beranda')
  await expect(page.locator('.bar-alarm')).toHaveCount(0)
  await steps.logOut(page)
  await steps.passFirstStep(page, person)
  await steps.giveCode(page, await phone.next())
  await steps.expectLauncher(page, person)
})

/** What is said to somebody who approves without having the button. */
async function decideForged(page: Page, id: string): Promise<string> {
  const visitor = new Visitor(page.request)
  return textOf(await visitor.follow(await visitor.post('/api/reset/decide', { id, decision: 'approve' })))
}
