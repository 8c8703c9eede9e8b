// Authlib in a Flask application (authlib_service.py): sends its secret in the body, wants Ed25519.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { run } from './program'
import { ELSEWHERE, SCOPE, hashed, portOf, registration, type RelyingParty } from './relying_party'

const ID = 'authlib'
const SECRET = 'rahasia-uji-authlib'
/** Made by scripts/setup, which writes `pins` when all of it is there. */
const ENVIRONMENT = resolve(__dirname, '../../.tools/relying-parties')

export const authlib: RelyingParty = {
  name: 'Authlib',
  host: ELSEWHERE,
  missing: () => [`${ENVIRONMENT}/pins`].filter((path) => !existsSync(path)),
  client: (origin) => ({
    ...registration(ID, origin),
    ...hashed(SECRET),
    backchannel_logout_uri: `${origin}/backchannel`,
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'EdDSA',
  }),
  start: (surroundings) => {
    const { origin, issuer } = surroundings
    const settings = { ORIGIN: origin, ISSUER: issuer, CLIENT_ID: ID, CLIENT_SECRET: SECRET, SCOPE, PORT: String(portOf(origin)) }
    return run(`${ENVIRONMENT}/bin/python`, ['-B', resolve(__dirname, 'authlib_service.py')], surroundings, { ...process.env, ...settings })
  },
}
