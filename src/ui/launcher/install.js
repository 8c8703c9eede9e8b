// The offer to install the launcher.
import { one } from './page.js';

const install = one('#pasang');
/** @type {InstallOffer} */
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
    await offer.prompt();
    if ((await offer.userChoice).outcome === 'accepted') return;
  }
  // In a cookie, because logging out clears all other storage.
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `asn_install=no; max-age=${180 * 86400}; path=/; samesite=lax${secure}`;
});
