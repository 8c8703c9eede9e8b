(() => {
  const all = (selector) => document.querySelectorAll(selector);
  document.querySelector('.error-summary, [data-focus]')?.focus();

  all('.reveal').forEach((button) => {
    const target = document.getElementById(button.getAttribute('aria-controls'));
    const words = [button.textContent, button.ariaLabel, button.dataset.word, button.dataset.label];
    const show = (shown) => {
      target.type = shown ? 'text' : 'password';
      [button.textContent, button.ariaLabel] = shown ? words.slice(2) : words;
    };
    button.hidden = false;
    if (target.matches('input')) {
      button.onclick = () => show(target.type === 'password');
      target.form.addEventListener('submit', () => show(false));
    } else {
      button.onclick = async () => {
        await navigator.clipboard.writeText(target.textContent.replace(/\s/g, ''));
        button.textContent = words[2];
      };
    }
  });

  // A double tap must not send a one-time code twice. Coming back by the back button sends anew.
  all('form[method=post]').forEach((form) => {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = 'yes';
    });
  });
  addEventListener('pageshow', () => all('form').forEach((form) => delete form.dataset.sent));

  const cancel = document.querySelector('dialog[open] form');
  if (cancel) addEventListener('keydown', (event) => event.key === 'Escape' && cancel.requestSubmit());
})();
