// A tab that outlives its session acts for nobody who logs in after it, with scripts or without.
import { PEOPLE } from '../support/people'
import * as steps from '../support/steps'
import { expect, test } from '../support/test'
import { textOf, Visitor } from '../support/visitor'

for (const [how, javaScriptEnabled, leaves, comes] of [
  ['with scripts', true, PEOPLE.leavesTab, PEOPLE.comesAfter],
  ['without scripts', false, PEOPLE.leavesTabWithoutScript, PEOPLE.comesAfterWithoutScript],
] as const) {
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`what stands in an old tab is not done for the next person, ${how}`, async ({ page, context }) => {
      const { phone } = await new Visitor(context.request).enter(leaves)
      const [launcher, account, draft] = [await context.newPage(), await context.newPage(), await context.newPage()]
      // One that can be seen leaves by itself when somebody logs out in another.
      const hide = () => Object.defineProperty(document, 'hidden', { get: () => true })
      for (const tab of [page, launcher, account, draft]) await tab.addInitScript(hide)
      await launcher.goto('/beranda')
      await account.goto('/akun')
      await draft.goto('/kelola/pengumuman/baru')
      await draft.getByLabel('Judul (Bahasa Indonesia)').fill('Titipan orang sebelumnya')
      await page.goto('/beranda')
      await steps.logOut(page)
      const seen = new Visitor(context.request)
      await seen.enter(comes)
      const made = async () => textOf(await (await seen.get('/akun/catatan')).text()).split('Kode pemulihan baru dibuat').length
      const before = await made()

      const expectRefused = async (tab: typeof page) => {
        await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Halaman tadi milik akun lain')
        await expect(tab.getByText('Tidak ada yang berubah.')).toBeVisible()
      }
      await draft.getByRole('button', { name: 'Simpan draf' }).click()
      await expectRefused(draft)
      await account.getByRole('button', { name: 'Buat sepuluh kode baru' }).click()
      await expectRefused(account)
      await launcher.locator('#semua [data-slug="kms"] button').click()
      if (!javaScriptEnabled) {
        await expectRefused(launcher)
        await launcher.goto('/beranda')
      }
      await steps.expectLauncher(launcher, comes)
      await expect(launcher.locator('#favorit .tile[data-slug="kms"]')).toHaveCount(0)

      await draft.getByRole('link', { name: 'Buka beranda' }).click()
      await steps.expectLauncher(draft, comes)
      expect(textOf(await (await seen.get('/kelola/pengumuman')).text())).not.toContain('Titipan orang sebelumnya')
      expect(await made(), 'no recovery codes were made').toBe(before)

      await test.step('and who was there first goes on with the old tab after logging in again', async () => {
        await steps.logOut(draft)
        await steps.login(draft, { ...leaves, code: await phone.next() })
        await steps.expectLauncher(draft, leaves)
        await page.goto('/beranda')
        await steps.logOut(draft)
        await steps.login(draft, { ...leaves, code: await phone.next() })
        await steps.expectLauncher(draft, leaves)
        await page.locator('#semua [data-slug="jdih"] button').click()
        await expect(page.locator('#favorit .tile[data-slug="jdih"]')).toHaveCount(1)
      })
    })
  })
}
