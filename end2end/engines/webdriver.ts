// Firefox and WebKit as Debian ships them, each by what its makers ship to drive it: WebDriver's commands, which
// Firefox takes over its own socket (Marionette, no geckodriver needed) and WebKitGTK from WebKitWebDriver.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

export type Engine = 'firefox' | 'webkit'

/** By our name: Marionette's, and WebDriver's method and address. */
const COMMANDS = {
  open: ['WebDriver:Navigate', 'POST', '/url'],
  address: ['WebDriver:GetCurrentURL', 'GET', '/url'],
  back: ['WebDriver:Back', 'POST', '/back'],
  run: ['WebDriver:ExecuteScript', 'POST', '/execute/sync'],
  find: ['WebDriver:FindElement', 'POST', '/element'],
  click: ['WebDriver:ElementClick', 'POST', '/element/{id}/click'],
  type: ['WebDriver:ElementSendKeys', 'POST', '/element/{id}/value'],
  picture: ['WebDriver:TakeScreenshot', 'GET', '/element/{id}/screenshot'],
  act: ['WebDriver:PerformActions', 'POST', '/actions'],
} as const

export type Command = keyof typeof COMMANDS

export interface Driver {
  send(command: Command, parameters?: Record<string, unknown>): Promise<unknown>
  quit(): Promise<void>
}

/** A service's certificate is nobody's here. */
const CAPABILITIES = { acceptInsecureCerts: true }
const PATIENCE = 45_000

/** What each engine needs on this machine, and what of it is missing. */
export function missing(engine: Engine): string[] {
  const needed = engine === 'firefox' ? [firefox()] : ['WebKitWebDriver', 'Xvfb']
  return needed.filter((program) => !onPath(program))
}

export function launch(engine: Engine): Promise<Driver> {
  return engine === 'firefox' ? launchFirefox() : launchWebKit()
}

function firefox(): string {
  return process.env.FIREFOX || ['firefox-esr', 'firefox'].find(onPath) || 'firefox-esr'
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

// --- Firefox ---

/** It talks to this machine only: whatever else it would ask for is sent to a port where nobody listens. */
const PREFERENCES = {
  'marionette.port': 0,
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': 'localhost, 127.0.0.0/8',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'intl.accept_languages': 'id',
}

async function launchFirefox(): Promise<Driver> {
  const home = folder()
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
  writeFileSync(join(home, 'user.js'), lines.join('\n'))
  const args = ['--headless', '--marionette', '--no-remote', '--profile', home, 'about:blank']
  const browser = start(firefox(), args, home)
  try {
    const file = join(home, 'MarionetteActivePort')
    const port = await until(browser, () => existsSync(file) && Number(readFileSync(file, 'utf8')))
    const send = await marionette(connect(port, '127.0.0.1'))
    await send('WebDriver:NewSession', CAPABILITIES)
    return {
      send: async (command, parameters) => valueOf(await send(COMMANDS[command][0], parameters)),
      quit: () => end(home, browser),
    }
  } catch (error) {
    await end(home, browser)
    throw error
  }
}

type Send = (name: string, parameters?: Record<string, unknown>) => Promise<unknown>

/** Each message is its length, a colon and JSON: [0, id, name, parameters] and [1, id, error, result]. */
async function marionette(socket: Socket): Promise<Send> {
  type Answer = [1, number, { error: string; message: string } | null, unknown]
  const waiting = new Map<number, (answer: Answer) => void>()
  let read = Buffer.alloc(0)
  const greeted = new Promise<void>((greeted, failed) => {
    socket.once('error', failed)
    socket.on('data', (data) => {
      read = Buffer.concat([read, data])
      for (;;) {
        const colon = read.indexOf(':')
        const end = colon + 1 + Number(read.subarray(0, colon))
        if (colon < 0 || read.length < end) return
        const message = JSON.parse(read.subarray(colon + 1, end).toString()) as Answer | object
        read = read.subarray(end)
        if (Array.isArray(message)) waiting.get((message as Answer)[1])?.(message as Answer)
        else greeted()
      }
    })
  })
  await greeted
  let last = 0
  return async (name, parameters = {}) => {
    const id = ++last
    const text = JSON.stringify([0, id, name, parameters])
    const answered = new Promise<Answer>((answered) => waiting.set(id, answered))
    socket.write(`${Buffer.byteLength(text)}:${text}`)
    const [, , error, result] = await withinReason(answered, name)
    waiting.delete(id)
    if (error) throw new Error(`${error.error}: ${error.message}`)
    return result
  }
}

// --- WebKit ---

async function launchWebKit(): Promise<Driver> {
  const home = folder()
  // MiniBrowser knows no headless mode. `-displayfd`: the server picks a display that is free.
  const screen = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], home, {}, ['ignore', 'ignore', 'ignore', 'pipe'])
  let driver: ChildProcess | undefined
  try {
    let display = ''
    ;(screen.stdio[3] as Readable).on('data', (data: Buffer) => (display += data.toString()))
    await until(screen, () => display.endsWith('\n'))
    const port = await freePort()
    driver = start('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], home, {
      DISPLAY: `:${display.trim()}`,
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1', // nobody listens on an accessibility bus
      WEBKIT_DISABLE_COMPOSITING_MODE: '1', // without a graphics card pictures of a page are black
    })
    const root = `http://127.0.0.1:${port}`
    await until(driver, async () => (await fetch(`${root}/status`).catch(() => undefined))?.ok)
    const created = (await ask('POST', `${root}/session`, { capabilities: { alwaysMatch: CAPABILITIES } })) as { sessionId: string }
    const session = `${root}/session/${created.sessionId}`
    const running = driver
    return {
      send: (command, parameters = {}) => {
        const [, method, path] = COMMANDS[command]
        return ask(method, session + path.replace('{id}', String(parameters.id)), parameters)
      },
      quit: async () => {
        await ask('DELETE', session).catch(() => undefined) // ends the browser
        await end(home, running, screen)
      },
    }
  } catch (error) {
    await end(home, driver, screen)
    throw error
  }
}

async function ask(method: string, address: string, parameters?: Record<string, unknown>): Promise<unknown> {
  const body = method === 'POST' ? JSON.stringify(parameters) : null
  const answer = await fetch(address, { method, body, signal: AbortSignal.timeout(PATIENCE) })
  const value = valueOf(await answer.json())
  const { error, message } = (value ?? {}) as { error?: string; message?: string }
  if (!answer.ok) throw new Error(`${error}: ${message}`)
  return value
}

// --- Processes ---

function valueOf(answer: unknown): unknown {
  return (answer as { value?: unknown } | null)?.value
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'asn-digital-engine-'))
}

/** A process that keeps what it writes in `home`, at the head of a group of its own. */
function start(program: string, args: string[], home: string, more: Record<string, string> = {}, stdio: StdioOptions = 'ignore'): ChildProcess {
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, ...more }
  return spawn(program, args, { cwd: home, env, stdio, detached: true })
}

/** Ends each process with what it started, and then what they kept. */
async function end(home: string, ...started: (ChildProcess | undefined)[]): Promise<void> {
  for (const one of started) {
    if (!one?.pid || one.exitCode !== null || one.signalCode !== null) continue
    const gone = new Promise((gone) => one.once('exit', gone))
    process.kill(-one.pid, 'SIGKILL')
    await gone
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** What `look` finds, as soon as it finds something. */
async function until<T>(process: ChildProcess, look: () => T | Promise<T>): Promise<Exclude<T, false | undefined>> {
  let failed: Error | undefined
  process.once('error', (error) => (failed = error))
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(50)) {
    if (failed || process.exitCode !== null) break
    const found = await look()
    if (found) return found as Exclude<T, false | undefined>
  }
  throw failed ?? new Error(`${process.spawnfile} did not start`)
}

async function withinReason<T>(answered: Promise<T>, what: string): Promise<T> {
  const late = new AbortController()
  const never = sleep(PATIENCE, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${what} was not answered`)
  })
  never.catch(() => undefined)
  return Promise.race([answered, never]).finally(() => late.abort())
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))))
    })
  })
}
