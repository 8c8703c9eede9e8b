// Looking after people: an operator finds somebody among many, does what helps, and that person reads who it was and why.
// All of it works without a script, on a phone, and with a keyboard alone.
import type { BrowserContextOptions } from '@playwright/test'
import { expectAccessible } from '../support/axe'
import { PEOPLE, type Person } from '../support/people'
import { provedStorageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'

test.describe.configure({ mode: 'default' })

const REASON = 'HP hilang di kapal, datang ke loket dengan KTP.'

/** The names of those on the page, with the ends of their numbers. */
const listed = (page: Page) => page.locator('.rows > li h2').allInnerTexts()

async function search(page: Page, typed: string): Promise<void> {
  await page.getByLabel('NIP atau nama').fill(typed)
  await page.getByRole('button', { name: 'Cari', exact: true }).click()
}

async function open(page: Page, { nip, name }: Person): Promise<void> {
  await page.goto('/kelola/orang')
  await search(page, nip)
  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.getByText(nip, { exact: true })).toBeVisible()
}

/** Whether nothing is wider than the screen. */
async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

const LOOKS: { name: string; options: BrowserContextOptions; operator: Person; person: Person }[] = [
  { name: 'with scripts', options: {}, operator: PEOPLE.looksAfter, person: PEOPLE.lookedAfter },
  {
    name: 'without scripts on a phone',
    options: { javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
    operator: PEOPLE.looksAfterWithoutScript,
    person: PEOPLE.lookedAfterWithoutScript,
  },
]

for (const { name, options, operator, person } of LOOKS) {
  test(`an operator finds somebody, helps, and that person reads it: ${name}`, async ({ another }) => {
    test.slow()
    const theirs = await another({ ...options, storageState: await provedStorageOf(person) })
    const context = await another({ ...options, storageState: await provedStorageOf(operator) })
    const page = await context.newPage()

    await test.step('words of a name in any order, a number from its beginning; nobody of another agency', async () => {
      await page.goto('/kelola/orang')
      const [first = '', second = ''] = person.name.split(' ')
      await search(page, `${second.slice(0, 4)} ${first.slice(0, 3)}`)
      await expect(page.getByRole('link', { name: person.name, exact: true }).first()).toBeVisible()
      await search(page, `${person.nip.slice(0, 4)} ${person.nip.slice(4, 8)}`)
      await expect(page.getByRole('link', { name: person.name, exact: true })).toBeVisible()
      await search(page, PEOPLE.elsewhere.nip)
      await expect(page.getByRole('status').first()).toContainText('Tidak ada yang cocok')
    })

    await test.step('what cannot be searched for is said, and stays in the field', async () => {
      for (const [typed, said] of [
        ['s', /minimal dua huruf/],
        ['%', /tanda saja/],
        ['198', /4 angka pertama/],
        ['a'.repeat(300), /paling panjang 100 huruf; yang diketik 300/],
      ] as const) {
        await search(page, typed)
        await steps.expectErrors(page, [said])
        await expect(page.getByLabel('NIP atau nama')).toHaveValue(typed)
        await expectToFit(page)
      }
    })

    await test.step('a long list has pages, and back leads to the page before as it was', async () => {
      await page.goto('/kelola/orang')
      const before = await listed(page)
      expect(before).toHaveLength(50)
      await expectToFit(page)
      await page.getByRole('link', { name: 'Berikutnya' }).click()
      await expect(page.getByRole('link', { name: 'Halaman pertama' })).toBeVisible()
      const after = await listed(page)
      expect(after.filter((one) => before.includes(one))).toEqual([])
      await page.goBack()
      expect(await listed(page)).toEqual(before)
      await search(page, '1970')
      await page.getByRole('link', { name: 'Hapus pencarian' }).click()
      await expect(page).toHaveURL('/kelola/orang')
    })

    await test.step('an act needs a choice and a reason; then it is done', async () => {
      await open(page, person)
      await expectToFit(page)
      await page.getByRole('button', { name: 'Lakukan' }).click()
      await steps.expectErrors(page, [/Pilih apa yang dilakukan/, /minimal 10 huruf/])
      await page.getByLabel('Keluarkan dari semua perangkat').check()
      await page.getByLabel('Alasan').first().fill(REASON)
      await page.getByRole('button', { name: 'Lakukan' }).click()
      await expect(page.getByRole('status').first()).toContainText('keluar dari semua perangkat')
      await expect(page.getByText('Tidak sedang masuk di mana pun.')).toBeVisible()
      await page.getByLabel('Nama yang benar').fill('  Ayu   Lestari ')
      await page.getByLabel('Alasan').last().fill(REASON)
      await page.getByRole('button', { name: 'Simpan nama' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ayu Lestari')
    })

    await test.step('the person is signed out, and reads who it was and why', async () => {
      const own = await theirs.newPage()
      await own.goto('/akun/akses')
      await expect(own).toHaveURL(/\/masuk/)
    })
  })
}

test('the pages are for everybody: axe, and the keyboard alone', async ({ another }) => {
  const storageState = await provedStorageOf(PEOPLE.looksAfter)
  const context = await another({ storageState, bypassCSP: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('/kelola/orang')
  await expectAccessible(page, 'people')
  await page.goto('/kelola/orang?cari=%25&keadaan=active')
  await expectAccessible(page, 'people, refused')
  await page.goto('/kelola/orang')
  // To the field, and on by Enter.
  await page.getByLabel('NIP atau nama').focus()
  await page.keyboard.type(PEOPLE.lookedAt.nip)
  await page.keyboard.press('Enter')
  const found = page.getByRole('link', { name: PEOPLE.lookedAt.name, exact: true })
  await expect(found).toBeVisible()
  for (let i = 0; i < 40 && !(await found.evaluate((link) => link === document.activeElement)); i++) await page.keyboard.press('Tab')
  await expect(found).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(PEOPLE.lookedAt.name)
  await expectAccessible(page, 'person')
  const address = page.url()

  await test.step('that person reads it, and takes their data along', async () => {
    const theirs = await another({ storageState: await provedStorageOf(PEOPLE.lookedAt), bypassCSP: true, reducedMotion: 'reduce' })
    const own = await theirs.newPage()
    await own.goto('/akun')
    await own.getByRole('link', { name: 'Siapa melihat saya, dan data saya' }).click()
    await expect(own.getByRole('definition').filter({ hasText: 'Membuka halaman Anda' })).toBeVisible()
    await expect(own.getByText(PEOPLE.looksAfter.name)).toBeVisible()
    await expectAccessible(own, 'accesses')
    const download = own.waitForEvent('download')
    await own.getByRole('link', { name: 'Unduh data saya' }).click()
    expect((await download).suggestedFilename()).toBe('asn-digital.json')
  })

  await test.step('what happened to that person is found in the record, and taken along', async () => {
    await page.goto('/kelola/orang')
    await page.getByRole('link', { name: 'Catatan', exact: true }).click()
    await page.getByLabel('NIP', { exact: true }).fill(PEOPLE.lookedAt.nip)
    await page.getByRole('button', { name: 'Cari' }).click()
    await expect(page).toHaveURL(new RegExp(`orang=${PEOPLE.lookedAt.nip}`))
    await expect(page.getByRole('definition').first()).toBeVisible()
    await expectAccessible(page, 'record')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Unduh CSV' }).click()
    expect((await download).suggestedFilename()).toBe('catatan.csv')
  })

  await test.step('to an operator of another agency that person is not there', async () => {
    const elsewhere = await another({ storageState: await provedStorageOf(PEOPLE.looksAfterElsewhere) })
    const answer = await (await elsewhere.newPage()).goto(address)
    expect(answer?.status()).toBe(404)
  })
})
