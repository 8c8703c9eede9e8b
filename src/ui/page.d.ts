// What the type checker is told of the pages that our scripts stand on, and of what it does not know yet.

/** What a script asks a page for is there, or the script does not use it: which of them, it knows itself. */
interface Part {
  readonly dataset: DOMStringMap & Record<string, string>
  readonly parentElement: HTMLElement
  getAttribute(name: string): string
  cloneNode(deep: true): HTMLElement
}

interface ParentNode {
  querySelector<E extends Element = HTMLElement>(selectors: string): Part & E
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<Part & E>
}

interface Element {
  closest<E extends Element = HTMLElement>(selectors: string): Part & E
}

interface Document {
  getElementById<E extends HTMLElement = HTMLElement>(id: string): Part & E
}

/** No form of ours sends a file. */
interface FormData {
  [Symbol.iterator](): FormDataIterator<[string, string]>
}

interface Submission extends SubmitEvent {
  readonly target: HTMLFormElement
  readonly submitter: HTMLButtonElement | null
}

interface MouseEvent {
  readonly target: HTMLElement
}

/** Whoever asks for a public key gets one. */
interface CredentialsContainer {
  get(options: { publicKey: object }): Promise<Passkey>
  create(options: { publicKey: object }): Promise<Passkey>
}

/** Of a new one, or to log in with: either has some of the parts. */
interface Passkey extends Omit<PublicKeyCredential, 'response'> {
  readonly response: { readonly [part in PasskeyPart]?: ArrayBuffer | null } & { getTransports?(): string[] }
}

type PasskeyPart = 'clientDataJSON' | 'attestationObject' | 'authenticatorData' | 'signature' | 'userHandle'

/** https://wicg.github.io/manifest-incubations/#beforeinstallpromptevent-interface: in Chromium. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>
  readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>
}

interface WindowEventMap {
  beforeinstallprompt: InstallOffer
  submit: Submission
}

/** https://html.spec.whatwg.org/multipage/nav-history-apis.html#navigation-interface: not in every browser. */
interface Window {
  readonly navigation?: {
    addEventListener(type: 'navigate' | 'navigateerror', hear: (event: { signal: AbortSignal }) => void): void
  }
}
