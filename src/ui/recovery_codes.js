(() => {
  document.querySelectorAll('[data-print], [data-copy]').forEach((button) => {
    const { copy, word } = button.dataset;
    if (copy && !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      if (!copy) return print();
      const codes = [...document.querySelector(copy).children].map((code) => code.textContent.trim());
      await navigator.clipboard.writeText(codes.join('\n'));
      (button.querySelector('span') ?? button).textContent = word;
    });
  });
})();
