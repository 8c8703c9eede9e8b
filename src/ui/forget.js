(() => {
  navigator.serviceWorker?.getRegistration().then((found) => {
    for (const worker of [found?.installing, found?.waiting, found?.active]) worker?.postMessage('forget');
  }).catch(() => {}); // where there is none, it has kept nothing
})();
