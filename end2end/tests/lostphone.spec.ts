// Whoever has lost every way in gets back: by password and mailbox after a wait that can be cancelled from everywhere,
// or at once with two operators. Nobody else gets in by it.
import { linkIn, letterTo, mailedCodeIn, MailServer } from '../support/mail'
import { testWith } from '../support/own'
import { PEOPLE, type Person } from '../support/people'
import * as steps from '../support/steps'
import { expect, type Page } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

const OURS = Object.entries(PEOPLE).filter(([role]) => role.startsWith('lost'))
const mail = new MailServer()
const test = testWith(async () => {
  const options = ['--smtp-url', await mail.listen(), '--mail-from', 'ASN Digital <portal@asn.example>', '--reset-wait-hours', '48']
  return { people: OURS.map(([, person]) => person), options }
})

test.describe.configure({ mode: 'default' })

const CODE = 'Kode untuk mengatur ulang autentikator'
const STARTED = 'Pengaturan ulang autentikator dimulai'
const CANCELLED = 'Pengaturan ulang dibatalkan'
const alarm = (page: Page) => page.getByRole('region', { name: /^Semua autentikator Anda akan dihapus pada/ })

/** Asks for the code and starts a reset, by plain requests. */
async function start(visitor: Visitor, person: Person): Promise<void> {
  await visitor.passFirstStep(person)
  expect(textOf(await visitor.follow(await visitor.post('/api/reset/send-code', {})))).toContain('Kode sudah dikirim')
  const code = mailedCodeIn(await letterTo(person, CODE, mail))
  expect(textOf(await visitor.follow(await visitor.post('/api/reset/start', { code })))).toContain('Pengaturan ulang sudah dimulai')
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    const person = javaScriptEnabled ? PEOPLE.lost : PEOPLE.lostWithoutScript

    test('password and mailbox start a reset that waits; the other session is told at once, and cancels it', async ({ page, another }) => {
      const owner = await (await another({ javaScriptEnabled })).newPage()
      const { phone } = await new Visitor(owner.request).enter(person)
      await owner.goto('/beranda')

      await steps.passFirstStep(page, person)
      await page.getByRole('link', { name: 'HP hilang dan tidak punya kode pemulihan?' }).click()
      await expect(page).toHaveURL('/masuk/hp-hilang')
      await expect(page.getByText(`Kami kirim kode ke l•••@uji.example. Setelah kode diketik, semua autentikator dihapus dalam 48 jam`)).toBeVisible()
      await expect(page.getByLabel('Kode dari surel')).toHaveCount(0)
      await page.getByRole('button', { name: 'Kirim kode' }).click()
      await expect(page.getByRole('status')).toHaveText(/^Kode sudah dikirim dan berlaku 10 menit/)
      const code = mailedCodeIn(await letterTo(person, CODE, mail))

      for (const wrong of ['', 'K7QF-M2ZP', code.slice(0, -1)]) {
        await page.getByLabel('Kode dari surel').fill(wrong)
        await page.getByRole('button', { name: 'Mulai pengaturan ulang' }).click()
        await steps.expectErrors(page, [/^Kode salah atau sudah lewat 10 menit/])
      }
      await page.getByLabel('Kode dari surel').fill(code.toLowerCase())
      await page.getByRole('button', { name: 'Mulai pengaturan ulang' }).click()
      const status = page.getByRole('status')
      await expect(status).toHaveText(/^Pengaturan ulang sudah dimulai pada \d+ \S+ \d{4} \d\d\.\d\d WIB dan berlaku pada \d+ \S+ \d{4} \d\d\.\d\d WIB\./)
      const [, when = ''] = /berlaku pada (\d+ \S+ \d{4} \d\d\.\d\d WIB)/.exec((await status.textContent()) ?? '') ?? []
      expect((await letterTo(person, STARTED, mail)).text).toContain(`berlaku pada ${when}`)

      await test.step('nothing is open for it yet', async () => {
        await page.goto('/beranda')
        await expect(page).toHaveURL(/\/masuk/)
        await steps.passFirstStep(page, person)
      })

      await test.step('the page says so, and offers no other code', async () => {
        await page.goto('/masuk/hp-hilang')
        await expect(page.getByText('Batalkan dengan tautan di surel yang kami kirim')).toBeVisible()
        await expect(page.getByRole('button', { name: 'Kirim kode' })).toHaveCount(0)
      })

      await test.step('the person is told wherever they are logged in', async () => {
        for (const path of ['/akun', '/beranda']) {
          await owner.goto(path)
          await expect(alarm(owner)).toContainText(when)
        }
        await alarm(owner).getByRole('button', { name: 'Bukan saya, batalkan' }).click()
        await expect(owner).toHaveURL('/akun')
        await expect(owner.getByRole('status')).toContainText('Pengaturan ulang dibatalkan. Autentikator Anda tetap seperti semula.')
        await letterTo(person, CANCELLED, mail)
        await owner.goto('/beranda')
        await expect(alarm(owner)).toHaveCount(0)
      })

      await test.step('the code was good once; the phone still works', async () => {
        await page.goto('/masuk/hp-hilang')
        await expect(page.getByText('Pengaturan ulang sudah dimulai')).toHaveCount(0)
        await page.getByRole('button', { name: 'Kirim kode' }).click()
        await page.getByLabel('Kode dari surel').fill(code)
        await page.getByRole('button', { name: 'Mulai pengaturan ulang' }).click()
        await steps.expectErrors(page, [/^Kode salah/])
        await page.getByRole('link', { name: 'Kembali ke langkah kedua' }).click()
        await steps.giveCode(page, await phone.next())
        await steps.expectLauncher(page, person)
      })
    })
  })
}

test('the mailed link cancels when its button is pressed, not when it is looked at, and its key leaves the address', async ({ page, context, another }) => {
  const person = PEOPLE.lostLink
  const owner = new Visitor((await another()).request)
  await owner.enter(person)
  await start(new Visitor((await another()).request), person)
  const link = linkIn(await letterTo(person, STARTED, mail))
  expect(new URL(link).pathname).toBe('/batalkan-atur-ulang')

  await test.step('a program that looks at links changes nothing, however it asks', async () => {
    const scanner = await another()
    for (let look = 0; look < 2; look++) {
      expect((await scanner.request.get(link)).status()).toBe(200)
      await scanner.request.head(link)
    }
    expect(await (await owner.get('/beranda')).text()).toContain('bar-alarm')
  })

  const asked: string[] = []
  page.on('request', (request) => asked.push(`${request.url()} from ${request.headers()['referer'] ?? ''}`))
  await page.goto(link)
  await expect(page).toHaveURL('/batalkan-atur-ulang')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Batalkan pengaturan ulang')
  expect(asked.filter((one) => one.includes('kunci='))).toHaveLength(1)
  expect(await page.content()).not.toContain(new URL(link).searchParams.get('kunci'))
  const cookie = (await context.cookies()).find(({ name }) => name === 'asn_link')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  await page.getByRole('button', { name: 'Batalkan pengaturan ulang' }).click()
  await expect(page).toHaveURL('/masuk')
  await expect(page.getByRole('status')).toContainText('Pengaturan ulang dibatalkan.')
  expect(await (await owner.get('/beranda')).text()).not.toContain('bar-alarm')
  await letterTo(person, CANCELLED, mail)

  await page.goto(link)
  await page.getByRole('button', { name: 'Batalkan pengaturan ulang' }).click()
  await expect(page.getByRole('status')).toContainText('Tidak ada pengaturan ulang yang bisa dibatalkan')
  await page.goto('/batalkan-atur-ulang?kunci=abc')
  await page.getByRole('button', { name: 'Batalkan pengaturan ulang' }).click()
  await expect(page.getByRole('status')).toContainText('Tidak ada pengaturan ulang yang bisa dibatalkan')
})

test('one reset is open at a time, and the owner\'s mailbox is not flooded', async ({ request, another }) => {
  const person = PEOPLE.lostFlooded
  await new Visitor((await another()).request).enter(person)
  const visitor = new Visitor(request)
  await visitor.passFirstStep(person)
  const send = async (): Promise<string> => textOf(await visitor.follow(await visitor.post('/api/reset/send-code', {})))
  for (let letters = 0; letters < 3; letters++) expect(await send()).toContain('Kode sudah dikirim')
  expect(await send()).toMatch(/Terlalu banyak percobaan.*tunggu 5 menit/)

  const code = mailedCodeIn(await letterTo(person, CODE, mail, 3))
  expect(textOf(await visitor.follow(await visitor.post('/api/reset/start', { code })))).toContain('Pengaturan ulang sudah dimulai')
  expect(await send()).toContain('Tidak ada lagi yang perlu Anda kirim')
  await letterTo(person, CODE, mail, 3)
})

test('without a mailbox the page says whom to ask, and without the password there is no page', async ({ page, another }) => {
  const person = PEOPLE.lostMailbox
  await new Visitor((await another()).request).enrol(person)
  await page.goto('/masuk/hp-hilang')
  await expect(page).toHaveURL('/masuk')
  expect(localTarget(await new Visitor(page.request).post('/api/reset/send-code', {}))).toBe('/masuk')
  await steps.passFirstStep(page, person)
  await page.goto('/masuk/hp-hilang')
  await expect(page.getByText('Tidak ada alamat surel terdaftar untuk akun ini. Lanjut ke langkah 3.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Kirim kode' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Minta bantuan operator instansi' })).toBeVisible()
})
