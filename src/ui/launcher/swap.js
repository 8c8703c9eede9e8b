// The page that came back takes the place of what it changes.
import { all, one, showHandles } from './page.js';

/** @type {(page: Document, button?: HTMLElement | null) => true} */
export function swap(page, button) {
  const { activeElement, body } = document;
  const restorePlace = rememberPlace(activeElement && activeElement !== body ? activeElement : button ?? body);
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
/** @param {Element & { value?: string }} element */
function rememberPlace(element) {
  const id = element.closest('[id]')?.id;
  /** @type {() => (HTMLElement & { value?: string })[]} */
  const kin = () => all(`#${id} ${element.localName}:not(:disabled)`)
    .filter((other) => other.closest('[id]').id === id);
  const index = kin().findIndex((other) => other === element);
  /** @param {Element} one */
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
    target.focus({ preventScroll: !!heir });
    if (heir) scrollBy(0, top(heir) - before);
  };
}
