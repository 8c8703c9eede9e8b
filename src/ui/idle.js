(() => {
  const dialog = document.getElementById('diam');
  const form = dialog.querySelector('[data-prolong]');
  const [button, left, announcement] = ['button', '[data-left]', '[data-announce]'].map((one) => dialog.querySelector(one));
  const { idle, warn } = dialog.dataset;
  const end = () => dialog.querySelector('form:not([data-prolong])').requestSubmit();
  const leave = () => location.assign('/masuk');
  // Without a network there is nowhere to go, and the last view stays.
  const isAlone = () => !navigator.onLine || document.querySelector('#luring:not([hidden])');
  let timer, announced, busy, going;

  function look() {
    clearTimeout(timer);
    // On the way to another page nothing is over.
    if (going || document.hidden || isAlone()) return;
    const seconds = Math.ceil((localStorage.asn_contact - Date.now()) / 1000 + +idle);
    // Not a number: logging out in another tab has emptied the storage.
    if (isNaN(seconds)) return leave();
    if (seconds <= 0) return end();
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

  addEventListener('submit', (event) => { going = !event.defaultPrevented; });
  addEventListener('pageshow', () => { going = false; });
  form.addEventListener('submit', prolong);
  dialog.addEventListener('cancel', prolong);
  // Some browsers close it without asking.
  dialog.addEventListener('close', (event) => dialog.returnValue || prolong(event));
  for (const type of ['visibilitychange', 'pageshow', 'storage', 'online']) addEventListener(type, look);
  contact();
})();
