// A device that makes passkeys: Chromium's virtual authenticator, which belongs to one page.
import type { Page } from '@playwright/test'

export class Device {
  private constructor(
    private readonly cdp: Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>,
    private readonly authenticatorId: string,
  ) {}

  /** One with a finger print reader, which somebody touches at once. */
  static async of(page: Page): Promise<Device> {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    return new Device(cdp, authenticatorId)
  }

  /** How many passkeys are in it. */
  async passkeys(): Promise<number> {
    const { credentials } = await this.cdp.send('WebAuthn.getCredentials', { authenticatorId: this.authenticatorId })
    return credentials.length
  }

  /** Whether the finger is the right one from now on. */
  async recognises(isUserVerified: boolean): Promise<void> {
    await this.cdp.send('WebAuthn.setUserVerified', { authenticatorId: this.authenticatorId, isUserVerified })
  }
}
