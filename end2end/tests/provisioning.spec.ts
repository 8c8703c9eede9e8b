// The system of an agency: an administrator makes its token, it registers people and disables too many of them at once, two
// administrators let it go on, and its token ends. Without a script and on a phone, too.
import { expectAccessible } from '../support/axe'
import { PEOPLE } from '../support/people'
import { secret } from '../support/secrets'
import { provedStorageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'

/** What any agency may disable within an hour. */
const ALLOWED = 10
const REASON = 'Dibenarkan kepala bagian kepegawaian lewat telepon.'

async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

test('a system that disables too many is held until two administrators let it go on', async ({ another, request }) => {
  test.slow()
  const { agency } = PEOPLE.provisions
  const look = { bypassCSP: true, reducedMotion: 'reduce', viewport: { width: 360, height: 740 }, javaScriptEnabled: false } as const
  const page = await (await another({ ...look, storageState: await provedStorageOf(PEOPLE.provisions) })).newPage()

  const token = await test.step('a token is made, and shown once', async () => {
    await page.goto('/kelola/layanan')
    await page.getByRole('link', { name: 'Sistem kepegawaian', exact: true }).click()
    await page.getByLabel('Instansi', { exact: true }).fill(agency)
    await page.getByLabel('Nama sistem').fill('sistem ☂')
    await page.getByLabel('Berlaku berapa hari').fill('selamanya')
    await page.getByRole('button', { name: 'Buat token' }).click()
    await steps.expectErrors(page, [/1 sampai 60 huruf/, /jumlah hari dari 1 sampai 1095/])
    await expect(page.getByLabel('Nama sistem')).toHaveValue('sistem ☂')
    await expectToFit(page)
    await page.getByLabel('Nama sistem').fill('SIMPEG Dinas Sistem')
    await page.getByLabel('Berlaku berapa hari').fill('30')
    await page.getByRole('button', { name: 'Buat token' }).click()
    const made = secret('token', (await page.locator('#token').textContent()) ?? '')
    await expectToFit(page)
    await page.reload()
    await expect(page.locator('#token')).toHaveCount(0)
    return made
  })

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
  const ids: string[] = []
  const disable = async (place: number) => (await request.delete(`/scim/v2/Users/${ids[place]}`, { headers })).status()

  await test.step('the system registers people, and disables as many as it may', async () => {
    for (let place = 0; place < ALLOWED + 2; place++) {
      const userName = secret('nip', `19860926201505${1 + (place % 2)}${String(900 + place)}`)
      const name = { formatted: 'Siti Rahma' }
      const made = await request.post('/scim/v2/Users', { headers, data: { schemas, userName, name, displayName: 'Siti Rahma' } })
      expect(made.status(), await made.text()).toBe(201)
      ids.push(((await made.json()) as { id: string }).id)
    }
    for (let place = 0; place < ALLOWED; place++) expect(await disable(place)).toBe(204)
    expect(await disable(ALLOWED)).toBe(429)
  })

  await test.step('an administrator sees what is held, and proposes that it goes on', async () => {
    await page.reload()
    await expect(page.getByText(`${agency}: ${ALLOWED} orang dalam satu jam terakhir.`)).toBeVisible()
    await page.getByLabel('Alasan').fill('ya')
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click()
    await steps.expectErrors(page, [/minimal 10 huruf/])
    await expect(page.getByLabel('Alasan')).toHaveValue('ya')
    await expectToFit(page)
    await page.getByLabel('Alasan').fill(REASON)
    await page.getByRole('button', { name: 'Ajukan', exact: true }).click()
    await expect(page.getByRole('status').first()).toContainText('Usul dicatat')
    await expect(page.getByText('Sudah diajukan, menunggu administrator lain.')).toBeVisible()
    expect(await disable(ALLOWED), 'one is not enough').toBe(429)
  })

  await test.step('the page is for everybody: axe', async () => {
    const seen = await (await another({ ...look, javaScriptEnabled: true, storageState: await provedStorageOf(PEOPLE.provisions) })).newPage()
    await seen.goto('/kelola/sistem')
    await seen.locator('summary', { hasText: 'Akhiri SIMPEG Dinas Sistem' }).click()
    await expectAccessible(seen, 'systems of agencies, one of them held')
  })

  await test.step('another one agrees, and the system goes on', async () => {
    const second = await (await another({ ...look, storageState: await provedStorageOf(PEOPLE.provisionsSecond) })).newPage()
    await second.goto('/kelola/persetujuan')
    const proposal = second.locator('.rows > li').filter({ hasText: REASON })
    await expect(proposal).toContainText('boleh melanjutkan penonaktifan')
    await proposal.getByRole('button', { name: /^Setujui/ }).click()
    await expect(second.getByRole('status').first()).toContainText('sudah berlaku')
    expect(await disable(ALLOWED)).toBe(204)
  })

  await test.step('its token ends, after a second thought', async () => {
    await page.reload()
    await expect(page.getByText('Penonaktifan yang ditahan')).toHaveCount(0)
    const row = page.locator('.rows > li').filter({ hasText: 'SIMPEG Dinas Sistem' })
    await expect(row.getByRole('button', { name: 'Akhiri sekarang' })).toBeHidden()
    await row.locator('summary').click()
    await expect(row.getByText('tidak dapat diberlakukan lagi')).toBeVisible()
    await expectToFit(page)
    await row.getByRole('button', { name: 'Akhiri sekarang' }).click()
    await expect(page.getByRole('status').first()).toContainText('Token diakhiri')
    expect(await disable(ALLOWED + 1)).toBe(401)
  })
})
