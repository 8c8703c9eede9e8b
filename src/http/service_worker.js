// The service worker, served at /sw.js. It keeps the files of one build, and the launcher as it
// was last shown: only that page, and only until somebody logs in or out. The server writes above it what
// belongs to its build, as BUILD.

const CACHE = `asn-${BUILD.version}`;
const LAUNCHER = '/beranda';
// Queries that show the whole launcher: a search does not.
const WHOLE = ['', '?atur=1'];
const LOGIN = '/masuk';
// Ours, and those that services send people to.
/** @param {string} pathname */
const isLogout = (pathname) => pathname.endsWith('logout');
// No other engine says the first without the second.
const WEBKIT = /AppleWebKit(?!.*Chrome)/.test(navigator.userAgent);
const FORGETTING = [
  '/api/login', '/api/passkey/finish', '/api/second-step/code', '/api/second-step/recovery-code',
  '/api/account/disown',
];
/** @type {Record<string, string>} */
const TYPES = { css: 'text/css', html: 'text/html', js: 'text/javascript', svg: 'image/svg+xml', wasm: 'application/wasm' };
const PATIENCE = 20_000;
const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

// How often the last view was forgotten.
let forgotten = 0;

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('message', /** @param {ExtendableMessageEvent} event */ (event) => {
  if (event.data === 'activate') void skipWaiting();
  if (event.data === 'forget') event.waitUntil(forget());
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === 'navigate') {
    // Another site's form goes past the worker: the server must see where it comes from.
    const ours = request.referrer.startsWith(`${origin}/`);
    // The answer to a logout clears storage, and the worker with it: a navigation that the worker carried then
    // leads nowhere in WebKit. So it is left to the browser there, but where only the worker can say something.
    if (WEBKIT && isLogout(pathname) && navigator.onLine) event.waitUntil(forget());
    else if (request.method === 'GET' || ours) event.respondWith(navigate(event, pathname, search));
  } else if (request.method === 'POST' && pathname.startsWith('/api/')) {
    event.respondWith(ask(event, pathname));
  } else if (request.method === 'GET' && isFile(pathname, search)) {
    event.respondWith(file(event));
  }
});

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(BUILD.assets.map(async (address) => {
    const answer = await fetchFile(address);
    if (!isOurs(answer, kindOf(address))) throw new Error(`${address} is not to be had`);
    await cache.put(address, answer);
  }));
  // The page that registers the worker was loaded without it. Whoever has logged out meanwhile is led to the login
  // page, and what that has to say once is not for the worker.
  const before = forgotten;
  await fetch(LAUNCHER, { redirect: 'manual' }).then((answer) => notice(answer, before)).catch(() => {});
  // Where a logout ends a worker that is not in charge yet, nobody tells it: whoever logged out while that was on its
  // way is no longer led to the launcher. The logout may have cleared what was opened above.
  const still = await fetch(LAUNCHER, { method: 'HEAD', redirect: 'manual' }).catch(() => undefined);
  if (!still?.ok) await caches.open(CACHE).then((opened) => opened.delete(LAUNCHER));
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

// --- What may be kept ---

// The portal marks its answers. What a Wi-Fi says in its place has status 200, too, and is shown but never kept.
/** @type {(answer: Response, kind: string) => boolean | undefined} */
function isOurs(answer, kind) {
  return answer.status === 200 && answer.type === 'basic' && answer.headers.has('x-asn-portal')
    && answer.headers.get('content-type')?.startsWith(TYPES[kind]);
}

/** @param {string} address */
function kindOf(address) {
  return new URL(address, location.href).pathname.split('.').pop() ?? '';
}

// --- Files ---

/** @type {(pathname: string, search: string) => boolean} */
function isFile(pathname, search) {
  return BUILD.assets.includes(pathname + search) || (pathname.startsWith('/pkg/') && !search);
}

/** @param {FetchEvent} event */
async function file(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(event.request);
  if (kept) return kept;
  const answer = await fetchFile(event.request);
  if (isOurs(answer, kindOf(event.request.url))) event.waitUntil(cache.put(event.request, answer.clone()));
  return answer;
}

/** @param {Request | string} request */
async function fetchFile(request) {
  const answer = await fetch(request);
  // The browser's own cache may have kept what was not ours.
  if (!answer.ok || isOurs(answer, kindOf(typeof request === 'string' ? request : request.url))) return answer;
  return fetch(request, { cache: 'reload' });
}

// --- Pages: the network first ---

/** @type {(event: FetchEvent, pathname: string, search: string) => Promise<Response>} */
async function navigate(event, pathname, search) {
  const network = ask(event, pathname);
  event.waitUntil(network); // it may come after the last view was shown
  if (pathname === LAUNCHER && !search) {
    /** @type {Promise<never>} */
    const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
    const shown = await Promise.race([network, late]).catch(lastView);
    if (shown) return shown;
  }
  return network.catch(() => offlinePage(pathname));
}

/** @type {(event: FetchEvent, pathname: string) => Promise<Response>} */
async function ask(event, pathname) {
  if (isLogout(pathname) || FORGETTING.includes(pathname)) await forget();
  const before = forgotten;
  const answer = await fetch(event.request);
  event.waitUntil(notice(answer, before));
  return answer;
}

/** @param {string} pathname */
async function offlinePage(pathname) {
  const last = await remember();
  const words = BUILD.offline[last?.lang ?? 'id'] ?? BUILD.offline.id;
  const html = last ? words.html : words.html.replace(/<li data-last-view[^]*?<\/li>/, '');
  return new Response(html.replace('%LEAD%', () => lead(pathname, last, words)), {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'",
    },
  });
}

// What is missing, by the service's name where the last view shows it.
/** @type {(pathname: string, last: LastView | undefined, words: OfflineWords) => string} */
function lead(pathname, last, words) {
  if (isLogout(pathname)) return words.logout;
  const [, slug] = /^\/(?:buka|layanan)\/([\w-]+)$/.exec(pathname) ?? [];
  const tile = new RegExp(`<li(?=[^>]* class="tile")[^>]* data-slug="${slug}"[^]*?<b[^>]*>([^<]*)`);
  // As it stands in our own page, it is already escaped.
  const name = last?.html.match(tile)?.[1].trim();
  return name ? words.service.replace('%SERVICE%', () => name) : words.page;
}

// --- The last view of the launcher ---

// Looks at an answer: the launcher is kept; without a session nothing stays. `before`: how often was forgotten when
// it was asked for.
/** @type {(answer: Response, before: number) => Promise<void>} */
async function notice(answer, before) {
  if (!isOurs(answer, 'html')) return;
  const { pathname, search } = new URL(answer.url);
  const isPublic = answer.headers.get('x-asn-keep') === 'no'; // somebody else's computer
  if (pathname === LOGIN || isPublic) await forget();
  else if (pathname === LAUNCHER && WHOLE.includes(search)) await keep(answer.clone(), before);
}

/** @type {(answer: Response, before: number) => Promise<void>} */
async function keep(answer, before) {
  const html = await answer.text();
  const cache = await caches.open(CACHE);
  // Somebody may have logged out since it was asked for.
  if (forgotten !== before) return;
  const headers = {
    'content-type': answer.headers.get('content-type') ?? '',
    'content-security-policy': answer.headers.get('content-security-policy') ?? '',
    'x-saved-at': new Date().toISOString(),
  };
  await cache.put(LAUNCHER, new Response(html, { headers }));
  if (forgotten !== before) await cache.delete(LAUNCHER);
}

// In every cache: a version that waits for its turn has kept a view, too.
async function forget() {
  forgotten += 1;
  const names = await caches.keys();
  await Promise.all(names.map(async (name) => (await caches.open(name)).delete(LAUNCHER)));
}

/** @returns {Promise<LastView | undefined>} */
async function remember() {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(LAUNCHER);
  if (!kept) return undefined;
  const saved = new Date(kept.headers.get('x-saved-at') ?? 0);
  if (Date.now() - saved.getTime() > WEEK) {
    await forget();
    return undefined;
  }
  const html = await kept.text();
  const [, lang = 'id'] = html.match(/<html[^>]* lang="([^"]+)"/) ?? [];
  return { html, lang, saved, headers: kept.headers };
}

async function lastView() {
  const last = await remember();
  if (!last) return undefined;
  const time = savedAt(last);
  const html = last.html
    .replace(/(id="luring"[^>]*?) hidden(="[^"]*")?/, '$1')
    .replace(/<b data-saved[^>]*>/, (tag) => tag + time)
    // What was said once is not said again.
    .replace(/ data-once(?=[\s=>])/g, ' hidden$&')
    .replace(/(<div(?=[^>]* id="pesan")[^>]*><div)/, '$1 hidden');
  return new Response(html, { headers: last.headers });
}

/** @param {LastView} view */
function savedAt({ lang, saved }) {
  const time = saved.toLocaleString(lang, { dateStyle: 'long', timeStyle: 'short' });
  // Only Indonesian has names for WIB, WITA and WIT.
  const parts = new Intl.DateTimeFormat('id', { timeZoneName: 'short' }).formatToParts(saved);
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value;
  const minutes = Math.max(1, Math.round((Date.now() - saved.getTime()) / MINUTE));
  /** @type {[number, Intl.RelativeTimeFormatUnit]} */
  const [count, unit] = minutes < 60 ? [minutes, 'minute']
    : minutes < 24 * 60 ? [Math.round(minutes / 60), 'hour']
      : [Math.round(minutes / 60 / 24), 'day'];
  const ago = new Intl.RelativeTimeFormat(lang).format(-count, unit);
  return `${time} ${zone} (${ago})`;
}
