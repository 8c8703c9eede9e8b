const { chromium } = require('@playwright/test');
(async () => { const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const lang of ['id','en']) {
const c = await b.newContext({ viewport: { width: 360, height: 740 }, baseURL: 'http://localhost:3144' }); await c.addCookies([{ name: 'asn_language', value: lang, url: 'http://localhost:3144' }]);
const p = await c.newPage(); 
const e = async (n) => console.log(lang, n, await p.evaluate(() => [document.querySelector('main').getBoundingClientRect().top, ...['main form button.button', '[data-passkey]'].map((s) => Math.round(document.querySelector(s).getBoundingClientRect().bottom))]));
await p.goto('/masuk'); await e('plain'); await p.goto('/mfa'); await e('expired');
await p.locator('#nip').fill('199012312015012999'); await p.locator('#password').fill('salah'); await p.locator('main form button.button').first().click(); await p.waitForSelector('.error-summary'); await e('wrong');
}
await b.close() })();
