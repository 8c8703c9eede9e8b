// A form that is sent from where it stands.
import { showOffline } from './offline.js';
import { swap } from './swap.js';

/** @typedef {string[][]} Fields names and values */

/** @type {Set<string>} */
const pending = new Set();
/** @type {Promise<true | void>} */
let queue = Promise.resolve();

// One after the other, so that no answer overtakes a newer one; a double tap counts once.
/** @type {(action: string, fields: Fields, button?: HTMLElement | null) => Promise<true | void>} */
export function change(action, fields, button) {
  const key = action + fields.at(-1);
  if (pending.has(key)) return queue;
  pending.add(key);
  queue = queue.then(() => send(action, fields, button));
  return queue.finally(() => pending.delete(key));
}

// True when the page shows the change.
/** @type {(action: string, fields: Fields, button?: HTMLElement | null) => Promise<true | void>} */
async function send(action, fields, button) {
  let answer, page;
  try {
    if (button) button.ariaBusy = 'true';
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
/** @type {(action: string, fields: Fields) => void} */
function post(action, fields) {
  const form = document.createElement('form');
  for (const [name, value] of fields) {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  document.body.append(Object.assign(form, { method: 'post', action }));
  form.submit();
}

addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (!submitter || !form.matches('#jelajah > form')) return;
  event.preventDefault();
  void change(form.action, [...new FormData(form), [submitter.name, submitter.value]], submitter);
});
