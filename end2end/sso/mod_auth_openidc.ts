// mod_auth_openidc in an apache2 of the tests' own: what guards most services that know nothing of OpenID. It logs in
// when it is asked to by others (third-party initiated login), and tells the page by variables who is there.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './program'
import { ELSEWHERE, SCOPE, hashed, portOf, registration, type RelyingParty, type Surroundings } from './relying_party'

const ID = 'mod-auth-openidc'
const SECRET = 'rahasia-uji-apache'
const PROGRAM = '/usr/sbin/apache2'
const MODULES = '/usr/lib/apache2/modules'
const NEEDED = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc', 'alias', 'mime', 'filter', 'include']

export const modAuthOpenidc: RelyingParty = {
  name: 'mod_auth_openidc',
  host: ELSEWHERE,
  missing: () => [PROGRAM, `${MODULES}/mod_auth_openidc.so`].filter((path) => !existsSync(path)),
  client: (origin) => ({
    ...registration(ID, origin),
    ...hashed(SECRET),
    backchannel_logout_uri: `${origin}/callback?logout=backchannel`,
    initiate_login_uri: `${origin}/callback`,
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'RS256',
  }),
  start: async (surroundings) => {
    const { folder } = surroundings
    const site = join(folder, 'site')
    mkdirSync(site)
    // Begun by root, it gives up being root and has to be able to read this.
    for (const path of [folder, site]) chmodSync(path, 0o755)
    writeFileSync(join(site, 'index.html'), page(surroundings))
    writeFileSync(join(folder, 'apache2.conf'), configuration(surroundings, site))
    return run(PROGRAM, ['-d', folder, '-f', join(folder, 'apache2.conf'), '-D', 'FOREGROUND'], surroundings)
  },
}

function configuration({ origin, issuer, folder }: Surroundings, site: string): string {
  return `
${NEEDED.map((module) => `LoadModule ${module}_module ${MODULES}/mod_${module}.so`).join('\n')}
Listen 127.0.0.1:${portOf(origin)}
ServerName ${origin}
UseCanonicalName On
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/log
User nobody
Group nogroup
StartServers 1
TypesConfig /dev/null
AddType text/html .html

OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${ID}
OIDCClientSecret ${SECRET}
OIDCScope "${SCOPE}"
OIDCPKCEMethod S256
OIDCRedirectURI ${origin}/callback
OIDCDefaultURL ${origin}/
OIDCCryptoPassphrase bukan-rahasia
OIDCCookieSameSite On
OIDCPassClaimsAs environment
OIDCPassIDTokenAs claims serialized

DocumentRoot ${site}
AliasMatch ^/$ ${site}/index.html
<Directory ${site}>
  Options +Includes
  SetOutputFilter INCLUDES
</Directory>
<Location />
  AuthType openid-connect
  Require valid-user
  OIDCUnAuthAction pass
</Location>
`
}

/** Filled in by apache2 itself (mod_include). */
function page({ origin, issuer }: Surroundings): string {
  const shown = { name: 'OIDC_CLAIM_name', nip: 'OIDC_CLAIM_nip', roles: 'OIDC_CLAIM_roles', id_token: 'OIDC_id_token', access_token: 'OIDC_access_token' }
  const home = encodeURIComponent(`${origin}/`)
  const login = `/callback?iss=${encodeURIComponent(issuer)}&amp;target_link_uri=${home}`
  return `<!doctype html><html lang="id"><meta charset="utf-8"><title>Layanan uji</title>
<!--#if expr="-n reqenv('OIDC_CLAIM_sub')" -->
${Object.entries(shown).map(([id, variable]) => `<p id="${id}"><!--#echo var="${variable}" --></p>`).join('\n')}
<a id="refresh" href="/callback?refresh=${home}&amp;access_token=<!--#echo encoding="url" var="OIDC_access_token" -->">refresh</a>
<a id="logout" href="/callback?logout=${home}">logout</a>
<!--#else -->
<p id="nobody">Belum masuk</p>
<!--#endif -->
<a id="login" href="${login}">login</a>
`
}
