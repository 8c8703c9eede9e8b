(() => {
  const said = document.querySelector('[data-said]');
  // A list goes line by line, a key without the spaces that help to read it.
  /** @param {HTMLElement} one */
  const textOf = (one) => one.matches('ol')
    ? [...one.children].map((line) => line.textContent.trim()).join('\n')
    : one.textContent.replace(/\s/g, '');

  document.querySelectorAll('[data-keep]').forEach((button) => {
    const { keep, done, refused } = button.dataset;
    const source = document.getElementById(button.getAttribute('aria-controls'));
    if (keep === 'share' && !navigator.share) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      if (keep === 'print') return print();
      const text = textOf(source);
      said.textContent = '';
      try {
        if (keep === 'share') return await navigator.share({ title: document.title, text });
        await navigator.clipboard.writeText(text);
        button.querySelector('span').textContent = done;
      } catch (error) {
        if (error.name === 'AbortError') return; // the person thought better of it
        getSelection()?.selectAllChildren(source);
        said.textContent = refused;
      }
    });
  });
})();
