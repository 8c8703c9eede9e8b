// What people do every day, in every engine they have: written once, and what an engine lacks is said.
import { Authenticator, decodeQr, parseKeyUri } from '../support/authenticator'
import { PEOPLE, type Person } from '../support/people'
import { startPortal } from '../support/portal'
import { fromEnvironment } from '../support/secrets'
import { INSIDE } from '../support/services'
import { standIns } from '../support/stand_ins'
import type { Tab } from './tab'
import { expect, test } from './test'

async function fillLogin(tab: Tab, { nip, password }: Person, code = ''): Promise<void> {
  await tab.fill('#nip', nip)
  await tab.fill('#password', password)
  if (code) await tab.fill('#code', code)
}

async function logIn(tab: Tab, person: Person, code: string): Promise<void> {
  await tab.goto('/masuk')
  await fillLogin(tab, person, code)
  await tab.press('Masuk')
  await expectLauncher(tab, person)
}

async function expectLauncher(tab: Tab, { name }: Person): Promise<void> {
  await tab.expectPath('/beranda')
  await tab.expectText('.greeting', `Selamat datang, ${name}`)
}

/** Whether nothing of the person is there. */
async function expectNobody(tab: Tab, { name }: Person): Promise<void> {
  expect(await tab.texts('li.tile')).toEqual([])
  expect(await tab.run(() => document.documentElement.outerHTML)).not.toContain(name)
}

/** The addresses that the service worker has kept. */
function kept(tab: Tab): Promise<string[]> {
  return tab.run(async () => {
    const found: string[] = []
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
    }
    return found
  })
}

/** The worker is in charge from the next page on, and has kept the launcher. */
async function expectInCharge(tab: Tab): Promise<void> {
  const isActive = async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'
  await expect.poll(() => tab.run(isActive)).toBe(true)
  await tab.goto('/beranda')
  await expect.poll(() => tab.run(() => Boolean(navigator.serviceWorker.controller))).toBe(true)
  await expect.poll(() => kept(tab)).toContain('/beranda')
}

test('the story: from a first password to the launcher, with the picture of a QR code', async ({ tab }) => {
  const person = PEOPLE.engineStory
  await tab.goto('/masuk')
  await fillLogin(tab, person)
  await tab.press('Masuk')
  await tab.expectText('dialog[open] h2', /aktifkan MFA/i)
  await tab.press('Aktifkan MFA')
  await tab.expectPath('/mfa')
  const phone = new Authenticator(parseKeyUri(decodeQr(await tab.picture('.qr'))).key)
  const code = await phone.next()
  await tab.fill('#code', code)
  await tab.fill('#device_name', 'HP Samsung saya')
  await tab.press('Aktifkan MFA')
  await tab.expectPath('/mfa/kode-pemulihan')
  expect(await tab.texts('#kode li')).toHaveLength(10)
  await tab.press('Sudah saya simpan, lanjut')
  await tab.expectText('[role=status]', 'MFA sudah aktif')
  expect(await tab.run(() => document.querySelector<HTMLInputElement>('#nip')?.value)).toBe(person.nip)
  await fillLogin(tab, person, code)
  await tab.press('Masuk')
  await expectLauncher(tab, person)
})

test('who stops a login with Escape may press again', async ({ tab }) => {
  await tab.goto('/masuk')
  const stopped = () =>
    new Promise<string[]>((done) => {
      const button = document.querySelector<HTMLElement>('main form button.button')
      const look = () => `${button?.ariaBusy} ${document.querySelector('.busy')?.textContent}`
      button?.click()
      const seen = [look()]
      setTimeout(() => stop())
      setTimeout(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })))
      setTimeout(() => done([...seen, look()]), 500)
    })
  expect(await tab.run(stopped)).toEqual(['true Sedang masuk…', 'null '])
  await tab.press('Masuk')
  await tab.expectText('.error-summary', 'Ada yang perlu diperbaiki')
})

test('whoever opens a service logged out is there after the login, also where it leads on to another host', async ({ tab, enrol, services }) => {
  const person = PEOPLE.engineService
  const phone = await enrol(person)
  const expectInside = async (address: string) => {
    await tab.expectText('h1', INSIDE)
    expect((await tab.address()).replace(/\/$/, '')).toBe(address)
  }
  await tab.goto('/buka/e-kinerja')
  await tab.expectPath('/masuk?lanjut=%2Fbuka%2Fe-kinerja')
  await fillLogin(tab, person, await phone.next())
  await tab.press('Masuk')
  await expectInside(services.direct)

  await tab.goto('/beranda')
  await tab.click('.site-header-bar form:not(.language) button')
  await tab.expectPath('/masuk')
  await tab.goto('/buka/myasn')
  await fillLogin(tab, person)
  await tab.press('Masuk')
  await tab.expectText('h1', 'Langkah kedua')
  await tab.fill('#code', await phone.next())
  await tab.press('Lanjut')
  await expectInside(services.end)
})

test('the launcher: a favourite in place, a handle that leaves the keyboard alive, and the search while typing', async ({ tab, enrol }) => {
  const person = PEOPLE.engineLauncher
  await logIn(tab, person, await (await enrol(person)).next())
  await tab.run(() => void Object.assign(window, { stayed: true }))
  await tab.click('#semua [data-slug="jdih"] button')
  await tab.expectText('#favorit', 'JDIH')

  await tab.click('#atur > summary')
  await tab.click('.arrange-list .handle')
  await tab.run(() => document.querySelector<HTMLInputElement>('#cari')?.focus())
  await tab.keys('kartu pegawai')
  expect(await tab.run(() => document.querySelector<HTMLInputElement>('#cari')?.value)).toBe('kartu pegawai')
  // Until the island is awake typing changes nothing; it may have woken up in the middle.
  const found = async () => {
    await tab.run(() => void document.querySelector('#cari')?.dispatchEvent(new Event('input', { bubbles: true })))
    return (await tab.texts('#hasil li.tile'))[0]
  }
  await expect.poll(found).toMatch(/^Kartu ASN Virtual/)
  expect(await tab.run(() => 'stayed' in window), 'the page was not left').toBe(true)
})

test('without a network the launcher opens as it was last, and the rest says what is missing', async ({ tab: shared, engine, enrol }) => {
  const person = PEOPLE.engineOffline
  const portal = await startPortal({ people: [person] }, fromEnvironment('ASN_TEST_LOG'))
  const tab = shared.at(portal.origin)
  try {
    await logIn(tab, person, await (await enrol(person, portal)).next())
    test.skip(!(await tab.run(() => 'serviceWorker' in navigator)), `${engine} has no service worker here`)
    await expectInCharge(tab)
  } finally {
    await portal.stop()
  }
  await tab.goto('/beranda')
  await tab.expectText('#luring', /Tidak ada jaringan/)
  await tab.expectText('.greeting', person.name)
  expect((await tab.texts('#semua li.tile')).length).toBeGreaterThan(10)
  await tab.goto('/pengumuman')
  await tab.expectText('h1', 'Tidak ada jaringan')
})

test('logging out leaves nothing, and the back button does not bring it back', async ({ tab, enrol }) => {
  const person = PEOPLE.engineLogout
  await logIn(tab, person, await (await enrol(person)).next())
  await tab.click('.site-header-bar form:not(.language) button')
  await tab.expectPath('/masuk')
  await tab.expectText('[role=status]', 'Anda sudah keluar.')
  // WebKit leaves the moment of the last request, which says nothing of anybody.
  expect((await tab.run(() => Object.keys({ ...localStorage, ...sessionStorage }))).filter((key) => key !== 'asn_contact')).toEqual([])
  if (await tab.run(() => 'caches' in window)) await expect.poll(() => kept(tab)).not.toContain('/beranda')
  await tab.back()
  await expect.poll(() => tab.address()).toMatch(/\/masuk(\?|$)/)
  await expectNobody(tab, person)
  await tab.goto('/beranda')
  await tab.expectPath('/masuk?lanjut=%2Fberanda')
  await expectNobody(tab, person)
})

test('whoever logs out at a service leaves nothing at the portal', async ({ tab: shared, engine, enrol }) => {
  const person = PEOPLE.engineServiceLeave
  const services = await standIns()
  const log = fromEnvironment('ASN_TEST_LOG')
  const portal = await startPortal({ people: [person], options: ['--clients', services.clients] }, log)
  const stop = await services.start(portal.origin, log)
  const [tab, service] = [shared.at(portal.origin), shared.at(services.kinerja)]
  try {
    await logIn(tab, person, await (await enrol(person, portal)).next())
    test.skip(!(await tab.run(() => 'serviceWorker' in navigator)), `${engine} has no service worker here`)
    await expectInCharge(tab)
    await tab.goto('/buka/e-kinerja')
    await service.expectText('h1', `Selamat datang, ${person.name}`)
    await service.press('Keluar')
    await service.expectText('h1', 'Anda sudah keluar')
    await tab.goto('/pengumuman')
    await expect.poll(() => kept(tab)).not.toContain('/beranda')
  } finally {
    await stop()
    await portal.stop()
  }
})
