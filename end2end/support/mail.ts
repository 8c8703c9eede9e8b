// Letters: from a small mail server that keeps what it is sent, or from the folder where the portal puts them while
// it has no mail server.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Person } from './people'
import { fromEnvironment, secret } from './secrets'

export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Somewhere that letters arrive. */
export interface Mailbox {
  letters(): Letter[]
}

/** The folder of the portal that this worker talks to. */
export const FOLDER: Mailbox = {
  letters() {
    const folder = join(fromEnvironment('ASN_TEST_DATA'), 'mail')
    const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))
    return files.map((name) => parse(readFileSync(join(folder, name), 'utf8')))
  },
}

/** RFC 5321, as much as a client that only delivers needs. */
export class MailServer implements Mailbox {
  readonly #letters: Letter[] = []
  readonly #server = createServer((client) => this.#talk(client))

  /** Its address, for `--smtp-url`. */
  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening))
    this.#server.unref()
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  letters(): Letter[] {
    return this.#letters
  }

  #talk(client: Socket): void {
    let heard = ''
    let reading = false
    const say = (line: string) => client.write(`${line}\r\n`)
    client.unref()
    client.setEncoding('utf8')
    client.on('error', () => undefined)
    client.on('data', (data) => {
      heard += data
      for (;;) {
        const end = reading ? '\r\n.\r\n' : '\r\n'
        const at = heard.indexOf(end)
        if (at < 0) return
        const said = heard.slice(0, at)
        heard = heard.slice(at + end.length)
        if (reading) {
          this.#letters.push(parse(said.replace(/^\.\./gm, '.')))
          reading = false
          say('250 kept')
        } else if (/^data$/i.test(said)) {
          reading = true
          say('354 go on')
        } else if (/^quit$/i.test(said)) {
          say('221 bye')
          client.end()
        } else {
          say('250 localhost')
        }
      }
    })
    say('220 localhost')
  }
}

/** The newest of the letters to `person` with this subject, once there are `count` of them. */
export async function letterTo({ email }: Person, subject: string, mailbox: Mailbox = FOLDER, count = 1): Promise<Letter> {
  const found = () => mailbox.letters().filter((letter) => letter.to === email && letter.subject === subject)
  await expect.poll(() => found().length, { message: `a letter: ${subject}`, timeout: 15_000 }).toBe(count)
  return found().at(-1) ?? { to: '', subject: '', text: '' }
}

/** The link of a letter; both languages have the same. */
export function linkIn({ text }: Letter): string {
  const links = new Set(text.match(/http:\/\/\S+\?kunci=\S+/g))
  expect(links.size, text).toBe(1)
  const [link = ''] = links
  secret('token', new URL(link).searchParams.get('kunci') ?? '')
  return link
}

/** The code of a letter. */
export function mailedCodeIn({ text }: Letter): string {
  return secret('paper', /^Kode Anda: ([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})$/m.exec(text)?.[1] ?? '')
}

function parse(message: string): Letter {
  const [head = '', ...body] = message.replaceAll('\r\n', '\n').split('\n\n')
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n')
  const header = (name: string) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1).trim() ?? ''
  const text = decode(body.join('\n\n'), header('content-transfer-encoding'))
  return { to: header('to'), subject: decodeWords(header('subject')), text: text.replaceAll('\r\n', '\n') }
}

function decode(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString()
    case 'quoted-printable':
      return fromHex(body.replace(/=\n/g, ''))
    default:
      return body
  }
}

/** RFC 2047 */
function decodeWords(text: string): string {
  const words = text.replace(/(\?=)\s+(=\?)/g, '$1$2')
  return words.replace(/=\?utf-8\?(b|q)\?([^?]*)\?=/gi, (_, how: string, word: string) =>
    how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString() : fromHex(word.replaceAll('_', ' ')),
  )
}

function fromHex(text: string): string {
  const bytes = [...text.matchAll(/=([0-9A-F]{2})|([^])/giu)].map(([, hex, plain]) =>
    hex ? Buffer.from(hex, 'hex') : Buffer.from(plain ?? ''),
  )
  return Buffer.concat(bytes).toString()
}
