// The page that every relying party shows, and what the tests read on it.
import { expect, type Page } from '@playwright/test'
import type { Person } from '../support/people'
import { secret } from '../support/secrets'

export interface SignedIn {
  readonly name: string
  readonly nip: string
  readonly roles: readonly string[]
  readonly idToken: string
  readonly accessToken: string
}

/** As HTML; the other relying parties write the same by their own means. */
export function pageOf(person?: SignedIn): string {
  const shown: [string, string][] = person
    ? [
        ['name', person.name],
        ['nip', person.nip],
        ['roles', person.roles.join(',')],
        ['id_token', person.idToken],
        ['access_token', person.accessToken],
      ]
    : [['nobody', 'Belum masuk']]
  const links = person ? ['login', 'refresh', 'logout'] : ['login']
  return [
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Layanan uji</title>',
    ...shown.map(([id, text]) => `<p id="${id}">${text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)}</p>`),
    ...links.map((link) => `<a id="${link}" href="/${link}">${link}</a>`),
  ].join('\n')
}

/** What is given to the service must not be in the portal's log. */
export async function expectSignedIn(page: Page, { name, nip, roles }: Person): Promise<void> {
  await expect(page.locator('#name')).toHaveText(name)
  await expect(page.locator('#nip')).toHaveText(nip)
  for (const token of ['id_token', 'access_token']) secret('token', await textOf(page, token))
  expect((await textOf(page, 'roles')).split(',').sort()).toEqual(roles.split(' ').sort())
}

export async function expectNobody(page: Page): Promise<void> {
  await expect(page.locator('#nobody')).toBeVisible()
  await expect(page.locator('#name')).toHaveCount(0)
}

export async function press(page: Page, link: 'login' | 'refresh' | 'logout'): Promise<void> {
  await page.locator(`#${link}`).click()
}

/** The access token. */
export function accessToken(page: Page): Promise<string> {
  return textOf(page, 'access_token')
}

/** Which key signed the ID token. */
export async function signingKey(page: Page): Promise<string> {
  const [head = ''] = (await textOf(page, 'id_token')).split('.')
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid?: string }
  return kid ?? ''
}

async function textOf(page: Page, id: string): Promise<string> {
  return ((await page.locator(`#${id}`).textContent()) ?? '').trim()
}
