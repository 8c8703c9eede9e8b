// A tab in any engine, as far as the scenarios need one. Everything waits until it can be done.
import { expect } from '@playwright/test'
import type { Driver } from './webdriver'

const PATIENCE = 15_000
/** WebDriver's name for an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

export class Tab {
  constructor(
    readonly driver: Driver,
    readonly origin: string,
  ) {}

  /** The same browser, at another portal. */
  at(origin: string): Tab {
    return new Tab(this.driver, origin)
  }

  async goto(path: string): Promise<void> {
    await this.driver.send('open', { url: this.origin + path })
  }

  async back(): Promise<void> {
    await this.driver.send('back')
  }

  async address(): Promise<string> {
    return String(await this.driver.send('address'))
  }

  /** Runs a function of its own text only, in the page. */
  async run<T, A extends unknown[]>(act: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
    return (await this.driver.send('run', { script: `return (${act}).apply(null, arguments)`, args })) as Awaited<T>
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.#act(selector, async (id) => {
      await this.run((selector: string) => void Object.assign(document.querySelector(selector) ?? {}, { value: '' }), selector)
      await this.driver.send('type', { id, text })
    })
  }

  async click(selector: string): Promise<void> {
    await this.#act(selector, (id) => this.driver.send('click', { id }))
  }

  /** Presses the button, or follows the link, with these words. */
  async press(words: string): Promise<void> {
    await this.click(`//main//*[self::a or self::button][normalize-space()="${words}"] | //dialog[@open]//*[self::a or self::button][normalize-space()="${words}"]`)
  }

  /** Types on the keyboard, wherever the focus is. */
  async keys(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }])
    await this.driver.send('act', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  async picture(selector: string): Promise<Buffer> {
    let picture = ''
    await this.#act(selector, async (id) => {
      picture = String(await this.driver.send('picture', { id, full: false }))
    })
    return Buffer.from(picture, 'base64')
  }

  /** The text of what the selector finds and can be seen, one by one. */
  async texts(selector: string): Promise<string[]> {
    const seen = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => one.checkVisibility()).map((one) => one.innerText.trim())
    // From a document on its way out, Firefox answers null.
    return (await this.run(seen, selector)) ?? []
  }

  async expectPath(path: string): Promise<void> {
    await expect.poll(() => this.address(), { timeout: PATIENCE }).toBe(this.origin + path)
  }

  async expectText(selector: string, text: string | RegExp): Promise<void> {
    const found = async () => (await this.texts(selector)).join('\n')
    await expect.poll(found, { message: selector, timeout: PATIENCE }).toMatch(text)
  }

  async #act(selector: string, act: (id: string) => Promise<unknown>): Promise<void> {
    const using = selector.startsWith('//') ? 'xpath' : 'css selector'
    await expect(async () => {
      const found = (await this.driver.send('find', { using, value: selector })) as Record<string, string>
      await this.run((one: unknown) => (one as Element).scrollIntoView({ block: 'center' }), found)
      await act(found[ELEMENT] ?? '')
    }, selector).toPass({ timeout: PATIENCE })
  }
}
