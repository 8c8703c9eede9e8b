// Recovery codes: ten, shown once, each good for one login where the phone is not at hand.
import { letterTo } from '../support/mail'
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { localTarget, textOf, Visitor } from '../support/visitor'

test('ten recovery codes are shown once after the activation, to be printed, copied or kept as a file', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const person = PEOPLE.recoveryShown
  await steps.firstLogin(page, person)
  await steps.acceptMfa(page)
  await steps.activate(page, await (await steps.scanWithPhone(page)).next())
  await expect(page).toHaveURL('/mfa/kode-pemulihan')
  const codes = await steps.recoveryCodes(page)
  await expect(page.getByText('Kode hanya ditampilkan sekali ini.')).toBeVisible()

  await test.step('the file holds the same codes, and the number only masked', async () => {
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Unduh' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('kode-pemulihan-asn-digital.txt')
    const text = Buffer.concat(await (await download.createReadStream()).toArray()).toString()
    expect(text.split('\r\n').filter((line) => codes.includes(line))).toEqual(codes)
    expect(text).toContain('Sepuluh kode pemulihan')
    expect(text).toContain(`${person.nip.slice(0, 4)}••••••••••${person.nip.slice(-4)}`)
    expect(text).not.toContain(person.nip)
  })

  await test.step('copying gives one code a line', async () => {
    await page.getByRole('button', { name: 'Salin' }).click()
    await expect(page.getByText('Tersalin')).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'))
  })

  await test.step('printed, there is nothing but what belongs on the paper', async () => {
    await page.evaluate(() => (window.print = () => document.body.classList.add('printed')))
    await page.getByRole('button', { name: 'Cetak' }).click()
    await expect(page.locator('body')).toHaveClass('printed')
    await page.emulateMedia({ media: 'print' })
    expect((await page.locator('body').innerText()).split(/\n+/).map((line) => line.trim()).filter(Boolean)).toEqual([
      'Simpan kode pemulihan',
      expect.stringMatching(/^\d{4}•{10}\d{4}, Dibuat \d+ \S+ \d{4} \d\d\.\d\d WIB$/),
      ...codes,
    ])
    await page.emulateMedia({ media: null })
  })

  await test.step('a reload shows none of them, and leads on all the same', async () => {
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kode sudah pernah ditampilkan')
    const html = await page.content()
    expect(codes.filter((code) => html.includes(code) || html.includes(code.replace('-', '')))).toEqual([])
    await page.getByRole('link', { name: 'Lanjut', exact: true }).click()
    await expect(page).toHaveURL('/masuk')
    await expect(page.getByRole('status')).toContainText('MFA sudah aktif')
    await page.goBack()
    await expect(page.locator('#kode'), 'the back button shows none either').toHaveCount(0)
  })
})

test('the page of the codes shows a stranger nothing', async ({ request }) => {
  const stranger = new Visitor(request)
  for (const path of ['/mfa/kode-pemulihan', '/akun/kode-pemulihan']) {
    expect(localTarget(await stranger.get(path))).toMatch(/^\/masuk/)
  }
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    const person = javaScriptEnabled ? PEOPLE.recoveryUsed : PEOPLE.recoveryWithoutScript

    test('a recovery code opens one login in place of the one-time code, and a used one none', async ({ page, context }) => {
      const { recoveryCodes } = await new Visitor(context.request).enrol(person)
      const [first = '', second = ''] = recoveryCodes
      await page.goto('/layanan/presensi')
      await steps.login(page, { nip: person.nip, password: person.password })
      await steps.giveRecoveryCode(page, 'K7QFM')
      await steps.expectErrors(page, [/^Kode pemulihan salah atau sudah dipakai/])
      await expect(page.getByLabel('Kode pemulihan', { exact: true }), 'the fold is open').toBeVisible()
      await steps.giveRecoveryCode(page, ` ${first.toLowerCase().replace('-', ' ')} `)
      await expect(page, 'on to where the person wanted to go').toHaveURL('/layanan/presensi')

      await page.goto('/akun')
      await expect(page.getByText('Sisa 9 dari 10 kode.')).toBeVisible()
      expect((await letterTo(person, 'Kode pemulihan dipakai')).text).toContain('Sisa: 9.')

      await steps.logOut(page)
      await steps.passFirstStep(page, person)
      await steps.giveRecoveryCode(page, first)
      await steps.expectErrors(page, [/^Kode pemulihan salah atau sudah dipakai/])
      await steps.giveRecoveryCode(page, second)
      await steps.expectLauncher(page, person)
    })
  })
}

test('of two browsers that give the same recovery code at once exactly one gets in', async ({ context, another }) => {
  const person = PEOPLE.recoveryRace
  const { recoveryCodes } = await new Visitor(context.request).enter(person)
  for (const code of recoveryCodes.slice(0, 3)) {
    const both = [new Visitor((await another()).request), new Visitor((await another()).request)]
    for (const one of both) await one.passFirstStep(person)
    const answers = await Promise.all(both.map((one) => one.giveRecoveryCode(code)))
    expect(answers.map(localTarget).sort(), code).toEqual(['/beranda', '/masuk/langkah-kedua'])
    const pages = await Promise.all(both.map((one) => one.get('/beranda')))
    expect(pages.map((page) => page.status()).sort()).toEqual([200, 303])
  }
})

test('guessing recovery codes soon means waiting, and the one-time code still works meanwhile', async ({ context, another, page }) => {
  const person = PEOPLE.secondStep
  const { phone } = await new Visitor(context.request).enter(person)
  const stranger = new Visitor((await another()).request)
  await stranger.passFirstStep(person)
  for (let attempt = 1; attempt <= 5; attempt++) {
    const answer = await stranger.giveRecoveryCode(`ABCDE-FGHJ${attempt + 1}`)
    expect(textOf(await stranger.follow(answer))).toContain('Kode pemulihan salah')
  }
  const answer = await stranger.giveRecoveryCode('ABCDE-FGHJK')
  expect(textOf(await stranger.follow(answer))).toMatch(/Terlalu banyak percobaan\. Akun tidak diblokir: tunggu \d+ detik/)

  await page.goto('/beranda')
  await steps.logOut(page)
  await steps.passFirstStep(page, person)
  await steps.giveCode(page, await phone.next())
  await steps.expectLauncher(page, person)
})

test('whoever has two codes left is reminded on the launcher, and new ones take the place of the old', async ({ page, context, another }) => {
  const person = PEOPLE.recoveryFew
  const { recoveryCodes } = await new Visitor(context.request).enter(person)
  const reminder = async (text: string | RegExp, shown = true) => {
    await page.goto('/beranda')
    await expect(page.getByText(text)).toBeVisible({ visible: shown })
  }
  await useUp(new Visitor((await another()).request), recoveryCodes.slice(0, 7))
  await reminder(/kode pemulihan\.$/, false)
  await useUp(new Visitor((await another()).request), recoveryCodes.slice(7, 8))
  await reminder('Sisa 2 kode pemulihan.')
  await page.goto('/akun')
  await expect(page.getByText('Sisa 2 kode pemulihan.')).toBeVisible()

  await page.goto('/beranda')
  await page.getByRole('link', { name: 'Buat kode baru' }).click()
  await expect(page).toHaveURL('/akun#kode')
  await page.getByRole('button', { name: 'Buat sepuluh kode baru' }).click()
  await expect(page).toHaveURL('/akun/kode-pemulihan')
  const made = await steps.recoveryCodes(page)
  expect(made.filter((code) => recoveryCodes.includes(code))).toEqual([])
  await expectStillInside(page, person.name)
  await page.getByRole('link', { name: 'Sudah saya simpan, lanjut' }).click()
  await expect(page).toHaveURL('/akun')
  await expect(page.getByText('Sisa 10 dari 10 kode.')).toBeVisible()
  await reminder(/kode pemulihan\.$/, false)
  await letterTo(person, 'Kode pemulihan baru dibuat')

  const other = new Visitor((await another()).request)
  await other.passFirstStep(person)
  expect(localTarget(await other.giveRecoveryCode(recoveryCodes[9] ?? '')), 'an old one').toBe('/masuk/langkah-kedua')
  expect(localTarget(await other.giveRecoveryCode(made[9] ?? '')), 'a new one').toBe('/beranda')

  async function useUp(visitor: Visitor, codes: string[]): Promise<void> {
    for (const code of codes) {
      await visitor.enterWithRecoveryCode(person, code)
      await visitor.post('/api/logout', {})
    }
  }
})

/** The frame of the page is that of somebody who is logged in. */
async function expectStillInside(page: Page, name: string): Promise<void> {
  await expect.soft(page.locator('.greeting')).toContainText(name)
  await expect.soft(page.getByRole('banner').getByRole('button', { name: 'Keluar' })).toBeVisible()
  await expect.soft(page.getByRole('banner').getByRole('link', { name: 'Masuk', exact: true })).toHaveCount(0)
}
