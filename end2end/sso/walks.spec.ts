// What somebody does at a service, with a real number, password and one-time code: the same for every relying party.
import type { Page } from '@playwright/test'
import { openAccountMenu } from '../support/steps'
import { accessToken, expectNobody, expectSignedIn, press, signingKey } from './page'
import type { RelyingParty } from './relying_party'
import { RELYING_PARTIES } from './site'
import { expect, test, type Enrolled } from './test'

async function signIn(page: Page, service: string, { person, logIn }: Enrolled): Promise<void> {
  await page.goto(service)
  await expectNobody(page)
  await press(page, 'login')
  await logIn(page)
  await expectSignedIn(page, person)
}

/** A page without a server is none that could be told. */
function isTold(party: RelyingParty): boolean {
  return Boolean(party.client('').backchannel_logout_uri)
}

/** In another tab. The portal says which services know. */
async function logOutAtPortal(tab: Page, party: RelyingParty): Promise<void> {
  await tab.goto('/beranda')
  await openAccountMenu(tab)
  await tab.getByRole('banner').getByRole('button', { name: 'Keluar' }).click()
  if (isTold(party)) {
    const { client_name } = party.client('')
    await expect(tab).toHaveURL('/keluar/selesai')
    await expect(tab.getByRole('listitem').filter({ hasText: String(client_name) })).toContainText('sudah tahu')
  } else {
    await expect(tab).toHaveURL('/masuk')
  }
}

for (const party of RELYING_PARTIES) {
  test.describe(party.name, () => {
    /** Where it cannot be had its tests are skipped, not without a word. */
    test.beforeAll(() => {
      const lacks = party.missing()
      if (lacks.length) console.log(`sso: ${party.name} is skipped, for there is no ${lacks.join(' and no ')} here`)
      test.skip(lacks.length > 0)
    })

    test('one logs in, is known, stays by a refresh, and logs out of both at the service', async ({ page, open, enrolled }) => {
      const service = await open(party)
      await signIn(page, service, enrolled)

      const before = await accessToken(page)
      await press(page, 'refresh')
      await expect(page.locator('#access_token')).not.toHaveText(before)
      await expectSignedIn(page, enrolled.person)

      await press(page, 'logout')
      await expect(page).toHaveURL(new RegExp(`^${service}/(\\?|$)`))
      await expectNobody(page)
      await page.goto('/beranda')
      await expect(page).toHaveURL('/masuk?lanjut=%2Fberanda')
      await page.goto(service)
      await press(page, 'login')
      await expect(page.getByLabel('NIP atau NI PPPK')).toBeVisible()
    })

    test('logging out at the portal ends it at the service', async ({ page, context, open, enrolled }) => {
      const service = await open(party)
      await signIn(page, service, enrolled)
      await page.goto(service)
      await expectSignedIn(page, enrolled.person)

      await logOutAtPortal(await context.newPage(), party)
      // Who was not told finds out: what the page holds is worth nothing any more.
      if (!isTold(party)) {
        await press(page, 'refresh')
        await expectNobody(page)
      }
      await page.goto(service)
      await expectNobody(page)
    })

    test('another key signs, and one logs in, stays and logs out as before', async ({ page, context, open, site, enrolled }) => {
      const service = await open(party)
      await signIn(page, service, enrolled)
      const before = await signingKey(page)

      const signs = site.rotateKey()
      // What was given before goes on being good.
      const token = await accessToken(page)
      await press(page, 'refresh')
      await expect(page.locator('#access_token')).not.toHaveText(token)
      await expectSignedIn(page, enrolled.person)
      // The command promises when; nothing else would show it. The portal knows who this is, and asks for nothing.
      await page.waitForTimeout(Math.max(0, signs.getTime() - Date.now()))
      await press(page, 'login')
      await expectSignedIn(page, enrolled.person)
      await expect.poll(() => signingKey(page)).not.toBe(before)

      // The call to the service is signed by the new key, too.
      await logOutAtPortal(await context.newPage(), party)
      await page.goto(service)
      await expectNobody(page)
    })
  })
}
