(() => {
  const dialog = document.getElementById('diam');
  const form = dialog.querySelector('[data-prolong]');
  const [button, left, announcement] = ['button', '[data-left]', '[data-announce]'].map((one) => dialog.querySelector(one));
  const { idle, warn } = dialog.dataset;
  const leave = () => location.assign('/masuk');
  let timer, announced, busy;

  function look() {
    clearTimeout(timer);
    const seconds = Math.ceil((localStorage.asn_contact - Date.now()) / 1000 + +idle);
    // Not a number: logging out in another tab has emptied the storage.
    if (!(seconds > 0)) return leave();
    timer = setTimeout(look, Math.max(1, seconds - warn) * 1000);
    if (seconds <= warn) show(seconds);
    else if (dialog.open) dialog.close('prolonged');
  }

  function show(seconds) {
    if (!dialog.open) {
      announced = dialog.returnValue = '';
      dialog.showModal();
      button.focus();
    }
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const stage = [30, 60, warn].find((most) => seconds <= most);
    if (stage !== announced) announcement.textContent = announcement.dataset.announce.replace('{}', seconds);
    announced = stage;
  }

  function contact() {
    localStorage.asn_contact = Date.now();
    look();
  }

  async function prolong(event) {
    event.preventDefault();
    if (busy) return;
    busy = button.ariaBusy = true;
    const headers = { accept: 'application/json' };
    const answer = await fetch(form.action, { method: 'POST', headers, body: new URLSearchParams() }).catch(leave);
    busy = button.ariaBusy = false;
    if (answer) (answer.ok ? contact : leave)();
  }

  form.addEventListener('submit', prolong);
  dialog.addEventListener('cancel', prolong);
  // Some browsers close it without asking.
  dialog.addEventListener('close', (event) => dialog.returnValue || prolong(event));
  for (const type of ['visibilitychange', 'pageshow', 'storage']) addEventListener(type, look);
  contact();
})();
