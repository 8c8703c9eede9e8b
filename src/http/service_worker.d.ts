// What the type checker is told of the service worker: what it is, and what the server writes above its script.

declare const BUILD: {
  version: string
  assets: string[]
  /** By language. */
  offline: Record<string, OfflineWords>
}

interface OfflineWords {
  html: string
  page: string
  service: string
  logout: string
}

/** A page the worker may show without a network. */
interface LastView {
  html: string
  lang: string
  saved: Date
  headers: Headers
}

// The checker takes a worker for one of another kind.
declare const clients: Clients
declare const skipWaiting: ServiceWorkerGlobalScope['skipWaiting']
interface DedicatedWorkerGlobalScopeEventMap
  extends Pick<ServiceWorkerGlobalScopeEventMap, 'install' | 'activate' | 'fetch'> {}
declare function addEventListener(type: 'message', hear: (event: ExtendableMessageEvent) => void): void
