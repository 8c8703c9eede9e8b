(() => {
  /** @param {string} selector */
  const all = (selector) => [...document.querySelectorAll(selector)];
  /** @param {number} number */
  const show = (number) => number.toLocaleString(document.documentElement.lang);

  // As the server counts: characters, not what a browser stores them in; an end of a line is one.
  /** @param {HTMLInputElement} field */
  function characters({ value, type }) {
    const text = type === 'textarea' ? value : value.replace(/\s+/g, ' ');
    return [...text.trim()].length;
  }

  all('.counter').forEach((counter) => {
    /** @type {HTMLInputElement} */
    const field = document.querySelector(`[aria-describedby~="${counter.id}"]`);
    const [now, excess] = counter.querySelectorAll('span');
    const count = () => {
      const number = characters(field);
      const over = Math.max(0, number - +counter.dataset.longest);
      // Heard only where something has to be done.
      counter.ariaLive = over ? 'polite' : 'off';
      now.textContent = show(number);
      excess.textContent = show(over);
      excess.parentElement.hidden = !over;
    };
    field.addEventListener('input', count);
    addEventListener('pageshow', count);
  });

  const missing = document.querySelector('[data-missing]');
  if (!missing) return;
  /** @param {string} id */
  const isFilled = (id) => {
    /** @type {HTMLInputElement} */
    const field = document.getElementById(id);
    return field.value.trim() !== '';
  };
  function look() {
    all('[data-needs]').forEach((item) => {
      const { needs, beside } = item.dataset;
      item.hidden = isFilled(needs) || (beside !== undefined && !isFilled(beside));
    });
    missing.hidden = missing.querySelector('li:not([hidden])') === null;
    document.getElementById('terbit-petunjuk').hidden = !missing.hidden;
  }
  addEventListener('input', look);
  addEventListener('pageshow', look);
})();
