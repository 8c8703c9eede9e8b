// A launcher is its person's own: what they pin, in their order, on every device; with a mouse, a finger, the
// keyboard or without scripts; and nobody gets onto it what they may not see.
import type { Locator } from '@playwright/test'
import { suggestedTo } from '../support/catalogue'
import { PEOPLE } from '../support/people'
import { storageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { localTarget, sameOrigin, Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })

function favourites(page: Page): Promise<string[]> {
  return steps.namesIn(page.locator('#favorit li.tile:visible'))
}

/** The slugs of the favourites, as the rows say in which they are arranged. */
async function rowsOf(visitor: Visitor): Promise<string[]> {
  const html = await (await visitor.get('/beranda')).text()
  const list = /class="arrange-list".*?<\/ol>/s.exec(html)?.[0] ?? ''
  return [...list.matchAll(/data-slug="([^"]+)"/g)].map(([, slug = '']) => slug)
}

/** Starts a test from known favourites. */
async function choose(visitor: Visitor, slugs: string[]): Promise<void> {
  for (const service of await rowsOf(visitor)) await visitor.post('/api/unpin', { service })
  for (const service of slugs) await visitor.follow(await visitor.post('/api/pin', { service }))
}

const FOUR = ['presensi', 'mola', 'kms', 'jdih']

for (const who of ['newEmployee', 'newOperator'] as const) {
  test(`the first launcher of a ${PEOPLE[who].roles} suggests what the role needs, until they choose`, async ({ page, context }) => {
    const person = PEOPLE[who]
    await new Visitor(context.request).enrolAndLogin(person)
    await page.goto('/beranda')
    const suggested = suggestedTo(person.roles)
    expect(suggested.length).toBeGreaterThan(3)
    expect(await favourites(page)).toEqual(suggested)
    await expect(page.locator('#favorit')).toContainText('Ini saran untuk peran Anda')
    await expect(page.locator('#terakhir')).toBeHidden()

    for (const name of suggested) await page.locator('#favorit .tile').getByRole('button', { name: `Lepas ${name} dari favorit` }).click()
    await expect(page.locator('#favorit li.tile')).toHaveCount(0)
    await expect(page.locator('#favorit'), 'the last one can be put back').toContainText('dilepas dari favorit')
    await page.reload()
    await expect(page.locator('#favorit')).toContainText('Belum ada favorit')
    expect(await favourites(page), 'who took off everything wants nothing').toEqual([])
    await expect(page.locator('#atur')).toHaveCount(0)
  })
}

test('what is pinned and ordered on one device is so on another', async ({ page, context, another }) => {
  const person = PEOPLE.twoDevices
  const phone = await new Visitor(context.request).enrolAndLogin(person)
  await choose(new Visitor(context.request), FOUR)
  const other = await (await another()).newPage()
  await other.goto('/masuk')
  await steps.login(other, { ...person, code: await phone.next() })
  await steps.expectLauncher(other, person)
  expect(await favourites(other)).toEqual(['Presensi', 'MOLA', 'KMS Manajemen ASN', 'JDIH'])

  await other.locator('#atur > summary').click()
  await other.getByRole('button', { name: 'Naikkan JDIH' }).click()
  await expect(other.locator('#favorit li.tile').nth(2)).toHaveAttribute('data-slug', 'jdih')
  await other.context().request.get('/buka/bkn-pedia', { maxRedirects: 0 })
  await page.goto('/beranda')
  expect(await favourites(page)).toEqual(['Presensi', 'MOLA', 'JDIH', 'KMS Manajemen ASN'])
  expect(await steps.namesIn(page.locator('#terakhir li.tile'))).toEqual(['BKN Pedia'])
})

test.describe('with scripts', () => {
  test.use({ storageState: async ({}, use) => use(await storageOf(PEOPLE.favourites)) })

  /** A page that has not been left since; every change has to happen on it. */
  async function launcher(page: Page): Promise<void> {
    await choose(new Visitor(page.request), FOUR)
    await page.goto('/beranda')
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }))
  }
  const expectStayed = async (page: Page) => expect(await page.evaluate(() => 'stayed' in globalThis), 'the page was not left').toBe(true)

  /** Drags the handle of a row, slowly enough to be a hand, to the middle of another row. */
  async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
    const middle = async (one: Locator) => {
      const box = await one.boundingBox()
      return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
    }
    await page.locator('.arrange-list').evaluate((list) => list.scrollIntoView({ block: 'center' }))
    const [start, end] = [await middle(from.locator('.handle')), await middle(to.locator('.handle'))]
    await page.mouse.move(start.x, start.y)
    await page.mouse.down()
    await page.mouse.move(end.x, end.y + Math.sign(end.y - start.y) * 8, { steps: 12 })
  }

  test('a star pins and takes off in place, everywhere the tile stands, and keeps the focus', async ({ page }) => {
    await launcher(page)
    const star = page.locator('#semua [data-slug="myasn"]').getByRole('button')
    await expect(star).toHaveAccessibleName('Sematkan MyASN ke favorit')
    await star.focus()
    const before = (await star.boundingBox())?.y ?? 0
    await page.keyboard.press('Enter')
    await expect(star).toHaveAccessibleName('Lepas MyASN dari favorit')
    await expect(star).toBeFocused()
    expect(Math.abs(((await star.boundingBox())?.y ?? 0) - before), 'the tile stays under the finger').toBeLessThan(2)
    await expect(page.locator('#kabar'), 'for whoever hears the page').toHaveText('MyASN ada di favorit.')
    await expect(page.locator('#pesan'), 'nothing is pushed down').toBeEmpty()
    expect(await favourites(page)).toEqual(['Presensi', 'MOLA', 'KMS Manajemen ASN', 'JDIH', 'MyASN'])

    await page.locator('#favorit [data-slug="mola"].tile').getByRole('button').click()
    await expect(page.locator('#semua [data-slug="mola"]').getByRole('button').first()).toHaveAccessibleName('Sematkan MOLA ke favorit')
    expect(await page.evaluate(() => document.activeElement?.closest('#favorit') !== null), 'the focus is near').toBe(true)

    await steps.expectSearchAwake(page)
    await page.getByLabel('Cari layanan').fill('kartu pegawai')
    const found = page.locator('#hasil [data-slug="kartu-asn-virtual"]').getByRole('button')
    await found.click()
    await expect(found, 'the copy among the results').toHaveAccessibleName('Lepas Kartu ASN Virtual dari favorit')
    await expectStayed(page)
    await page.reload()
    expect(await favourites(page)).toEqual(['Presensi', 'KMS Manajemen ASN', 'JDIH', 'MyASN', 'Kartu ASN Virtual'])
  })

  test('the buttons of the arrange list move a favourite with the keyboard alone', async ({ page }) => {
    await launcher(page)
    await page.locator('#atur > summary').focus()
    await page.keyboard.press('Enter')
    const down = page.getByRole('button', { name: 'Turunkan Presensi' })
    await expect(page.getByRole('button', { name: 'Naikkan Presensi' })).toBeDisabled()
    for (const place of [1, 2]) {
      await down.focus()
      await page.keyboard.press('Enter')
      await expect(page.locator('.arrange-list li').nth(place)).toHaveAttribute('data-slug', 'presensi')
      await expect(down).toBeFocused()
    }
    await page.keyboard.press('Enter')
    await expect(page.locator('.arrange-list li').nth(3)).toHaveAttribute('data-slug', 'presensi')
    await expect(down).toBeDisabled()
    expect(await page.evaluate(() => document.activeElement?.closest('#atur') !== null), 'the focus is near').toBe(true)
    await page.getByRole('button', { name: 'Lepas KMS Manajemen ASN dari favorit' }).last().click()
    await expect(page.locator('.arrange-list li:not(.undone)')).toHaveCount(3)
    await expect(page.locator('#atur')).toHaveAttribute('open')
    await expectStayed(page)
    await page.reload()
    expect(await favourites(page)).toEqual(['MOLA', 'JDIH', 'Presensi'])
  })

  test('a row is dragged to its place with the mouse, and Escape puts it back', async ({ page }) => {
    await launcher(page)
    await page.locator('#atur > summary').click()
    const rows = page.locator('.arrange-list li')
    await drag(page, rows.first(), rows.nth(2))
    await expect(page.locator('.arrange-list .dragging')).toHaveAttribute('data-slug', 'presensi')
    await page.mouse.up()
    await expect.poll(() => favourites(page)).toEqual(['MOLA', 'KMS Manajemen ASN', 'Presensi', 'JDIH'])

    await drag(page, rows.last(), rows.first())
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await expect(rows.last()).toHaveAttribute('data-slug', 'jdih')
    await expect(page.locator('.dragging')).toHaveCount(0)
    await expectStayed(page)
    await page.reload()
    expect(await favourites(page)).toEqual(['MOLA', 'KMS Manajemen ASN', 'Presensi', 'JDIH'])
  })

  test('a click on a handle that moves nothing leaves the keyboard as it was', async ({ page }) => {
    await launcher(page)
    await page.locator('#atur > summary').click()
    await page.locator('.arrange-list .handle').first().click()
    await expect(page.locator('.dragging')).toHaveCount(0)
    const search = page.getByLabel('Cari layanan')
    await search.focus()
    await page.keyboard.type('skp')
    await expect(search).toHaveValue('skp')
    await page.keyboard.press('Tab')
    await expect(search).not.toBeFocused()
    await expectStayed(page)
  })

  test('a row is dragged with a finger', async ({ another }) => {
    const storageState = await storageOf(PEOPLE.favourites)
    const page = await (await another({ storageState, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })).newPage()
    await launcher(page)
    await page.locator('#atur > summary').tap()
    const handles = page.locator('.arrange-list .handle')
    await handles.last().scrollIntoViewIfNeeded()
    const [from, to] = [await handles.last().boundingBox(), await handles.first().boundingBox()]
    const finger = await page.context().newCDPSession(page)
    const x = (from?.x ?? 0) + 10
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] })
    const [start, end] = [(from?.y ?? 0) + 20, to?.y ?? 0]
    await touch('touchStart', start)
    for (let step = 1; step <= 10; step++) await touch('touchMove', start + ((end - start) * step) / 10)
    await touch('touchEnd')
    await expect.poll(() => favourites(page)).toEqual(['JDIH', 'Presensi', 'MOLA', 'KMS Manajemen ASN'])
    await expectStayed(page)
  })

  test('whose session has ended is led to the login by the next star', async ({ another }) => {
    const context = await another({ storageState: await storageOf(PEOPLE.favourites) })
    const page = await context.newPage()
    await page.goto('/beranda')
    await context.clearCookies({ name: 'asn_session' })
    await page.locator('#semua [data-slug="myasn"]').getByRole('button').click()
    await expect(page).toHaveURL(/\/masuk/)
  })
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false, storageState: async ({}, use) => use(await storageOf(PEOPLE.favouritesWithoutScript)) })

  test('the same is done by plain forms, and the page comes back where it was', async ({ page }) => {
    await choose(new Visitor(page.request), FOUR)
    await page.goto('/beranda')
    await page.locator('#semua [data-slug="myasn"]').getByRole('button', { name: 'Sematkan MyASN ke favorit' }).click()
    await expect(page).toHaveURL('/beranda#l-myasn')
    const star = page.locator('#l-myasn').getByRole('button')
    await expect(star, 'the star itself says so').toHaveAccessibleName('Lepas MyASN dari favorit')
    await expect(star).toBeInViewport()
    await page.locator('#favorit li.tile').getByRole('button', { name: 'Lepas MOLA dari favorit' }).click()
    await expect(page).toHaveURL('/beranda#favorit')
    expect(await favourites(page)).toEqual(['Presensi', 'KMS Manajemen ASN', 'JDIH', 'MyASN'])

    await page.locator('#atur > summary').click()
    await expect(page.locator('.handle').first(), 'nothing can be dragged').toBeHidden()
    await page.getByRole('button', { name: 'Naikkan MyASN' }).click()
    await expect(page).toHaveURL('/beranda?atur=1#atur')
    await page.getByRole('button', { name: 'Turunkan Presensi' }).click()
    await expect(page.locator('#atur')).toHaveAttribute('open')
    expect(await favourites(page)).toEqual(['KMS Manajemen ASN', 'Presensi', 'MyASN', 'JDIH'])
    await page.reload()
    await expect(page.locator('#kabar'), 'it is said once').toBeEmpty()
  })

  test('the star of a service stands on its own page, too', async ({ page }) => {
    await choose(new Visitor(page.request), [])
    await page.goto('/layanan/jdih')
    await page.getByRole('button', { name: 'Sematkan ke favorit' }).click()
    await expect(page, 'it stays there').toHaveURL('/layanan/jdih')
    await page.getByRole('button', { name: 'Lepas dari favorit' }).click()
    await page.getByRole('button', { name: 'Urungkan' }).click()
    await expect(page.getByRole('button', { name: 'Lepas dari favorit' })).toBeVisible()
    await page.goto('/beranda')
    expect(await favourites(page)).toEqual(['JDIH'])
  })
})

test('no request puts on a launcher what is not there or not for its person, or loses what is', async ({ request, another }) => {
  const visitor = new Visitor(request)
  await visitor.enrolAndLogin(PEOPLE.favouritesAttacked)
  await choose(visitor, FOUR)
  const now = () => rowsOf(visitor)
  for (const service of ['kenaikan-pangkat', 'tidak-ada', '', '../masuk', "' OR 1=1 --", '<b>', 'mola kms', '🙂', 'x'.repeat(8_000)]) {
    expect.soft((await visitor.post('/api/pin', { service })).status(), service.slice(0, 20)).toBe(404)
    for (const path of ['/api/unpin', '/api/restore', '/api/earlier', '/api/later']) {
      const answer = await visitor.post(path, { service })
      expect.soft([303, 404], `${path} ${service.slice(0, 20)}`).toContain(answer.status())
    }
  }
  for (const order of ['', ',,,', 'tidak-ada', 'kenaikan-pangkat,presensi', 'presensi,presensi,mola', 'presensi mola', 'presensi,'.repeat(2_000)]) {
    expect.soft(localTarget(await visitor.post('/api/order', { order })), order.slice(0, 20)).toBe('/beranda?atur=1')
    expect.soft(await now(), order.slice(0, 20)).toEqual(FOUR)
  }
  await visitor.post('/api/pin', { service: 'mola' })
  expect(await now(), 'pinning twice pins once').toEqual(FOUR)
  await visitor.post('/api/order', { order: 'jdih' })
  expect(await now(), 'what is not named stays behind').toEqual(['jdih', 'presensi', 'mola', 'kms'])
  expect((await visitor.post('/api/density', { density: 'huge' })).status()).toBe(400)
  expect((await visitor.post('/api/acknowledge', { announcement: 'x' })).status()).toBe(400)

  const stranger = new Visitor((await another()).request)
  expect(localTarget(await stranger.post('/api/pin', { service: 'kms' }, sameOrigin())).split('?')[0]).toBe('/masuk')
})
