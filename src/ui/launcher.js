(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const showHandles = () => all('.handle').forEach((handle) => { handle.hidden = false; });
  const pending = new Set();
  let queue = Promise.resolve();

  // One after the other, so that no answer overtakes a newer one; a double tap counts once.
  function change(action, fields, button) {
    const key = action + fields.at(-1);
    if (pending.has(key)) return queue;
    pending.add(key);
    queue = queue.then(() => send(action, fields, button));
    return queue.finally(() => pending.delete(key));
  }

  // True when the page shows the change.
  async function send(action, fields, button) {
    let answer, page;
    try {
      if (button) button.ariaBusy = true;
      const [body, signal] = [new URLSearchParams(fields), AbortSignal.timeout(30_000)];
      answer = await fetch(action, { method: 'POST', headers: { accept: 'text/html' }, body, signal });
      page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    } catch {
      return navigator.onLine ? post(action, fields) : showOffline();
    } finally {
      if (button) button.ariaBusy = null;
    }
    // A page of the Wi-Fi, say: nothing was changed, and what is shown stays.
    if (!answer.headers.has('x-asn-portal')) return showOffline();
    if (answer.ok && page.querySelector('#jelajah')) return swap(page, button);
    if (new URL(answer.url).pathname === '/masuk') location.assign(answer.url);
    else location.reload();
  }

  // As without a script: the browser shows what goes wrong.
  function post(action, fields) {
    const form = document.createElement('form');
    for (const [name, value] of fields) {
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
    document.body.append(Object.assign(form, { method: 'post', action }));
    form.submit();
  }

  function showOffline() {
    const bar = one('#luring');
    bar.querySelector('b').textContent ||= inWords(new Date(performance.timeOrigin));
    bar.hidden = false;
  }

  // With the zone, whose name only Indonesian has: WIB, WITA, WIT.
  function inWords(moment) {
    const parts = new Intl.DateTimeFormat('id', { timeZoneName: 'short' }).formatToParts(moment);
    const time = moment.toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
    return `${time} ${parts.find(({ type }) => type === 'timeZoneName').value}`;
  }

  function swap(page, button) {
    const { activeElement, body } = document;
    const restorePlace = rememberPlace(activeElement === body ? button ?? body : activeElement);
    const isOpen = one('#atur[open]') !== null;
    all('#pesan, #kabar, #jelajah').forEach((part) => part.replaceChildren(...page.getElementById(part.id).childNodes));
    one('#luring').hidden = true;
    one('#atur')?.toggleAttribute('open', isOpen);
    all('#hasil .tile').forEach((copy) => {
      const fresh = one(`#semua [data-slug="${copy.dataset.slug}"]`)?.cloneNode(true);
      fresh?.removeAttribute('id'); // it stands once on a page
      if (fresh) copy.replaceWith(fresh);
    });
    showHandles();
    restorePlace();
    return true;
  }

  // Focus goes to what took the element's place, and that stays where it was on the screen.
  function rememberPlace(element) {
    const id = element.closest('[id]')?.id;
    const kin = () => all(`#${id} ${element.localName}:not(:disabled)`)
      .filter((other) => other.closest('[id]').id === id);
    const index = kin().indexOf(element);
    const top = (one) => (one.closest('li') ?? one).getBoundingClientRect().top;
    const before = top(element);
    return () => {
      if (element.isConnected) return;
      const now = kin();
      const heir = now.find((other) => other.isEqualNode(element))
        ?? now.find(({ value }) => value && value === element.value)
        ?? now[index] ?? now.at(-1);
      const target = heir ?? one(`#${id}:not([hidden]) > h2, #h-favorit`);
      if (!heir) target.tabIndex = -1;
      target.focus({ preventScroll: heir });
      if (heir) scrollBy(0, top(heir) - before);
    };
  }

  addEventListener('submit', (event) => {
    const { target: form, submitter } = event;
    if (!form.matches('#jelajah > form')) return;
    event.preventDefault();
    change(form.action, [...new FormData(form), [submitter.name, submitter.value]], submitter);
  });

  showHandles();
  addEventListener('pointerdown', async (event) => {
    const handle = event.target.closest('.handle');
    if (!handle || event.button || !event.isPrimary) return;
    event.preventDefault();
    const row = handle.closest('li');
    const list = row.parentElement;
    const rows = [...list.children];
    const order = () => [...list.children].map(({ dataset }) => dataset.slug).join();
    const before = order();
    const middle = (other) => other?.getBoundingClientRect().top + other?.offsetHeight / 2;
    row.classList.add('dragging');
    handle.setPointerCapture(event.pointerId);
    const drag = new AbortController();
    const isDropped = await new Promise((end) => {
      // On the window, which hears them also when the row was replaced meanwhile.
      const on = (type, hear) => addEventListener(type, hear, { signal: drag.signal });
      // The neighbours move, not the row: an element that leaves the page loses its pointer.
      on('pointermove', ({ clientY }) => {
        while (clientY < middle(row.previousElementSibling)) row.after(row.previousElementSibling);
        while (clientY > middle(row.nextElementSibling)) row.before(row.nextElementSibling);
        row.scrollIntoView({ block: 'nearest' });
      });
      on('pointerup', () => end(true));
      on('pointercancel', () => end(false));
      on('keydown', ({ key }) => key === 'Escape' && end(false));
    });
    drag.abort();
    row.classList.remove('dragging');
    if (!isDropped) list.append(...rows);
    const now = order();
    // With whose page it is, as every form of it says.
    const fields = [...new FormData(one('#later')), ['order', now]];
    if (now !== before && !await change('/api/order', fields)) list.append(...rows);
  });

  const install = one('#pasang');
  let offer;
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event;
    install.hidden = document.cookie.includes('asn_install=no');
  });
  addEventListener('appinstalled', () => { install.hidden = true; });
  install.addEventListener('click', async ({ target }) => {
    const button = target.closest('button');
    if (!button) return;
    install.hidden = true;
    if (button.matches('[data-install]')) {
      offer.prompt();
      if ((await offer.userChoice).outcome === 'accepted') return;
    }
    // In a cookie, because logging out clears all other storage.
    const secure = location.protocol === 'https:' ? '; secure' : '';
    document.cookie = `asn_install=no; max-age=${180 * 86400}; path=/; samesite=lax${secure}`;
  });

  const worker = navigator.serviceWorker;
  function watch(registration) {
    const update = one('#pembaruan');
    const follow = () => {
      update.hidden = !(registration.waiting && worker.controller);
      registration.installing?.addEventListener('statechange', follow);
    };
    follow();
    registration.addEventListener('updatefound', follow);
    update.querySelector('button').addEventListener('click', () => {
      worker.addEventListener('controllerchange', () => location.reload());
      registration.waiting?.postMessage('activate');
    });
    let checked = Date.now();
    addEventListener('visibilitychange', () => {
      if (document.hidden || Date.now() - checked < 3600_000) return;
      checked = Date.now();
      registration.update().catch(() => {}); // offline: the next time will do
    });
  }
  // Without it (a private window, plain http) only the view for offline use is missing.
  addEventListener('load', () => worker?.register('/sw.js').then(watch).catch(() => {}));
})();
