// What takes two people: somebody moves to another agency, proposed where they leave and accepted where they come; a role is
// given by two administrators and ended by one. All of it without a script, too, and on a phone.
import type { BrowserContextOptions } from '@playwright/test'
import { expectAccessible } from '../support/axe'
import { PEOPLE, type Person } from '../support/people'
import { provedStorageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, test, type Page } from '../support/test'
import { localTarget, Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })

const REASON = 'Pindah tugas mulai bulan depan, SK 821/17/2026.'
const SMALL: BrowserContextOptions = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } }

/** Adds an agency to the tree. */
async function addAgency(visitor: Visitor, name: string): Promise<void> {
  const fields = { place: '', id: '', name, code: '', kind: 'city', parent: '', zone: 'WIT' }
  expect(localTarget(await visitor.post('/api/set-agency', fields)), name).toMatch(/^\/kelola\/instansi\?instansi=[0-9a-f-]{36}$/)
}

/** Opens a form below somebody's page, from the list. */
async function openForm(page: Page, { nip, name }: Person, form: string): Promise<void> {
  await page.goto(`/kelola/orang?cari=${nip}`)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('link', { name: form, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(form)
}

async function openProposals(page: Page): Promise<void> {
  await page.goto('/kelola/orang')
  await page.getByRole('link', { name: 'Persetujuan', exact: true }).click()
  await expect(page).toHaveURL('/kelola/persetujuan')
}

const proposalOf = (page: Page, { name, nip }: Person) =>
  page.locator('.rows > li').filter({ hasText: name }).filter({ hasText: nip.slice(-4) })

async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

const LOOKS: { name: string; options: BrowserContextOptions; leaves: Person; person: Person; arrives: Person }[] = [
  { name: 'with scripts', options: {}, leaves: PEOPLE.movesFrom, person: PEOPLE.moves, arrives: PEOPLE.movesTo },
  {
    name: 'without scripts on a phone',
    options: SMALL,
    leaves: PEOPLE.movesFromWithoutScript,
    person: PEOPLE.movesWithoutScript,
    arrives: PEOPLE.movesToWithoutScript,
  },
]

for (const { name, options, leaves, person, arrives } of LOOKS) {
  test(`somebody moves to another agency and reads who moved them: ${name}`, async ({ another }) => {
    test.slow()
    const arranges = new Visitor((await another({ storageState: await provedStorageOf(PEOPLE.arranges) })).request)
    for (const agency of [leaves.agency, arrives.agency]) await addAgency(arranges, agency)
    const own = await (await another({ ...options, storageState: await provedStorageOf(person) })).newPage()
    const from = await (await another({ ...options, storageState: await provedStorageOf(leaves) })).newPage()
    const to = await (await another({ ...options, storageState: await provedStorageOf(arrives) })).newPage()

    await test.step('the releasing agency proposes', async () => {
      await openForm(from, person, 'Pindah instansi')
      await from.getByLabel('Pindah ke').fill('Dinas Entah')
      await from.getByRole('button', { name: 'Usulkan', exact: true }).click()
      await steps.expectErrors(from, [/Instansi itu tidak ditemukan/, /minimal 10 huruf/])
      await expect(from.getByLabel('Pindah ke')).toHaveValue('Dinas Entah')
      await expectToFit(from)
      await from.getByLabel('Pindah ke').fill(arrives.agency)
      await from.getByLabel('Alasan').fill(REASON)
      await from.getByRole('button', { name: 'Usulkan', exact: true }).click()
      await expect(from.getByRole('status').first()).toContainText('Orang lain harus menyetujuinya')
      await openProposals(from)
      await expect(proposalOf(from, person)).toContainText('Menunggu orang lain')
      await expect(proposalOf(from, person).getByRole('button', { name: /^Setujui/ })).toHaveCount(0)
      await expectToFit(from)
    })

    await test.step('the receiving one accepts', async () => {
      await openProposals(to)
      const proposal = proposalOf(to, person)
      for (const said of [`Pindah ke ${arrives.agency}`, `Sekarang di ${leaves.agency}`, REASON, leaves.name]) {
        await expect(proposal).toContainText(said)
      }
      await expectToFit(to)
      await proposal.getByRole('button', { name: `Setujui ${person.name}` }).click()
      await expect(to.getByRole('status').first()).toContainText('sudah berlaku')
      await to.getByRole('link', { name: 'Disetujui', exact: true }).click()
      await expect(to).toHaveURL('/kelola/persetujuan?keadaan=approved')
      await expect(proposalOf(to, person)).toContainText(`Diputuskan oleh ${arrives.name}`)
    })

    await test.step('the person sees the new agency, and both who moved them', async () => {
      await own.goto('/akun')
      await expect(own.getByText(arrives.agency, { exact: true })).toBeVisible()
      await own.goto('/akun/akses')
      for (const [act, who] of [['Mengusulkan Anda pindah instansi', leaves], ['Menyetujui usul tentang Anda', arrives]] as const) {
        const line = own.getByRole('definition').filter({ hasText: act })
        await expect(line).toContainText(who.name)
        await expect(line).toContainText(who.agency)
        await expect(line).toContainText(REASON)
      }
      await from.goto(`/kelola/orang?cari=${person.nip}`)
      await expect(from.getByRole('status').first()).toContainText('Tidak ada yang cocok')
    })
  })
}

const LEAVING: { name: string; options: BrowserContextOptions; leaves: Person; colleague: Person; welcomes: Person; staff: Person }[] = [
  {
    name: 'with scripts',
    options: {},
    leaves: PEOPLE.leavesOffice,
    colleague: PEOPLE.staysInOffice,
    welcomes: PEOPLE.welcomes,
    staff: PEOPLE.staysBehind,
  },
  {
    name: 'without scripts on a phone',
    options: SMALL,
    leaves: PEOPLE.leavesOfficeWithoutScript,
    colleague: PEOPLE.staysInOfficeWithoutScript,
    welcomes: PEOPLE.welcomesWithoutScript,
    staff: PEOPLE.staysBehindWithoutScript,
  },
]

/** Proposes that somebody moves. */
async function proposeMove(page: Page, person: Person, agency: string): Promise<void> {
  await openForm(page, person, 'Pindah instansi')
  await page.getByLabel('Pindah ke').fill(agency)
  await page.getByLabel('Alasan').fill(REASON)
  await page.getByRole('button', { name: 'Usulkan', exact: true }).click()
  await expect(page.getByRole('status').first()).toContainText('Usul dicatat')
}

for (const { name, options, leaves, colleague, welcomes, staff } of LEAVING) {
  test(`an operator who leaves takes nothing along, and what they proposed falls: ${name}`, async ({ another }) => {
    test.slow()
    const arranges = new Visitor((await another({ storageState: await provedStorageOf(PEOPLE.arranges) })).request)
    for (const agency of [leaves.agency, welcomes.agency]) await addAgency(arranges, agency)
    const own = await (await another({ ...options, storageState: await provedStorageOf(leaves) })).newPage()
    const stays = await (await another({ ...options, storageState: await provedStorageOf(colleague) })).newPage()
    const there = await (await another({ ...options, storageState: await provedStorageOf(welcomes) })).newPage()

    await proposeMove(own, staff, welcomes.agency)
    await proposeMove(stays, leaves, welcomes.agency)
    await openProposals(there)
    await proposalOf(there, leaves).getByRole('button', { name: `Setujui ${leaves.name}` }).click()
    await expect(there.getByRole('status').first()).toContainText('sudah berlaku')

    await test.step('the console is not there any more, where it was open and anywhere', async () => {
      await own.reload()
      await expect(own.getByRole('heading', { level: 1 })).toHaveText('Halaman ini tidak ada')
      await expectToFit(own)
      await own.goto('/beranda')
      await steps.openAccountMenu(own)
      await expect(own.getByRole('banner').getByRole('link', { name: 'Akun' })).toBeVisible()
      await expect(own.getByRole('banner').getByRole('link', { name: 'Kelola' })).toHaveCount(0)
      await own.goto('/akun')
      await expect(own.getByText(welcomes.agency, { exact: true })).toBeVisible()
    })

    await test.step('what they proposed moves nobody, and is refused', async () => {
      await proposalOf(there, staff).getByRole('button', { name: `Setujui ${staff.name}` }).click()
      await expect(there.getByRole('status').first()).toContainText('tidak dapat dilaksanakan lagi')
      await proposalOf(there, staff).getByRole('button', { name: `Tolak ${staff.name}` }).click()
      await expect(there.getByRole('status').first()).toContainText('Usul ditolak')
      await stays.goto(`/kelola/orang?cari=${staff.nip}`)
      await expect(stays.getByRole('link', { name: staff.name, exact: true })).toBeVisible()
      await stays.goto(`/kelola/orang?cari=${leaves.nip}`)
      await expect(stays.getByRole('status').first()).toContainText('Tidak ada yang cocok')
    })
  })
}

test('a role is given by two administrators, seen with its end, and ended by one', async ({ another }) => {
  test.slow()
  const person = PEOPLE.granted
  const look = { bypassCSP: true, reducedMotion: 'reduce', viewport: { width: 360, height: 740 } } as const
  const proposes = await (await another({ ...look, storageState: await provedStorageOf(PEOPLE.arranges) })).newPage()
  const approves = await (await another({ ...look, storageState: await provedStorageOf(PEOPLE.approves) })).newPage()
  await openForm(proposes, person, 'Peran')
  await proposes.getByLabel('Peran', { exact: true }).selectOption({ label: 'meja bantuan' })
  await proposes.getByLabel('Instansi').fill('')
  await proposes.getByLabel('Berakhir pada akhir hari').fill('2000-01-01')
  await proposes.getByLabel('Alasan').fill(REASON)
  await proposes.getByRole('button', { name: 'Usulkan', exact: true }).click()
  await steps.expectErrors(proposes, [/hari yang akan datang/])
  await expectAccessible(proposes, 'roles, refused')
  await expect(proposes.getByLabel('Peran', { exact: true })).toHaveValue('help-desk')
  await proposes.getByLabel('Berakhir pada akhir hari').fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10))
  await proposes.getByRole('button', { name: 'Usulkan', exact: true }).click()
  await expect(proposes.getByRole('status').first()).toContainText('Usul dicatat')

  await openProposals(approves)
  await expect(proposalOf(approves, person)).toContainText('Peran meja bantuan atas semua instansi')
  await expectAccessible(approves, 'proposals')
  await expectToFit(approves)
  await proposalOf(approves, person).getByRole('button', { name: `Setujui ${person.name}` }).click()
  await expect(approves.getByRole('status').first()).toContainText('sudah berlaku')

  await openForm(approves, person, 'Peran')
  await expect(approves.getByRole('region', { name: 'Peran yang diberikan' })).toContainText('meja bantuan')
  await expectAccessible(approves, 'roles')
  await expectToFit(approves)
  const ending = approves.getByRole('region', { name: 'Akhiri peran' })
  await ending.getByLabel('Alasan').fill('Tugasnya sudah selesai.')
  await ending.getByRole('button', { name: 'Akhiri peran' }).click()
  await expect(approves.getByRole('status').first()).toContainText('Peran diakhiri')
  await expect(approves.getByText('Belum ada peran yang diberikan.')).toBeVisible()
})
