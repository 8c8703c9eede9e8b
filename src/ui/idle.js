(() => {
  /** @type {HTMLDialogElement & Part} */
  const dialog = document.getElementById('diam');
  /** @type {HTMLFormElement} */
  const form = dialog.querySelector('[data-prolong]');
  const [button, left, announcement] = ['button', '[data-left]', '[data-announce]'].map((one) => dialog.querySelector(one));
  /** @type {HTMLFormElement} */
  const leave = dialog.querySelector('form:not([data-prolong])');
  const { idle, warn, ask: address } = dialog.dataset;
  const end = () => leave.requestSubmit();
  // Without a network there is nowhere to go, and the last view stays.
  const isAlone = () => !navigator.onLine || document.querySelector('#luring:not([hidden])');
  /** @type {number[]} */
  let known;
  /** @type {number} */
  let timer;
  /** @type {number | string | undefined} */
  let announced;

  // By a clock that nobody sets, but that may stand still while the device sleeps. Where the device's own is ahead
  // of it the portal is asked, and before the end: it alone knows what is over.
  const clocks = () => [performance.now(), Date.now()].map((time) => time / 1000);
  /** @param {number} seconds */
  function learn(seconds) {
    known = [seconds, ...clocks()];
  }
  function reckon() {
    const [steady, device] = clocks().map((time, at) => time - known[at + 1]);
    return { seconds: Math.ceil(known[0] - steady), hasSlept: device - steady > 10 };
  }

  /** @type {(to: string) => Promise<number | null | undefined>} */
  async function post(to) {
    const [headers, signal] = [{ accept: 'application/json' }, AbortSignal.timeout(20_000)];
    const body = new URLSearchParams([...new FormData(form)]);
    const answer = await fetch(to, { method: 'POST', headers, signal, body });
    // Somebody else has logged in meanwhile; what was typed here stays until somebody presses.
    if (answer.status === 409 && to === form.action) location.reload();
    // What is not the portal's, such as a page of the Wi-Fi, says nothing.
    return answer.ok && answer.headers.has('x-asn-portal') ? answer.json() : undefined;
  }

  /** @param {Event} [event] */
  async function look(event) {
    clearTimeout(timer);
    if (document.hidden) return;
    let wait = 5;
    // On the way to another page nothing is over; the person may stop on it.
    if (!isAlone() && !document.querySelector('[data-sent]')) {
      const { seconds, hasSlept } = reckon();
      const said = event || seconds <= 0 || hasSlept ? await post(address).catch(() => {}) : undefined;
      if (typeof said === 'number') learn(said);
      if (said === 0) end();
      else wait = show(reckon().seconds);
    }
    clearTimeout(timer);
    timer = setTimeout(look, wait * 1000);
  }

  // How long to wait for the next look. Seconds.
  /** @param {number} seconds */
  function show(seconds) {
    if (seconds > +warn) {
      if (dialog.open) dialog.close('prolonged');
      return Math.min(30, seconds - +warn);
    }
    if (!dialog.open) {
      announced = dialog.returnValue = '';
      dialog.showModal();
      button.focus();
    }
    const rest = Math.max(0, seconds);
    left.textContent = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
    const stage = [30, 60, +warn].find((most) => rest <= most);
    if (stage !== announced) announcement.textContent = announcement.dataset.announce.replace('{}', `${rest}`);
    announced = stage;
    return rest ? 1 : 5;
  }

  function contact() {
    localStorage.asn_contact = Date.now(); // other tabs hear that something happened
    learn(+idle);
    void look();
  }

  /** @param {Event} event */
  async function prolong(event) {
    event.preventDefault();
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    const said = await post(form.action).catch(() => {});
    button.ariaBusy = 'false';
    if (said === undefined) void look(event);
    else contact();
  }

  form.addEventListener('submit', prolong);
  dialog.addEventListener('cancel', prolong);
  // Some browsers close it without asking.
  dialog.addEventListener('close', (event) => dialog.returnValue || prolong(event));
  for (const type of ['visibilitychange', 'storage', 'online']) addEventListener(type, look);
  // Back from the browser's memory; a moment later, when no form is under way any more.
  addEventListener('pageshow', (event) => event.persisted && setTimeout(look, 0, event));
  contact();
})();
