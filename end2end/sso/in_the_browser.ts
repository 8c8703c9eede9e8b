// Relying parties without a server of their own: a page, a library, and nobody whom the portal could call. They have
// to ask: oidc-client-ts whether its access token still opens something, keycloak-js for a login in a hidden frame.
import type { RequestListener } from 'node:http'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BESIDE, REALM, SCOPE, listen, registration, type Client, type RelyingParty, type Surroundings } from './relying_party'

const OIDC_CLIENT_TS = 'oidc-client-ts'
const KEYCLOAK_JS = 'keycloak-js'

export const oidcClientTs: RelyingParty = {
  name: OIDC_CLIENT_TS,
  host: BESIDE,
  missing: () => [],
  client: (origin) => ({ ...publicClient(OIDC_CLIENT_TS, origin), id_token_signed_response_alg: 'RS256' }),
  start: (surroundings) => listen(surroundings.origin, pages(OIDC_CLIENT_TS, 'dist/browser/oidc-client-ts.min.js', surroundings)),
}

export const keycloakJs: RelyingParty = {
  name: KEYCLOAK_JS,
  host: BESIDE,
  missing: () => [],
  client: (origin) => ({
    ...publicClient(KEYCLOAK_JS, origin),
    redirect_uris: [`${origin}/`, `${origin}/callback`, `${origin}/silent.html`],
    issuer: 'keycloak',
    access_token: 'jwt-rs256',
  }),
  start: (surroundings) => listen(surroundings.origin, pages(KEYCLOAK_JS, 'lib/keycloak.js', surroundings)),
}

function publicClient(id: string, origin: string): Client {
  return { ...registration(id, origin), token_endpoint_auth_method: 'none', web_origins: [origin] }
}

/** `library`: the file of the package that a browser can load. */
function pages(name: string, library: string, { issuer }: Surroundings): RequestListener {
  const ours = (file: string) => readFileSync(join(__dirname, 'pages', file), 'utf8')
  const page = ours(`${name}.html`)
  const settings = { issuer, scope: SCOPE, client: name, keycloak: { url: issuer + REALM.server, realm: REALM.name, clientId: name } }
  const files: Record<string, [string, string]> = {
    '/': ['text/html', page],
    '/callback': ['text/html', page],
    '/silent.html': ['text/html', ours('silent.html')],
    '/page.js': ['text/javascript', ours('page.js')],
    '/settings.js': ['text/javascript', `export default ${JSON.stringify(settings)}`],
    '/library.js': ['text/javascript', readFileSync(resolve(__dirname, '../node_modules', name, library), 'utf8')],
  }
  return (asked, answer) => {
    const [type, text] = files[new URL(asked.url ?? '/', 'http://page').pathname] ?? []
    if (text === undefined) return void answer.writeHead(404).end()
    answer.setHeader('content-type', `${type}; charset=utf-8`).setHeader('cache-control', 'no-store').end(text)
  }
}
