// openid-client, in a server of Node: pushes its requests (PAR), signs its own assertions, wants ES256.
import { generateKeyPairSync, randomUUID, webcrypto } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { pageOf, type SignedIn } from './page'
import { ELSEWHERE, SCOPE, listen, registration, type RelyingParty } from './relying_party'

const ID = 'openid-client'
const LOGGED_OUT = 'http://schemas.openid.net/event/backchannel-logout'
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

interface Visit {
  /** What a login that is under way has to come back with. */
  checks?: { expectedState: string; expectedNonce: string; pkceCodeVerifier: string }
  person?: SignedIn & { readonly refreshToken: string; readonly sid: string }
}

export const openidClient: RelyingParty = {
  name: 'openid-client',
  host: ELSEWHERE,
  missing: () => [],
  client: (origin) => ({
    ...registration(ID, origin),
    backchannel_logout_uri: `${origin}/backchannel`,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'ES256' }] },
    id_token_signed_response_alg: 'ES256',
    access_token: 'jwt-es256',
  }),
  start: async ({ origin, issuer }) => {
    const service = new Service(origin, await discover(issuer))
    return listen(origin, (asked, answer) => {
      service.answer(asked, answer).catch((error: unknown) => {
        console.error(`${ID}: ${asked.method} ${asked.url}:`, error)
        answer.writeHead(500).end(String(error))
      })
    })
  },
}

async function discover(issuer: string): Promise<oidc.Configuration> {
  const how = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await webcrypto.subtle.importKey('jwk', keys.privateKey.export({ format: 'jwk' }), how, false, ['sign'])
  const authentication = oidc.PrivateKeyJwt({ key, kid: 'own' })
  const metadata = { id_token_signed_response_alg: 'ES256' }
  return oidc.discovery(new URL(issuer), ID, metadata, authentication, { execute: [oidc.allowInsecureRequests] })
}

class Service {
  readonly #visits = new Map<string, Visit>()
  readonly #keys: ReturnType<typeof createRemoteJWKSet>

  constructor(
    readonly origin: string,
    readonly config: oidc.Configuration,
  ) {
    const { jwks_uri } = config.serverMetadata()
    // By itself jose asks for unknown keys twice a minute at most; a test changes them sooner.
    this.#keys = createRemoteJWKSet(new URL(jwks_uri ?? ''), { cooldownDuration: 0 })
  }

  async answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { pathname, href } = new URL(asked.url ?? '/', this.origin)
    if (pathname === '/backchannel') {
      await this.#end(new URLSearchParams(await text(asked)).get('logout_token') ?? '')
      answer.writeHead(204).end()
      return
    }
    const visit = this.#visitOf(asked, answer)
    const go = (location: string) => void answer.writeHead(303, { location }).end()
    switch (pathname) {
      case '/':
        answer.setHeader('content-type', 'text/html; charset=utf-8').end(pageOf(visit.person))
        return
      case '/login':
        return go(await this.#begin(visit))
      case '/callback':
        await this.#enter(visit, new URL(href))
        return go('/')
      case '/refresh':
        await this.#refresh(visit)
        return go('/')
      case '/logout':
        return go(this.#leave(visit))
      default:
        answer.writeHead(404).end()
    }
  }

  #visitOf(asked: IncomingMessage, answer: ServerResponse): Visit {
    // Named after the service, since ports do not keep cookies apart.
    const known = /\bopenid_client=([\w-]+)/.exec(asked.headers.cookie ?? '')?.[1]
    const id = known && this.#visits.has(known) ? known : randomUUID()
    if (id !== known) answer.setHeader('set-cookie', `openid_client=${id}; Path=/; HttpOnly; SameSite=Lax`)
    const visit = this.#visits.get(id) ?? {}
    this.#visits.set(id, visit)
    return visit
  }

  async #begin(visit: Visit): Promise<string> {
    const [expectedState, expectedNonce, pkceCodeVerifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
    visit.checks = { expectedState, expectedNonce, pkceCodeVerifier }
    const url = await oidc.buildAuthorizationUrlWithPAR(this.config, {
      redirect_uri: `${this.origin}/callback`,
      scope: SCOPE,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    return url.href
  }

  async #enter(visit: Visit, current: URL): Promise<void> {
    const { checks } = visit
    if (!checks) throw new Error('nobody has begun to log in')
    delete visit.checks
    await this.#keep(visit, await oidc.authorizationCodeGrant(this.config, current, { ...checks, idTokenExpected: true }))
  }

  async #refresh(visit: Visit): Promise<void> {
    await this.#keep(visit, await oidc.refreshTokenGrant(this.config, visit.person?.refreshToken ?? ''))
  }

  async #keep(visit: Visit, tokens: oidc.TokenEndpointResponse): Promise<void> {
    // What is answered to oneself over TLS openid-client believes without looking at the signature; this one looks.
    const idToken = tokens.id_token ?? visit.person?.idToken ?? ''
    const { payload } = await jwtVerify(idToken, this.#keys, { audience: ID, algorithms: ['ES256'] })
    const { name, nip, roles } = await oidc.fetchUserInfo(this.config, tokens.access_token, payload.sub ?? '')
    visit.person = {
      name: name ?? '',
      nip: String(nip),
      roles: Array.isArray(roles) ? roles.map(String) : [],
      idToken,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? '',
      sid: String(payload.sid),
    }
  }

  /** The service's own session is over before the portal is told. */
  #leave(visit: Visit): string {
    const id_token_hint = visit.person?.idToken ?? ''
    delete visit.person
    return oidc.buildEndSessionUrl(this.config, { id_token_hint, post_logout_redirect_uri: `${this.origin}/`, state: 'keluar' }).href
  }

  /** The portal says that a login is over. */
  async #end(token: string): Promise<void> {
    const { issuer } = this.config.serverMetadata()
    const { payload } = await jwtVerify(token, this.#keys, { issuer, audience: ID, typ: 'logout+jwt', maxTokenAge: '2 minutes' })
    const isOne = payload.sid && !('nonce' in payload) && LOGGED_OUT in Object(payload.events)
    if (!isOne) throw new Error('no logout token')
    for (const visit of this.#visits.values()) if (visit.person?.sid === payload.sid) delete visit.person
  }
}
