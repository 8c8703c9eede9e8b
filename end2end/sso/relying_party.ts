// What the tests ask of a relying party. Each is a small web site around a library or a module of others, and all
// of them show the same page (page.ts), so that one walk fits them all.
import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'

/** An entry of `clients.toml`, with its names. */
export type Client = Readonly<Record<string, string | boolean | object>>

export interface Surroundings {
  /** Where it is to listen, as in the address bar. */
  readonly origin: string
  /** The portal. */
  readonly issuer: string
  /** For its files; gone afterwards. */
  readonly folder: string
}

export interface RelyingParty {
  readonly name: string
  readonly host: typeof ELSEWHERE | typeof BESIDE
  /** What it needs that this machine lacks. */
  missing(): string[]
  /** How it is registered. */
  client(origin: string): Client
  start(surroundings: Surroundings): Promise<Stop>
}

export type Stop = () => Promise<void>

/** Another site than the portal's, to the browser: its cookies are kept apart. */
export const ELSEWHERE = 'localhost'
/** The portal's own site: a page's hidden frame is not a stranger there. */
export const BESIDE = '127.0.0.1'

export const SCOPE = 'openid profile email roles'

/** Where Keycloak's clients look for their realm. */
export const REALM = { path: '/auth/realms/public-siasn', server: '/auth', name: 'public-siasn' } as const

/** What every one of them is registered with. */
export function registration(id: string, origin: string): Client {
  return {
    client_id: id,
    client_name: `Layanan uji ${id}`,
    address: `${origin}/`,
    redirect_uris: [`${origin}/callback`],
    post_logout_redirect_uris: [`${origin}/`],
    scope: SCOPE,
    first_party: true,
  }
}

export function hashed(secret: string): { client_secret_sha256: string[] } {
  return { client_secret_sha256: [createHash('sha256').update(secret).digest('hex')] }
}

export function toToml(clients: readonly Client[]): string {
  const lines = (client: Client) => Object.entries(client).map(([name, value]) => `${name} = ${tomlOf(value)}`)
  return clients.flatMap((client) => ['[[client]]', ...lines(client), '']).join('\n')
}

/** JSON writes strings, lists and truth as TOML does, and tables otherwise. */
function tomlOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(tomlOf).join(', ')}]`
  if (typeof value !== 'object' || !value) return JSON.stringify(value)
  return `{ ${Object.entries(value).map(([name, value]) => `${name} = ${tomlOf(value)}`).join(', ')} }`
}

export function portOf(origin: string): number {
  return Number(new URL(origin).port)
}

/** Serves in this process. */
export async function listen(origin: string, listener: RequestListener): Promise<Stop> {
  const server = createServer(listener)
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(portOf(origin), '127.0.0.1', listening))
  return async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}
