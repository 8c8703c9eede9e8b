// Nothing is cut off on a narrow phone, in English either; names stay names in a page that a browser translates.
import { announce, setService } from '../support/manage'
import { PEOPLE } from '../support/people'
import { cutLabels, misplacedMessages, translatable } from '../support/rules'
import { expect, test } from '../support/test'
import { Visitor } from '../support/visitor'

const BEFORE = ['/', '/masuk', '/lupa-kata-sandi', '/kata-sandi-baru', '/batalkan-atur-ulang', '/tidak-ada', '/layanan/helpdesk']
const INSIDE = [
  '/beranda', '/beranda?atur=1', '/beranda?cari=jabatan', '/beranda?cari=qqq', '/pengumuman', '/layanan/e-kinerja', '/layanan/presensi', '/layanan/peta-jabatan',
  '/akun', '/akun/catatan', '/akun/kata-sandi', '/akun/bukti', '/akun/autentikator', '/teruskan?lanjut=%2Fbuka%2Fe-kinerja',
  '/kelola/pengumuman', '/kelola/pengumuman/baru', '/kelola/atur-ulang', '/kelola/layanan', '/kelola/layanan/e-kinerja',
]

test.use({ viewport: { width: 360, height: 740 } })

test('on a phone no label of any page is cut off in English, and a translating browser leaves names alone', async ({ page, context }) => {
  test.slow()
  const person = PEOPLE.labels
  const visitor = new Visitor(context.request)
  const speak = (language: string) => visitor.post('/api/language', { language, next: '/' })
  const look = async (paths: string[]) => {
    for (const path of paths) {
      await page.goto(path)
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 740 })
        expect.soft(await cutLabels(page), `${path} at ${width} px`).toEqual([])
        expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
      }
      expect.soft(await misplacedMessages(page), path).toEqual([])
      expect.soft(await translatable(page, person), path).toEqual([])
    }
  }
  await speak('en')
  await look(BEFORE)
  await speak('id')
  await visitor.enrolAndLogin(person)
  await announce(visitor, { severity: 'important', title: 'Pemeliharaan', body: 'Isi' })
  await setService(visitor, 'jdih', { state: 'maintenance', until: '2099-12-31T23:59' })
  await speak('en')
  await look(INSIDE)
  await setService(visitor, 'jdih')
})
