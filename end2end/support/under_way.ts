// A page that is about to be left answers no test any more, so what happens meanwhile is planned before.
import type { Page } from '@playwright/test'

/** What is seen of a form that is under way. */
export interface Seen {
  readonly words: string
  readonly opacity: string
  readonly animation: string
  /** `aria-busy` of the button. */
  readonly busy: string | null
  /** Where everything else stands. */
  readonly places: string
}

/** `press` and `other` press a button, `stop` is the browser's Stop, `escape` the key, `look` looks. */
export type Act = 'press' | 'other' | 'stop' | 'escape' | 'look'

/** Does each act at its moment, in milliseconds; what was seen when looking, in the same order. */
export async function play(page: Page, acts: readonly [number, Act][], button: string, other = button): Promise<Seen[]> {
  const looks = acts.filter(([, act]) => act === 'look').length
  const seen: Seen[] = []
  const done = new Promise<void>((done) => {
    page.on('console', (message) => {
      const [, text] = /^seen (.*)/.exec(message.text()) ?? []
      if (text && seen.push(JSON.parse(text) as Seen) === looks) done()
    })
  })
  const plan = ({ acts, button, other }: { acts: readonly [number, Act][]; button: string; other: string }) => {
    const find = (selector: string) => document.querySelector<HTMLElement>(selector) ?? document.body
    const look = () => {
      const words = find('.busy')
      const { opacity, animationName } = getComputedStyle(words)
      const others = [...document.querySelectorAll('body :not(.busy, script)')]
      const places = others.map((one) => Object.values(one.getBoundingClientRect().toJSON()).join()).join(' ')
      const busy = find(button).getAttribute('aria-busy')
      console.log(`seen ${JSON.stringify({ words: words.textContent, opacity, animation: animationName, busy, places })}`)
    }
    const does = {
      press: () => find(button).click(),
      other: () => find(other).click(),
      stop: () => window.stop(),
      escape: () => dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })),
      look,
    }
    for (const [at, act] of acts) setTimeout(does[act], at)
  }
  await page.evaluate(plan, { acts, button, other })
  if (looks) await done
  return seen
}
