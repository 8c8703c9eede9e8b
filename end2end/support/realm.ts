// A realm as Keycloak exports it (`UserRepresentation`, `CredentialRepresentation`): people with passwords that it
// hashed and keys that it made, by Node's own crypto, which has nothing to do with the portal's.
import { pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto'

export const PASSWORD = 'kopi-tubruk-di-ternate'

const CREATED = 1_704_067_200_000

/** How an app makes its codes; a key in Base 32 is said to be one, any other is the bytes of its text. */
export interface Terms {
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512'
  readonly digits: 6 | 8
  readonly period: number
  readonly encoding?: 'BASE32'
}

export interface Moving {
  readonly nip: string
  readonly id: string
  readonly secret: string
  readonly terms: Terms
  readonly user: object
}

export function pbkdf2(digest: 'sha1' | 'sha256' | 'sha512', iterations: number): object {
  const salt = randomBytes(16)
  const hash = pbkdf2Sync(PASSWORD, salt, iterations, 64, digest)
  const algorithm = digest === 'sha1' ? 'pbkdf2' : `pbkdf2-${digest}`
  return password(hash.toString('base64'), salt.toString('base64'), { hashIterations: iterations, algorithm, additionalParameters: {} })
}

/** Of the same password, made by argon2-cffi: Node 20 has no Argon2. */
export function argon2(): object {
  const parameters = { hashLength: ['32'], memory: ['7168'], type: ['id'], version: ['1.3'], parallelism: ['1'] }
  const data = { hashIterations: 5, algorithm: 'argon2', additionalParameters: parameters }
  return password('5klSKvXsEvmuVRL8kEZVceJEfkQOuEMEug4+23vjX2Y=', 'Z2FyYW0gZGFyaSBhbWJvbg==', data)
}

function password(value: string, salt: string, data: object): object {
  const secret = JSON.stringify({ value, salt, additionalParameters: {} })
  return { id: randomUUID(), type: 'password', createdDate: CREATED, secretData: secret, credentialData: JSON.stringify(data) }
}

export function moving(nip: string, secret: string, terms: Terms, password: object): Moving {
  const { algorithm, digits, period, encoding } = terms
  const data = { subType: 'totp', digits, counter: 0, period, algorithm: `Hmac${algorithm}`, ...(encoding ? { secretEncoding: encoding } : {}) }
  const app = {
    id: randomUUID(),
    type: 'otp',
    userLabel: 'HP lama',
    createdDate: CREATED,
    secretData: JSON.stringify({ value: secret }),
    credentialData: JSON.stringify(data),
  }
  const id = randomUUID()
  const user = {
    id,
    createdTimestamp: CREATED,
    username: nip,
    enabled: true,
    totp: true,
    emailVerified: true,
    firstName: 'Sri',
    lastName: 'Wahyuni',
    email: `${nip}@example.go.id`,
    attributes: { instansi: ['Pemerintah Kota Ambon'] },
    credentials: [password, app],
    disableableCredentialTypes: [],
    requiredActions: [],
    realmRoles: ['default-roles-public-siasn'],
    notBefore: 0,
    groups: [],
  }
  return { nip, id, secret, terms, user }
}

export function realm(people: readonly Moving[]): string {
  return JSON.stringify({ id: randomUUID(), realm: 'public-siasn', enabled: true, users: people.map(({ user }) => user) })
}
