// What has to hold on every page and in every state: asked of the page as it stands.
import type { Page } from '@playwright/test'
import type { Person } from './people'

/** Labels of which something cannot be read: cut by their own box or by one around them, or ending in dots. */
export function cutLabels(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = []
    const labels = document.querySelectorAll<HTMLElement>('a, button, label, legend, summary, th, dt, h1, h2, h3, .badge, .tile b')
    for (const label of labels) {
      if (!label.checkVisibility({ visibilityProperty: true }) || label.closest('.visually-hidden, .skip-link')) continue
      const words = label.innerText.trim()
      const range = document.createRange()
      range.selectNodeContents(label)
      const own = label.querySelectorAll('.visually-hidden, .wide-word').length ? label.getBoundingClientRect() : range.getBoundingClientRect()
      for (let box: HTMLElement | null = label; box && box !== document.body; box = box.parentElement) {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(box)
        // What scrolls in a bar of its own is there for whoever scrolls.
        if (/auto|scroll/.test(overflowX)) break
        const clips = [overflowX, overflowY].some((one) => /hidden|clip/.test(one))
        const edge = box.getBoundingClientRect()
        const isOutside = own.right > edge.right + 1 || own.left < edge.left - 1 || own.bottom > edge.bottom + 1
        const isDotted = textOverflow === 'ellipsis' && box.scrollWidth > box.clientWidth + 1
        if (words && clips && (isOutside || isDotted)) cut.push(`${words} in ${box.localName}.${box.className}`)
        if (box === label && label.matches('button, .button, .badge') && label.scrollWidth > label.clientWidth + 1) cut.push(`${words} is wider than itself`)
      }
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
      const style = getComputedStyle(field)
      const pen = document.createElement('canvas').getContext('2d')
      if (!pen || !field.checkVisibility() || field.value) continue
      pen.font = style.font
      const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
      if (pen.measureText(field.placeholder).width > room + 1) cut.push(`${field.placeholder} in its field`)
    }
    return [...new Set(cut)]
  })
}

/** What is said of what was just done, or of what is wrong with a form, but not above the heading. */
export function misplacedMessages(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const messages = [...document.querySelectorAll<HTMLElement>('main .error-summary, main .notice[role]')]
    // The launcher's changes without a new page, and has a place of its own.
    const shown = messages.filter((one) => one.checkVisibility() && !one.closest('#pesan'))
    return shown.filter((one) => !one.closest('main > .messages:first-child')).map((one) => one.innerText.slice(0, 60))
  })
}

/** Names, numbers, codes and keys that a browser would translate with the page. */
export function translatable(page: Page, { name, nip, agency }: Person): Promise<string[]> {
  const number = `${nip.slice(0, 4)}••••••••••${nip.slice(-4)}`
  return page.evaluate(
    (own) => {
      const found: string[] = []
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const { textContent, parentElement } = walker.currentNode
        const text = textContent?.trim() ?? ''
        if (!text || !parentElement || parentElement.closest('script, .prose, [translate=no]')) continue
        const isName = own.some((one) => text.includes(one)) || parentElement.closest('code, li.tile b, .arrange-name')
        if (isName) found.push(text.slice(0, 60))
      }
      return [...new Set(found)]
    },
    [name, number, agency],
  )
}

/** Times of day that do not say in which of the zones. */
export function timesWithoutZone(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = (document.querySelector('main') as HTMLElement).innerText.split('\n')
    // What is left until a session ends is no time of day.
    const left = document.querySelector<HTMLElement>('[data-left]')?.innerText
    const times = texts.filter((text) => text !== left).flatMap((text) => [...text.matchAll(/(?<![\d.:])\d{1,2}[.:]\d\d(?![\d.:]*\d)(.{0,8})/g)])
    return times.filter(([, after]) => !/^( [AP]M)? (WIB|WITA|WIT|UTC|GMT)\b/.test(after ?? '')).map(([time]) => time)
  })
}

/** As browsers do that translate a page: every text becomes other nodes, also one that comes later. */
export function translate(page: Page): Promise<void> {
  return page.evaluate(() => {
    const wrap = (node: Node) => {
      const parent = node.parentElement
      if (!node.textContent?.trim() || !parent || parent.closest('script, style, font, [translate=no]')) return
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      inner.textContent = `«${node.textContent}»`
      outer.append(inner)
      parent.replaceChild(outer, node)
    }
    const all = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const texts: Node[] = []
      while (walker.nextNode()) texts.push(walker.currentNode)
      texts.forEach(wrap)
    }
    all(document.body)
    new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => {
      addedNodes.forEach((node) => (node instanceof Text ? wrap(node) : all(node)))
      if (target instanceof Text) wrap(target)
    })).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
}
