// Services to log in to: hosts of their own on this machine, https as every service's address is, with a
// certificate that nobody vouches for.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What the page of a service says. */
export const INSIDE = 'Anda di layanan ini'

export interface Services {
  /** `--catalogue`: e-Kinerja answers itself, MyASN passes on to yet another host. */
  readonly catalogue: string
  /** Where e-Kinerja lives. */
  readonly direct: string
  /** Where MyASN lives, and where somebody who opens it ends. */
  readonly passing: string
  readonly end: string
}

export async function startServices(): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'asn-digital-services-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2'
  const how = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=layanan']
  execFileSync('openssl', ['req', '-x509', ...how, '-addext', names, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const listen = async (listener: RequestListener): Promise<number> => {
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, listener)
    await new Promise<void>((listening) => server.listen(0, listening))
    server.unref()
    return (server.address() as AddressInfo).port
  }
  const page: RequestListener = (_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html><title>Layanan</title><h1>${INSIDE}</h1>`)
  }
  const direct = `https://localhost:${await listen(page)}`
  const end = `https://127.0.0.2:${await listen(page)}/kinerja`
  const passing = `https://localhost:${await listen((_, answer) => answer.writeHead(302, { location: end }).end())}`
  const catalogue = join(folder, 'catalogue.toml')
  const built = readFileSync(resolve(__dirname, '../../catalogue.toml'), 'utf8')
  const entries = built.split('[[service]]').map((entry) => {
    const slug = /^slug = "(.*)"$/m.exec(entry)?.[1]
    const address = slug === 'e-kinerja' ? direct : slug === 'myasn' ? passing : undefined
    return address ? entry.replace(/^address = .*$/m, `address = "${address}"`) : entry
  })
  writeFileSync(catalogue, entries.join('[[service]]'))
  return { catalogue, direct, passing, end }
}
