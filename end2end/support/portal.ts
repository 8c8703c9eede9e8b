// A portal to test: a fresh database with its people, and one server on a free port, or several behind one. They
// are stopped by their own process ids.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFront } from './front'
import type { Person } from './people'

const PROJECT = resolve(__dirname, '../..')

export interface Wishes {
  readonly people: readonly Person[]
  /** As in the address bar. */
  readonly host?: string
  /** Further options of `asn-digital serve`. */
  readonly options?: readonly string[]
  /** The address of an empty PostgreSQL database, instead of the embedded one. */
  readonly database?: string
  /** How many servers share it, behind one address. */
  readonly nodes?: number
}

export interface Portal {
  readonly origin: string
  /** Its data folder. */
  readonly data: string
  /** Its PostgreSQL database, when it has one. */
  readonly database?: string
  stop(): Promise<void>
}

/** `log`: the file that everything the servers say is added to. */
export async function startPortal({ people, host = '127.0.0.1', options = [], database, nodes = 1 }: Wishes, log: string): Promise<Portal> {
  const work = mkdtempSync(join(tmpdir(), 'asn-digital-end2end-'))
  const data = join(work, 'data')
  const output = openSync(log, 'a')
  const running: (() => Promise<void>)[] = []
  const end = async () => {
    for (const stop of running.reverse()) await stop()
    rmSync(work, { recursive: true, force: true })
  }
  try {
    // The key lies there; the embedded database would have made it.
    mkdirSync(data)
    importPeople(people, join(work, 'accounts.csv'), { data, database }, output)
    const port = await freePort()
    const origin = `http://${host}:${port}`
    const ports = nodes === 1 ? [port] : await Promise.all(Array.from({ length: nodes }, freePort))
    const behind = nodes === 1 ? [] : ['--trusted-proxies', '127.0.0.1', '--metrics-listen', 'off']
    const site = process.env.ASN_TEST_SITE || join(PROJECT, 'target/site')
    for (const port of ports) {
      // Secrets must not be in the log however much is logged.
      const serve = ['serve', '--listen', `127.0.0.1:${port}`, '--public-origin', origin, '--site-root', site, '--log', 'debug']
      const server = spawn(binary(), [...serve, '--data-dir', data, ...behind, ...options], {
        cwd: PROJECT,
        env: environment(database),
        stdio: ['ignore', output, output],
      })
      running.push(() => stop(server))
      await ready(server, `http://127.0.0.1:${port}`)
    }
    if (nodes > 1) running.push(await startFront(port, ports))
    return { origin, data, database, stop: end }
  } catch (error) {
    await end()
    throw error
  }
}

/** What an operator of the portal types: `asn-digital accounts set-password`. */
export function setPassword(data: string, { nip }: Person, password: string, log: string, ...flags: string[]): void {
  command(openSync(log, 'a'), ['accounts', 'set-password', nip, ...flags], { data }, `${password}\n`)
}

/** `asn-digital accounts disable` and `enable`. */
export function setStanding(data: string, standing: 'disable' | 'enable', { nip }: Person, log: string): void {
  command(openSync(log, 'a'), ['accounts', standing, nip], { data })
}

/** `asn-digital clients set`: registers what `file` describes, as two administrators do in the console. */
export function registerClients(data: string, file: string): void {
  const args = ['clients', 'set', file, '--data-dir', data]
  execFileSync(binary(), args, { cwd: PROJECT, env: environment(), stdio: ['ignore', 'ignore', 'inherit'] })
}

/** `asn-digital keycloak import`: what it says. */
export function importRealm(data: string, ...args: string[]): string {
  const all = ['keycloak', 'import', ...args, '--data-dir', data]
  return execFileSync(binary(), all, { cwd: PROJECT, env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** `asn-digital keys rotate-signing --now`. Returns when the new keys sign, which no service has seen yet. */
export function rotateSigning({ data, database }: Place): Date {
  const args = ['keys', 'rotate-signing', '--now', '--data-dir', data]
  const said = execFileSync(binary(), args, { cwd: PROJECT, env: environment(database), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
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
export function environment(database?: string): NodeJS.ProcessEnv {
  const configures = /^(ASN|LEPTOS)_|^DATABASE_URL$|^RUST_LOG$/
  const kept = Object.entries(process.env).filter(([name]) => !configures.test(name))
  return { ...Object.fromEntries(kept), ...(database ? { DATABASE_URL: database } : {}) }
}

type Place = Pick<Portal, 'data' | 'database'>

function importPeople(people: readonly Person[], csv: string, place: Place, output: number): void {
  const rows = people.map(({ nip, name, email, agency, roles }) => `${nip},${name},${email},${agency},${roles}`)
  writeFileSync(csv, ['nip,name,email,agency,roles', ...rows, ''].join('\n'))
  command(output, ['accounts', 'import', csv, '--change-privileges'], place)
  for (const { nip, password } of people) {
    command(output, ['accounts', 'set-password', nip], place, `${password}\n`)
  }
}

function command(output: number, args: string[], { data, database }: Place, input = ''): void {
  execFileSync(binary(), [...args, '--data-dir', data], { cwd: PROJECT, env: environment(database), input, stdio: ['pipe', output, output] })
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
