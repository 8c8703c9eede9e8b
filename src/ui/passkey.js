(() => {
  /** @param {string} selector */
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isAble = 'PublicKeyCredential' in window;
  /** @param {string} text */
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (byte) => byte.charCodeAt(0));
  /** @param {ArrayBuffer} buffer */
  const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

  /** @type {(step: string, fields: Record<string, string>) => Promise<string>} */
  async function post(step, fields) {
    const headers = { accept: 'application/json' };
    const [body, signal] = [new URLSearchParams(fields), AbortSignal.timeout(30_000)];
    // Whose page it is.
    /** @type {HTMLInputElement} */
    const mark = document.querySelector('[name=pemilik]');
    if (mark) body.set(mark.name, mark.value);
    const answer = await fetch(`/api/passkey/${step}`, { method: 'POST', headers, body, signal });
    if (!answer.headers.has('x-asn-portal')) throw new Error('not the portal');
    if (!answer.ok || answer.redirected) throw answer;
    return answer.json();
  }

  /** @type {(options: string, way: 'create' | 'get') => Promise<string>} */
  async function ask(options, way) {
    const { publicKey } = JSON.parse(options, (_, value) => value ?? undefined);
    const { user = [], excludeCredentials = [], allowCredentials = [] } = publicKey;
    publicKey.challenge = decode(publicKey.challenge);
    for (const one of [user, excludeCredentials, allowCredentials].flat()) one.id = decode(one.id);
    const credential = await navigator.credentials[way]({ publicKey });
    const { id, rawId, type, response } = credential;
    /** @type {Record<string, unknown>} */
    const fields = { transports: response.getTransports?.() };
    /** @type {PasskeyPart[]} */
    const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
    for (const name of parts) {
      if (response[name]) fields[name] = encode(response[name]);
    }
    const extensions = credential.getClientExtensionResults();
    return JSON.stringify({ id, rawId: encode(rawId), type, response: fields, extensions });
  }

  all('[data-no-passkey]').forEach((one) => { one.hidden = isAble; });
  all('[data-passkey]').forEach((door) => {
    const form = door.matches('form');
    /** @type {[string, 'create' | 'get']} */
    const [prefix, way] = form ? ['register-', 'create'] : ['', 'get'];
    /** @type {HTMLButtonElement} */
    const button = door.closest('button') ?? door.querySelector('button');
    /** @type {HTMLInputElement} */
    const device = door.querySelector('input[name=device_name]');
    const error = all('[data-passkey-error]').find((one) => door.compareDocumentPosition(one) & 4);
    if (!error) return;
    const { cancelled, known, failed } = error.dataset;
    /** @type {Record<string, string>} */
    const texts = { NotAllowedError: cancelled, AbortError: cancelled, InvalidStateError: known };
    /** @param {boolean} busy */
    const setBusy = (busy) => {
      button.disabled = busy;
      button.ariaBusy = `${busy}`;
    };
    door.hidden = !isAble;
    addEventListener('pageshow', () => setBusy(false));
    window.navigation?.addEventListener('navigateerror', () => setBusy(false));
    door.addEventListener(form ? 'submit' : 'click', async (event) => {
      event.preventDefault();
      error.hidden = true;
      setBusy(true);
      try {
        /** @type {Record<string, string>} */
        const named = form ? { device_name: device.value } : {};
        const credential = await ask(await post(`${prefix}begin`, named), way);
        /** @type {HTMLInputElement} */
        const others = document.querySelector('[name=public]');
        const rest = form ? named : { next: door.dataset.next ?? '', public: others?.checked ? 'yes' : '' };
        location.assign(await post(`${prefix}finish`, { credential, ...rest }));
        // The person may have stopped on the way.
        setTimeout(setBusy, 15_000, false);
      } catch ({ name, status, redirected }) {
        const { proof, again } = door.dataset;
        // Somebody else has logged in meanwhile, or nobody is any more.
        if (redirected || status === 409) return location.reload();
        if (status === 401 && proof) return location.assign(proof);
        // The page says what is wrong with what was typed.
        if (status === 400 && again) return location.assign(again);
        setBusy(false);
        button.focus();
        error.hidden = false;
        error.textContent = texts[name] ?? failed;
      }
    });
  });
})();
