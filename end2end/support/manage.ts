// What operators and administrators do, by plain requests: the forms of /kelola.
import { expect } from '@playwright/test'
import { localTarget, Visitor } from './visitor'

const HOUR = 3_600_000

export interface Announced {
  severity?: 'information' | 'warning' | 'important'
  audience?: 'everyone' | 'operators' | 'agency'
  title?: string
  body?: string
}

export interface Settings {
  state?: 'available' | 'maintenance' | 'disruption' | 'blocked'
  until?: string
  note?: string
}

/** The moment so many hours from now as `<input type="datetime-local">` has it, in WIB, which is UTC+7. */
export function wib(hours: number): string {
  return new Date(Date.now() + (7 + hours) * HOUR).toISOString().slice(0, 16)
}

/** The fields of a draft, which may be incomplete. */
function fields({ severity = 'information', audience = 'agency', title = '', body = '' }: Announced): Record<string, string> {
  const texts = { title_id: title, title_en: title && `${title} (EN)`, body_id: body, body_en: body }
  const times = { starts: wib(-1), ends: wib(48) }
  return { severity, audience, ...texts, ...times }
}

/** Keeps a draft; its id. */
export async function draft(visitor: Visitor, announced: Announced): Promise<string> {
  const answer = await visitor.post('/api/save-announcement', { id: '', ...fields(announced) })
  const target = localTarget(answer)
  expect(target).toMatch(/^\/kelola\/pengumuman\/[0-9a-f-]{36}$/)
  await visitor.follow(answer)
  return target.split('/').at(-1) ?? ''
}

/** Writes an announcement and publishes it; its id. */
export async function announce(visitor: Visitor, announced: Announced): Promise<string> {
  const id = await draft(visitor, announced)
  const answer = await visitor.post('/api/save-announcement', { id, ...fields(announced), publish: 'yes' })
  expect(localTarget(answer), 'nothing was missing').toBe('/kelola/pengumuman')
  await visitor.follow(answer)
  return id
}

export async function setService(visitor: Visitor, slug: string, settings: Settings = {}): Promise<void> {
  const { state = 'available', until = '', note = '' } = settings
  const answer = await visitor.post('/api/set-service', { slug, state, until, note_id: note, note_en: note })
  expect(localTarget(answer), 'nothing was wrong').toBe('/kelola/layanan')
  await visitor.follow(answer)
}

/** Proposes another address for a service, and has a second administrator approve it. */
export async function moveService(visitor: Visitor, second: Visitor, slug: string, address: string): Promise<void> {
  const reason = `Pindah ke pusat data nasional, ${crypto.randomUUID()}`
  const answer = await visitor.post('/api/move-service', { slug, address, reason })
  expect(localTarget(answer), 'nothing was wrong').toBe('/kelola/layanan')
  await visitor.follow(answer)
  const proposals = (await (await second.get('/kelola/persetujuan')).text()).split('<li>')
  const ours = proposals.find((one) => one.includes(reason)) ?? ''
  const id = /name="id" value="([0-9a-f-]{36})"/.exec(ours)?.[1] ?? ''
  const decided = await second.post('/api/proposals/decide', { id, decision: 'approve' })
  expect(localTarget(decided), 'it was there to be decided').toBe('/kelola/persetujuan')
  expect(await second.follow(decided)).toContain('Usul disetujui dan sudah berlaku')
}
