// The service worker, and a newer version of it that waits.
import { one } from './page.js';

const worker = navigator.serviceWorker;

/** @param {ServiceWorkerRegistration} registration */
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
