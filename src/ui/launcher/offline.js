// What is said where nobody answers.
import { one } from './page.js';

export function showOffline() {
  const bar = one('#luring');
  bar.querySelector('b').textContent ||= inWords(new Date(performance.timeOrigin));
  bar.hidden = false;
}

// With the zone, whose name only Indonesian has: WIB, WITA, WIT.
/** @param {Date} moment */
function inWords(moment) {
  const parts = new Intl.DateTimeFormat('id', { timeZoneName: 'short' }).formatToParts(moment);
  const time = moment.toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
  return `${time} ${parts.find(({ type }) => type === 'timeZoneName')?.value}`;
}
