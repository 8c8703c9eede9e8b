// Global setup: a fresh database with the people of the tests, and one server on a free port.
// It is stopped by its own process id, and what it wrote is kept in test-results/server.log.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PEOPLE } from './people'
import { noteEverybody } from './secrets'

const PROJECT = resolve(__dirname, '../..')

export default async function start(): Promise<() => Promise<void>> {
  const work = mkdtempSync(join(tmpdir(), 'asn-digital-end2end-'))
  const data = join(work, 'data')
  const log = join(work, 'server.log')
  let server: ChildProcess | undefined
  const output = openSync(log, 'a')
  const end = async () => {
    if (server) await stop(server)
    if (existsSync(log)) {
      const results = resolve(__dirname, '../test-results')
      mkdirSync(results, { recursive: true })
      copyFileSync(log, join(results, 'server.log'))
    }
    rmSync(work, { recursive: true, force: true })
  }
  try {
    process.env.ASN_TEST_SECRETS = join(work, 'secrets.jsonl')
    process.env.ASN_TEST_LOG = log
    noteEverybody()
    importPeople(work, data, output)
    const origin = `http://127.0.0.1:${await freePort()}`
    process.env.ASN_TEST_ORIGIN = origin
    server = spawn(binary(), [...serveAt(origin), '--data-dir', data], {
      cwd: PROJECT,
      env: environment(),
      stdio: ['ignore', output, output],
    })
    await ready(server, origin)
  } catch (error) {
    console.error(readFileSync(log, 'utf8').slice(-4000))
    await end()
    throw error
  }
  return end
}

function serveAt(origin: string): string[] {
  const site = process.env.ASN_TEST_SITE || join(PROJECT, 'target/site')
  // Secrets must not be in the log however much is logged.
  return ['serve', '--listen', new URL(origin).host, '--public-origin', origin, '--site-root', site, '--log', 'debug']
}

function binary(): string {
  const target = process.env.CARGO_TARGET_DIR || join(PROJECT, 'target')
  const candidates = [join(target, 'release/asn-digital'), join(target, 'debug/asn-digital')]
  const found = process.env.ASN_BINARY || candidates.find((path) => existsSync(path))
  if (!found) throw new Error('there is no server to test; build it with: cargo leptos build --release')
  return resolve(found)
}

/** The caller's environment without what would configure the portal. */
function environment(): NodeJS.ProcessEnv {
  const configures = /^(ASN|LEPTOS)_|^DATABASE_URL$|^RUST_LOG$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !configures.test(name)))
}

function importPeople(work: string, data: string, output: number): void {
  const csv = join(work, 'accounts.csv')
  const rows = Object.values(PEOPLE).map(({ nip, name, agency, roles }) => `${nip},${name},,${agency},${roles}`)
  writeFileSync(csv, ['nip,name,email,agency,roles', ...rows, ''].join('\n'))
  command(output, ['accounts', 'import', csv, '--data-dir', data])
  for (const { nip, password } of Object.values(PEOPLE)) {
    command(output, ['accounts', 'set-password', nip, '--data-dir', data], `${password}\n`)
  }
}

function command(output: number, args: string[], input = ''): void {
  execFileSync(binary(), args, { cwd: PROJECT, env: environment(), input, stdio: ['pipe', output, output] })
}

function freePort(): Promise<number> {
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
  throw new Error('the server did not become ready; what it wrote is above')
}

async function stop(server: ChildProcess): Promise<void> {
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
