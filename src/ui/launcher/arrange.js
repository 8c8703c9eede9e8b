// Favourites, dragged to another place.
import { change } from './change.js';
import { one, showHandles } from './page.js';

showHandles();
addEventListener('pointerdown', async (event) => {
  const handle = event.target.closest('.handle');
  if (!handle || event.button || !event.isPrimary) return;
  event.preventDefault();
  const row = handle.closest('li');
  const list = row.parentElement;
  const rows = [...list.children];
  const order = () => [...list.children].map((item) => item.getAttribute('data-slug')).join();
  const before = order();
  /** @param {Element} other */
  const middle = (other) => {
    const { top, height } = other.getBoundingClientRect();
    return top + height / 2;
  };
  row.classList.add('dragging');
  handle.setPointerCapture(event.pointerId);
  const drag = new AbortController();
  const isDropped = await new Promise((end) => {
    // On the window, which hears them also when the row was replaced meanwhile.
    /** @type {<K extends keyof WindowEventMap>(type: K, hear: (event: WindowEventMap[K]) => void) => void} */
    const on = (type, hear) => addEventListener(type, hear, { signal: drag.signal });
    // The neighbours move, not the row: an element that leaves the page loses its pointer.
    on('pointermove', ({ clientY }) => {
      let other;
      while ((other = row.previousElementSibling) && clientY < middle(other)) row.after(other);
      while ((other = row.nextElementSibling) && clientY > middle(other)) row.before(other);
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
  /** @type {HTMLFormElement} */
  const later = one('#later');
  const fields = [...new FormData(later), ['order', now]];
  if (now !== before && !await change('/api/order', fields)) list.append(...rows);
});
