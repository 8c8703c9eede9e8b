(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isAble = 'PublicKeyCredential' in window;
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (byte) => byte.charCodeAt());
  const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

  async function post(step, fields) {
    const headers = { accept: 'application/json' };
    const [body, signal] = [new URLSearchParams(fields), AbortSignal.timeout(30_000)];
    // Whose page it is.
    const mark = document.querySelector('[name=pemilik]');
    if (mark) body.set(mark.name, mark.value);
    const answer = await fetch(`/api/passkey/${step}`, { method: 'POST', headers, body, signal });
    if (!answer.headers.has('x-asn-portal')) throw new Error('not the portal');
    if (!answer.ok || answer.redirected) throw answer;
    return answer.json();
  }

  async function ask(options, way) {
    const { publicKey } = JSON.parse(options, (_, value) => value ?? undefined);
    const { user = [], excludeCredentials = [], allowCredentials = [] } = publicKey;
    publicKey.challenge = decode(publicKey.challenge);
    for (const one of [user, excludeCredentials, allowCredentials].flat()) one.id = decode(one.id);
    const credential = await navigator.credentials[way]({ publicKey });
    const { id, rawId, type, response } = credential;
    const fields = { transports: response.getTransports?.() };
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (response[name]) fields[name] = encode(response[name]);
    }
    const extensions = credential.getClientExtensionResults();
    return JSON.stringify({ id, rawId: encode(rawId), type, response: fields, extensions });
  }

  all('[data-no-passkey]').forEach((one) => { one.hidden = isAble; });
  all('[data-passkey]').forEach((door) => {
    const form = door.matches('form');
    const [prefix, way] = form ? ['register-', 'create'] : ['', 'get'];
    const button = form ? door.querySelector('button') : door;
    const error = all('[data-passkey-error]').find((one) => door.compareDocumentPosition(one) & 4);
    const { cancelled, known, failed } = error.dataset;
    const texts = { NotAllowedError: cancelled, AbortError: cancelled, InvalidStateError: known };
    const setBusy = (busy) => { button.disabled = button.ariaBusy = busy; };
    door.hidden = !isAble;
    addEventListener('pageshow', () => setBusy(false));
    window.navigation?.addEventListener('navigateerror', () => setBusy(false));
    door.addEventListener(form ? 'submit' : 'click', async (event) => {
      event.preventDefault();
      error.hidden = true;
      setBusy(true);
      try {
        const named = form ? { device_name: door.device_name.value } : {};
        const credential = await ask(await post(`${prefix}begin`, named), way);
        const others = document.querySelector('[name=public]')?.checked ? 'yes' : '';
        const rest = form ? named : { next: door.dataset.next ?? '', public: others };
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
