// A portal to test: a fresh database with its people, and one server on a free port. It is stopped by its own
// process id.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from './people'

const PROJECT = resolve(__dirname, '../..')

export interface Wishes {
  readonly people: readonly Person[]
  /** As in the address bar. */
  readonly host?: string
  /** Further options of `asn-digital serve`. */
  readonly options?: readonly string[]
}

export interface Portal {
  readonly origin: string
  /** Its data folder. */
  readonly data: string
  stop(): Promise<void>
}

/** `log`: the file that everything the server says is added to. */
export async function startPortal({ people, host = '127.0.0.1', options = [] }: Wishes, log: string): Promise<Portal> {
  const work = mkdtempSync(join(tmpdir(), 'asn-digital-end2end-'))
  const data = join(work, 'data')
  const output = openSync(log, 'a')
  let server: ChildProcess | undefined
  const end = async () => {
    if (server) await stop(server)
    rmSync(work, { recursive: true, force: true })
  }
  try {
    importPeople(people, join(work, 'accounts.csv'), data, output)
    const port = await freePort()
    const origin = `http://${host}:${port}`
    const site = process.env.ASN_TEST_SITE || join(PROJECT, 'target/site')
    // Secrets must not be in the log however much is logged.
    const serve = ['serve', '--listen', `127.0.0.1:${port}`, '--public-origin', origin, '--site-root', site, '--log', 'debug']
    server = spawn(binary(), [...serve, '--data-dir', data, ...options], {
      cwd: PROJECT,
      env: environment(),
      stdio: ['ignore', output, output],
    })
    await ready(server, `http://127.0.0.1:${port}`)
    return { origin, data, stop: end }
  } catch (error) {
    await end()
    throw error
  }
}

/** What an operator of the portal types: `asn-digital accounts set-password`. */
export function setPassword(data: string, { nip }: Person, password: string, log: string, ...flags: string[]): void {
  command(openSync(log, 'a'), ['accounts', 'set-password', nip, '--data-dir', data, ...flags], `${password}\n`)
}

/** `asn-digital accounts disable` and `enable`. */
export function setStanding(data: string, standing: 'disable' | 'enable', { nip }: Person, log: string): void {
  command(openSync(log, 'a'), ['accounts', standing, nip, '--data-dir', data])
}

/** `asn-digital keys rotate-signing --now`. Returns when the new keys sign, which no service has seen yet. */
export function rotateSigning(data: string): Date {
  const args = ['keys', 'rotate-signing', '--now', '--data-dir', data]
  const said = execFileSync(binary(), args, { cwd: PROJECT, env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return new Date(/sign from (\S+) on/.exec(said)?.[1] ?? '')
}

function binary(): string {
  const target = process.env.CARGO_TARGET_DIR || join(PROJECT, 'target')
  const candidates = [join(target, 'release/asn-digital'), join(target, 'debug/asn-digital')]
  const found = process.env.ASN_BINARY || candidates.find((path) => existsSync(path))
  if (!found) throw new Error('there is no server to test; build it with: cargo leptos build --release')
  return resolve(found)
}

/** The caller's environment without what would configure the portal. */
export function environment(): NodeJS.ProcessEnv {
  const configures = /^(ASN|LEPTOS)_|^DATABASE_URL$|^RUST_LOG$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !configures.test(name)))
}

function importPeople(people: readonly Person[], csv: string, data: string, output: number): void {
  const rows = people.map(({ nip, name, email, agency, roles }) => `${nip},${name},${email},${agency},${roles}`)
  writeFileSync(csv, ['nip,name,email,agency,roles', ...rows, ''].join('\n'))
  command(output, ['accounts', 'import', csv, '--change-privileges', '--data-dir', data])
  for (const { nip, password } of people) {
    command(output, ['accounts', 'set-password', nip, '--data-dir', data], `${password}\n`)
  }
}

function command(output: number, args: string[], input = ''): void {
  execFileSync(binary(), args, { cwd: PROJECT, env: environment(), input, stdio: ['pipe', output, output] })
}

export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))))
    })
  })
}

async function ready(server: ChildProcess, origin: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
    if (server.exitCode !== null || server.signalCode !== null) break
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined)
    if (answer?.status === 200) return
  }
  throw new Error('the server did not become ready; what it wrote is in its log')
}

export async function stop(server: ChildProcess): Promise<void> {
  const gone = new Promise<void>((done) => server.once('exit', () => done()))
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGTERM')
  const stopped = await Promise.race([gone.then(() => true), sleep(15_000, false)])
  if (!stopped) {
    console.error('the server did not stop within 15 seconds of SIGTERM')
    server.kill('SIGKILL')
    await gone
  }
}
