(() => {
  /** @param {string} selector */
  const all = (selector) => document.querySelectorAll(selector);
  document.querySelector('.error-summary, [data-focus]')?.focus();

  all('.reveal').forEach((button) => {
    /** @type {HTMLInputElement} */
    const target = document.getElementById(button.getAttribute('aria-controls'));
    const words = [button.textContent, button.ariaLabel, button.dataset.word, button.dataset.label];
    /** @param {boolean} shown */
    const show = (shown) => {
      target.type = shown ? 'text' : 'password';
      [button.textContent, button.ariaLabel] = shown ? words.slice(2) : words;
    };
    button.hidden = false;
    button.addEventListener('click', () => show(target.type === 'password'));
    target.form?.addEventListener('submit', () => show(false));
  });

  // A double tap must not send a one-time code twice. Not every browser tells that its person stopped the load,
  // so this ends by itself: handshake, form, redirect and page may each take 3 s.
  const words = document.querySelector('[data-busy][aria-live]');
  /** @type {HTMLFormElement | null} */
  let sent = null;
  /** @type {HTMLElement} */
  let button;
  /** @type {number} */
  let timer;
  function end() {
    clearTimeout(timer);
    if (!sent) return;
    delete sent.dataset.sent;
    sent = button.ariaBusy = null;
    words.textContent = '';
  }
  addEventListener('submit', (event) => {
    const { target, submitter, defaultPrevented } = event;
    if (defaultPrevented || target.method !== 'post') return;
    if (target === sent) return event.preventDefault();
    end();
    [sent, button] = [target, submitter ?? target];
    sent.dataset.sent = button.ariaBusy = 'true';
    words.textContent = sent.dataset.busy ?? words.dataset.busy;
    timer = setTimeout(end, 15_000);
  });
  addEventListener('pageshow', end);
  window.navigation?.addEventListener('navigate', ({ signal }) => {
    const mine = sent;
    signal.addEventListener('abort', () => mine === sent && end());
  });

  /** @type {HTMLFormElement} */
  const cancel = document.querySelector('dialog[open] form');
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    end();
    if (!cancel) return;
    // Or the browser would stop what begins here.
    event.preventDefault();
    cancel.requestSubmit();
  });
})();
