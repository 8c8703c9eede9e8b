// What operators and administrators write reaches those it is for and nobody else, as text that can do no harm;
// to everybody else these pages are not there.
import { announce, draft, moveService, setService, wib } from '../support/manage'
import { PEOPLE } from '../support/people'
import { provedStorageOf, storageOf } from '../support/session'
import * as steps from '../support/steps'
import { expect, origin, test, type Page } from '../support/test'
import { localTarget, Visitor } from '../support/visitor'

test.describe.configure({ mode: 'default' })

/** Markup, scripts and addresses that must come out as nothing but text. */
const ATTACK = [
  '<script>globalThis.hacked = 1</script>',
  '<img src="https://evil.example/pixel.png" onerror="globalThis.hacked = 1">',
  '<svg onload="globalThis.hacked = 1"></svg>',
  '<form action="https://evil.example"><button>Hadiah</button></form>',
  '![gambar](https://evil.example/pixel.png)',
  '[hadiah](javascript:globalThis.hacked=1)',
  '[hadiah](//evil.example)',
  '<style>body { display: none }</style>',
  '**Tebal** dan [tautan](https://www.bkn.go.id)',
].join('\n\n')

test.use({ storageState: async ({}, use) => use(await provedStorageOf(PEOPLE.announces)) })

/** A page of somebody else. */
type Opened = { page: Page; visitor: Visitor }

async function fillDraft(page: Page, { title = '', body = '' }): Promise<void> {
  await page.getByLabel('Judul (Bahasa Indonesia)').fill(title)
  await page.getByLabel('Judul (Bahasa Inggris)').fill(title)
  await page.getByLabel('Isi (Bahasa Indonesia)').fill(body)
  await page.getByLabel('Isi (Bahasa Inggris)').fill(body)
}

test('an operator writes, previews, publishes and ends; people of the agency read and acknowledge once', async ({ page, another }) => {
  const open = async (who: 'reads' | 'elsewhere'): Promise<Opened> => {
    const context = await another({ storageState: await storageOf(PEOPLE[who]) })
    return { page: await context.newPage(), visitor: new Visitor(context.request) }
  }
  const [{ page: reader, visitor: readersOther }, { page: stranger }] = [await open('reads'), await open('elsewhere')]

  await test.step('a draft may be incomplete; its page says what is missing, and nobody reads it yet', async () => {
    await page.goto('/beranda')
    await page.getByRole('link', { name: 'Kelola', exact: true }).click()
    await page.getByRole('link', { name: 'Tulis pengumuman' }).click()
    await fillDraft(page, { title: 'Batas lapor SKP' })
    await expect(page.getByText('Pengumuman Anda tampil untuk pegawai instansi Anda.')).toBeVisible()
    await expect(page.getByLabel('semua pegawai')).toHaveCount(0)
    await page.getByRole('button', { name: 'Simpan draf' }).click()
    await expect(page.getByText('Draf tersimpan.')).toBeVisible()
    const missing = page.locator('.notice-warning')
    await expect(missing.getByRole('heading')).toHaveText('Sebelum dapat diterbitkan')
    await expect(missing.getByRole('listitem')).toHaveText([/^Isi pengumuman.*Indonesia$/, /^Isi juga pengumuman.*Inggris/])
    await missing.getByRole('link').first().click()
    await expect(page.getByLabel('Isi (Bahasa Indonesia)')).toBeFocused()
  })

  await test.step('why it cannot be published yet stands at the button, and goes while it is mended', async () => {
    const [missing, publish] = [page.locator('.notice-warning'), page.getByRole('button', { name: 'Terbitkan' })]
    await publish.click()
    await steps.expectErrors(page, [/^Isi pengumuman.*Indonesia$/, /^Isi juga pengumuman.*Inggris/])
    await expect(page.locator('.error-summary')).toBeFocused()
    await page.getByLabel('Judul (Bahasa Inggris)').fill('')
    await expect(missing.last().getByRole('listitem')).toHaveText([/^Isi pengumuman.*Indonesia$/])
    await page.getByLabel('Isi (Bahasa Indonesia)').fill('Isi')
    await expect(page.locator('[data-missing]')).toBeHidden()
    await expect(page.getByText('Setelah terbit, isinya tidak dapat diubah')).toBeVisible()
    await expect(publish).toBeEnabled()
  })

  await test.step('characters are counted while they are typed, as the rules count them', async () => {
    const [body, count] = [page.getByLabel('Isi (Bahasa Indonesia)'), page.locator('#body_id-hitungan')]
    await body.fill('🙂\nx ')
    await expect(count).toHaveText('3 dari 2.000 karakter', { useInnerText: true })
    await expect(body).toHaveAccessibleDescription(/dari 2\.000 karakter/)
    await body.fill('é'.repeat(2012))
    await expect(count).toHaveText('2.012 dari 2.000 karakter; kurangi 12', { useInnerText: true })
    await page.getByRole('button', { name: 'Simpan draf' }).click()
    await steps.expectErrors(page, ['Isi (Bahasa Indonesia) paling panjang 2.000 karakter. Yang diketik 2.012.'])
    await expect(body).toHaveValue('é'.repeat(2012))
    await expect(count).toHaveText('2.012 dari 2.000 karakter; kurangi 12', { useInnerText: true })
  })

  await test.step('a complete one is previewed as it will look', async () => {
    await fillDraft(page, { title: 'Batas lapor SKP', body: 'Lapor **sebelum Jumat**.\n\n- isi\n- kirim' })
    await page.getByText('Penting', { exact: true }).click()
    await page.getByLabel('Tampil mulai').fill(wib(-1))
    await page.getByLabel('Tampil sampai').fill(wib(48))
    await page.getByRole('button', { name: 'Simpan draf' }).click()
    const preview = page.getByRole('region', { name: 'Pratinjau' })
    await expect(preview.locator('.prose strong')).toHaveText(['sebelum Jumat', 'sebelum Jumat'])
    await expect(preview.locator('.prose li')).toHaveCount(4)
    await reader.goto('/beranda')
    await expect(reader.locator('#pengumuman'), 'it is still a draft').toBeHidden()
  })

  const announcement = reader.locator('#pengumuman article')
  await test.step('published, it stands on the launchers of the agency and no other', async () => {
    await page.getByRole('button', { name: 'Terbitkan' }).click()
    await expect(page.getByText('Pengumuman diterbitkan.')).toBeVisible()
    await expect(page.getByRole('row', { name: /Batas lapor SKP/ })).toContainText('Tampil')
    await reader.reload()
    await expect(announcement.getByRole('heading')).toHaveText(/^\s*Penting\s+Batas lapor SKP$/)
    await expect(announcement, 'its beginning').toContainText('Lapor sebelum Jumat. isi kirim')
    await stranger.goto('/beranda')
    await expect(stranger.locator('#pengumuman')).toBeHidden()
    await stranger.goto('/pengumuman')
    await expect(stranger.getByText('Batas lapor SKP')).toHaveCount(0)
  })

  await test.step('acknowledged once, it is gone from every device and stays on its page', async () => {
    await announcement.getByRole('button', { name: 'Saya mengerti' }).click()
    await expect(announcement).toHaveCount(0)
    await expect(reader.locator('#pengumuman'), 'where it stood').toContainText('Terima kasih.')
    await expect(reader).toHaveURL('/beranda')
    await reader.reload()
    await expect(reader.locator('#pengumuman')).toBeHidden()
    expect(await (await readersOther.get('/beranda')).text()).not.toContain('Batas lapor SKP')
    await reader.goto('/pengumuman')
    await expect(reader.getByRole('heading', { name: 'Batas lapor SKP' })).toBeVisible()
    await expect(reader.getByRole('article')).toContainText('Dinas Pengumuman · sampai ')
  })

  await test.step('ended, it is gone', async () => {
    await page.getByRole('link', { name: 'Batas lapor SKP' }).click()
    await expect(page.getByRole('textbox'), 'what was published cannot be changed').toHaveCount(0)
    await page.getByRole('button', { name: 'Akhiri sekarang' }).click()
    await expect(page.getByRole('row', { name: /Batas lapor SKP/ })).toContainText('Berakhir')
    await reader.reload()
    await expect(reader.getByText('Batas lapor SKP')).toHaveCount(0)
  })
})

test('a script inside an announcement is harmless wherever it is shown', async ({ page, context }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const visitor = new Visitor(context.request)
  const title = '"><script>globalThis.hacked = 1</script>'
  const unfinished = await draft(visitor, { title, body: ATTACK })
  const published = await announce(visitor, { title, body: ATTACK, severity: 'important' })
  for (const path of [`/kelola/pengumuman/${unfinished}`, '/kelola/pengumuman', '/beranda', '/pengumuman']) {
    await page.goto(path, { waitUntil: 'networkidle' })
    await expect(page.getByText(title).first(), path).toBeAttached()
    expect(await page.evaluate(() => 'hacked' in globalThis), path).toBe(false)
    await expect(page.locator('.prose :not(p, ul, ol, li, strong, em, a, br), .beginning *'), path).toHaveCount(0)
    const targets = await page.locator('.prose a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(targets.filter((target) => target !== null && target !== 'https://www.bkn.go.id'), path).toEqual([])
  }
  await expect(page.locator('.prose strong').first()).toHaveText('Tebal')
  expect(asked.filter((url) => !url.startsWith(origin()))).toEqual([])
  await visitor.post('/api/end-announcement', { id: published })
})

test('an announcement is shown in its time, and an operator speaks to their own agency only', async ({ context, another }) => {
  const visitor = new Visitor(context.request)
  const stranger = new Visitor((await another({ storageState: await storageOf(PEOPLE.elsewhere) })).request)
  const texts = { title_id: 'Rencana', title_en: 'Plan', body_id: 'a', body_en: 'b', severity: 'warning', audience: 'everyone' }
  const ids: string[] = []
  for (const starts of [wib(24), wib(-1)]) {
    const draft = { ...texts, starts, ends: wib(48) }
    const saved = localTarget(await visitor.post('/api/save-announcement', { id: '', ...draft }))
    ids.push(saved.split('/').at(-1) ?? '')
    await visitor.post('/api/save-announcement', { id: ids.at(-1) ?? '', ...draft, publish: 'yes' })
  }
  const shown = await (await visitor.get('/pengumuman')).text()
  expect(shown.match(/Rencana/g), 'the one of tomorrow is not shown yet').toHaveLength(1)
  expect(await (await stranger.get('/pengumuman')).text()).not.toContain('Rencana')

  const over = { id: '', ...texts, title_id: 'Terlambat', starts: wib(-3), ends: wib(-2) }
  const late = localTarget(await visitor.post('/api/save-announcement', over)).split('/').at(-1) ?? ''
  expect(localTarget(await visitor.post('/api/save-announcement', { ...over, id: late, publish: 'yes' }))).toBe(`/kelola/pengumuman/${late}`)
  for (const id of ids) await visitor.post('/api/end-announcement', { id })
})

test('nobody manages what is not theirs', async ({ context, another }) => {
  const owner = new Visitor(context.request)
  const [theirs, published] = [await draft(owner, { title: 'Milik kami', body: 'a' }), await announce(owner, { title: 'Terbit', body: 'a' })]
  const as = async (who: 'reads' | 'elsewhere') => new Visitor((await another({ storageState: await storageOf(PEOPLE[who]) })).request)
  const fields = { severity: 'warning', audience: 'everyone', title_id: 'Diubah', title_en: 'x', body_id: 'x', body_en: 'x', starts: wib(-1), ends: wib(48) }
  const setting = { slug: 'bkn-pedia', address: 'https://evil.example', state: 'blocked', until: '', note_id: 'x', note_en: 'x' }

  const [employee, operator] = [await as('reads'), await as('elsewhere')]
  for (const path of ['/kelola/pengumuman', '/kelola/pengumuman/baru', '/kelola/layanan', '/kelola/layanan/bkn-pedia', `/kelola/pengumuman/${theirs}`]) {
    expect.soft((await employee.get(path)).status(), path).toBe(404)
  }
  expect((await employee.post('/api/save-announcement', { id: '', ...fields })).status()).toBe(404)
  for (const [who, visitor] of Object.entries({ employee, operator })) {
    for (const path of [`/kelola/pengumuman/${theirs}`, '/kelola/pengumuman/x', '/kelola/layanan', '/kelola/layanan/bkn-pedia']) {
      expect.soft((await visitor.get(path)).status(), `${who} ${path}`).toBe(404)
    }
    for (const id of [theirs, published]) {
      expect.soft((await visitor.post('/api/save-announcement', { id, ...fields })).status(), who).toBe(404)
      expect.soft((await visitor.post('/api/save-announcement', { id, ...fields, publish: 'yes' })).status(), who).toBe(404)
      expect.soft((await visitor.post('/api/end-announcement', { id })).status(), who).toBe(404)
    }
    expect.soft((await visitor.post('/api/set-service', setting)).status(), who).toBe(404)
  }
  expect((await owner.post('/api/save-announcement', { id: published, ...fields })).status(), 'what is published stays as it is').toBe(404)
  const list = await (await owner.get('/kelola/pengumuman')).text()
  expect(list).toContain('Milik kami')
  expect(list).not.toContain('Diubah')
  expect(await (await owner.get('/pengumuman')).text()).toContain('Terbit')
  expect((await employee.get('/buka/bkn-pedia')).headers()['location']).toBe('/layanan/bkn-pedia')
  await owner.post('/api/end-announcement', { id: published })
})

test('an administrator says that a service is in trouble, and people see it in words before they open it', async ({ page, another }) => {
  const context = await another({ storageState: await provedStorageOf(PEOPLE.administers) })
  const [admin, visitor] = [await context.newPage(), new Visitor(context.request)]
  const reader = await (await another({ storageState: await storageOf(PEOPLE.reads) })).newPage()
  const tile = reader.locator('#semua [data-slug="bkn-pedia"]')
  const edit = async (state: string, fields: Record<string, string>) => {
    await admin.goto('/kelola/layanan')
    await admin.getByRole('link', { name: 'BKN Pedia' }).click()
    await admin.getByText(state, { exact: true }).click()
    for (const [label, value] of Object.entries(fields)) await admin.getByLabel(label).fill(value)
    await admin.getByRole('button', { name: 'Simpan', exact: true }).click()
  }

  await test.step('each state asks for what people need to know, and keeps what was typed', async () => {
    const note = 'Sebab dan siapa yang dapat ditanya (Bahasa Indonesia)'
    await edit('Pemeliharaan', { [note]: 'Diganti mesinnya.' })
    await steps.expectErrors(admin, [/^Isi waktu selesai pemeliharaan/])
    await expect(admin.getByLabel(note)).toHaveValue('Diganti mesinnya.')
    await admin.getByLabel('Alamat layanan').fill('http://lama.example')
    await admin.getByRole('button', { name: 'Ajukan alamat' }).click()
    await steps.expectErrors(admin, [/^Alamat harus diawali https/, /minimal 10 huruf/])
    await expect(admin.getByLabel('Alamat layanan')).toHaveValue('http://lama.example')
    await edit('Diblokir', {})
    await steps.expectErrors(admin, [/^Isi sebabnya dan siapa yang dapat ditanya/])
  })

  await test.step('blocked: the tile says so, and opening it leads to why and whom to ask', async () => {
    const why = { 'Sebab dan siapa yang dapat ditanya (Bahasa Indonesia)': 'Data belum lengkap. Tanyakan Biro Umum.', 'Sebab dan siapa yang dapat ditanya (Bahasa Inggris)': 'Ask.' }
    await edit('Diblokir', why)
    await expect(admin.getByText('Layanan diperbarui.')).toBeVisible()
    await expect(admin.getByRole('row', { name: /BKN Pedia/ })).toContainText('Diblokir')
    await reader.goto('/beranda')
    await expect(tile.locator('.badge')).toHaveText('Diblokir')
    await expect(tile.locator('.badge svg')).toBeVisible()
    await tile.getByRole('link').first().click()
    await expect(reader).toHaveURL('/layanan/bkn-pedia')
    await expect(reader.locator('.notice')).toContainText('Data belum lengkap. Tanyakan Biro Umum.')
  })

  await test.step('maintenance says until when; an address is not opened until it is over', async () => {
    const second = new Visitor((await another({ storageState: await provedStorageOf(PEOPLE.agrees) })).request)
    await moveService(visitor, second, 'bkn-pedia', 'https://pedia.bkn.go.id')
    await setService(visitor, 'bkn-pedia', { state: 'maintenance', until: '2099-11-22T18:00' })
    await reader.goto('/beranda')
    await expect(tile.locator('.badge')).toHaveText(/^Pemeliharaan sampai 22 Nov\S* 2099 18\.00 WIB$/)
    expect(localTarget(await new Visitor(reader.request).get('/buka/bkn-pedia'))).toBe('/layanan/bkn-pedia')
  })

  await test.step('available again, it opens at the new address', async () => {
    await setService(visitor, 'bkn-pedia')
    await reader.goto('/beranda')
    await expect(tile.locator('.badge')).toHaveCount(0)
    expect((await new Visitor(reader.request).get('/buka/bkn-pedia')).headers()['location']).toBe('https://pedia.bkn.go.id')
    const second = new Visitor((await another({ storageState: await provedStorageOf(PEOPLE.agrees) })).request)
    await moveService(visitor, second, 'bkn-pedia', '')
    expect(localTarget(await new Visitor(reader.request).get('/buka/bkn-pedia'))).toBe('/layanan/bkn-pedia')
  })

  await test.step('an operator has no such list', async () => {
    await page.goto('/kelola/pengumuman')
    await expect(page.getByRole('navigation', { name: 'Kelola' }).getByRole('link')).toHaveText([
      'Pengumuman', 'Orang', 'Persetujuan', 'Tindakan massal', 'Atur ulang', 'Catatan',
    ])
  })
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false, storageState: async ({}, use) => use(await storageOf(PEOPLE.readsWithoutScript)) })

  test('an important announcement is acknowledged by a plain form, the others are one row', async ({ page, another }) => {
    const operator = new Visitor((await another({ storageState: await provedStorageOf(PEOPLE.announces) })).request)
    const ids = [await announce(operator, { severity: 'important', title: 'Wajib dibaca', body: 'Isi wajib' })]
    ids.push(await announce(operator, { severity: 'information', title: 'Boleh dibaca', body: 'Isi boleh' }))
    await page.goto('/beranda')
    await expect(page.getByText('Isi wajib')).toBeVisible()
    await expect(page.getByText('Isi boleh')).toHaveCount(0)
    await page.getByRole('button', { name: 'Saya mengerti' }).click()
    await expect(page).toHaveURL('/beranda#pengumuman')
    await expect(page.getByText('Wajib dibaca')).toHaveCount(0)
    await expect(page.locator('#pengumuman').getByText('Terima kasih.')).toBeInViewport()
    await page.getByRole('link', { name: '1 pengumuman Boleh dibaca' }).click()
    await expect(page.getByRole('article')).toHaveCount(2)
    for (const id of ids) await operator.post('/api/end-announcement', { id })
  })
})
