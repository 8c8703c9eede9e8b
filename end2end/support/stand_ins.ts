// The three services of examples/services beside a portal, on free ports. They are stopped by their process id.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environment, freePort, stop } from './portal'

const PROJECT = resolve(__dirname, '../..')
const USUAL = [3001, 3002, 3003]

export interface StandIns {
  /** `--clients` for the portal that they sign in with. */
  readonly clients: string
  readonly myasn: string
  readonly siasn: string
  readonly kinerja: string
  /** `issuer`: that portal. Returns what stops them. */
  start(issuer: string, log: string): Promise<() => Promise<void>>
}

export async function standIns(): Promise<StandIns> {
  const folder = mkdtempSync(join(tmpdir(), 'asn-digital-stand-ins-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const ports: number[] = []
  while (ports.length < USUAL.length) {
    const port = await freePort()
    if (!ports.includes(port)) ports.push(port)
  }
  const clients = join(folder, 'clients.toml')
  const usual = readFileSync(join(PROJECT, 'examples/services/clients.toml'), 'utf8')
  writeFileSync(clients, usual.replace(/127\.0\.0\.1:(300[123])/g, (_, port) => `127.0.0.1:${ports[USUAL.indexOf(Number(port))]}`))
  const [myasn = '', siasn = '', kinerja = ''] = ports.map((port) => `http://127.0.0.1:${port}`)
  const start = async (issuer: string, log: string) => {
    const output = openSync(log, 'a')
    const server = spawn(binary(), ['--issuer', issuer, '--ports', ports.join(',')], {
      env: environment(),
      stdio: ['ignore', output, output],
    })
    for (const deadline = Date.now() + 10_000; ; await sleep(50)) {
      if ((await fetch(myasn).catch(() => undefined))?.ok) return () => stop(server)
      if (server.exitCode === null && Date.now() < deadline) continue
      await stop(server)
      throw new Error('the services did not become ready; what they wrote is in the server log')
    }
  }
  return { clients, myasn, siasn, kinerja, start }
}

function binary(): string {
  const path = join(process.env.CARGO_TARGET_DIR || join(PROJECT, 'target'), 'debug/asn-digital-services')
  if (!existsSync(path)) throw new Error('build them with: cargo build --manifest-path examples/services/Cargo.toml --target-dir target')
  return resolve(path)
}
