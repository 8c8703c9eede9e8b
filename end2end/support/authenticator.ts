// The phone: an independent TOTP program (oathtool) shows the codes, an independent decoder (zbarimg)
// reads the QR code from a picture.
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { secret } from './secrets'

const STEP = 30

export class Authenticator {
  #shown = 0

  /** `key`: base 32, as scanned or typed; `minutesFast`: how far ahead, or when negative behind, its clock is. */
  constructor(
    readonly key: string,
    private readonly minutesFast = 0,
  ) {
    expect(key).toMatch(/^[A-Z2-7]{32}$/)
    secret('key', key)
  }

  /**
   * A code that was not shown before. The first is the current one; the next one is read from a clock up to
   * one step fast, which the portal allows, so that a test need not wait for it.
   */
  async next(): Promise<string> {
    const ahead = (this.minutesFast * 60) / STEP
    const step = Math.max(this.#shown + 1, currentStep() + ahead)
    while (currentStep() + ahead < step - 1) await sleep(250)
    this.#shown = step
    return this.#codeOf(step)
  }

  /** Waits until half a minute has begun in which no code was shown. */
  async settle(): Promise<void> {
    while (currentStep() + (this.minutesFast * 60) / STEP <= this.#shown) await sleep(250)
  }

  /** What a phone shows whose clock is `minutes` fast or, when negative, slow. */
  async minutesOff(minutes: number): Promise<string> {
    // Near the end of a step the code would be half a minute older when it arrives.
    while (secondsLeft() < 8) await sleep(250)
    return this.#codeOf(currentStep() + (minutes * 60) / STEP)
  }

  /** A code that fits no moment within a quarter of an hour of now. */
  wrong(): string {
    const around = 30
    const near = new Set(oathtool(this.key, currentStep() - around, 2 * around))
    const code = Array.from({ length: 100 }, (_, n) => String(100_000 + n * 7_919)).find((code) => !near.has(code))
    return secret('code', code ?? '')
  }

  #codeOf(step: number): string {
    return secret('code', oathtool(this.key, step, 0)[0] ?? '')
  }
}

/** The codes of `step` and of `more` steps after it. */
function oathtool(key: string, step: number, more: number): string[] {
  const args = ['--totp', '--base32', key, `--now=@${step * STEP}`, `--window=${more}`]
  return execFileSync('oathtool', args, { encoding: 'utf8' }).trim().split('\n')
}

function currentStep(): number {
  return Math.floor(Date.now() / 1000 / STEP)
}

function secondsLeft(): number {
  return STEP - ((Date.now() / 1000) % STEP)
}

/** What the QR code in the picture says. */
export function decodeQr(png: Buffer): string {
  // `-` is standard input in the image format that follows the colon.
  return execFileSync('zbarimg', ['--raw', '-q', '--nodbus', '-Sdisable', '-Sqrcode.enable', 'png:-'], {
    input: png,
    encoding: 'utf8',
  }).trim()
}

export interface KeyUri {
  readonly issuer: string
  readonly account: string
  readonly key: string
}

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function parseKeyUri(uri: string): KeyUri {
  const url = new URL(uri)
  expect(url.protocol).toBe('otpauth:')
  expect(url.host).toBe('totp')
  const [prefix, account] = decodeURIComponent(url.pathname.slice(1)).split(':')
  const issuer = url.searchParams.get('issuer') ?? ''
  expect(prefix).toBe(issuer)
  // What is not said is what Google Authenticator takes for granted.
  expect(url.searchParams.get('algorithm') ?? 'SHA1').toBe('SHA1')
  expect(url.searchParams.get('digits') ?? '6').toBe('6')
  expect(url.searchParams.get('period') ?? '30').toBe('30')
  return { issuer, account: account?.trim() ?? '', key: url.searchParams.get('secret') ?? '' }
}
