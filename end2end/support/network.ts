// Taking the network away. Requests are refused one by one, the service worker's too: switching the whole
// browser off would also tell every page that is being left that it is back online.
import type { BrowserContext } from '@playwright/test'

const EVERYTHING = '**/*'

export async function cutNetwork(context: BrowserContext): Promise<void> {
  await context.route(EVERYTHING, (route) => route.abort('internetdisconnected'))
}

export async function restoreNetwork(context: BrowserContext): Promise<void> {
  await context.unroute(EVERYTHING)
}
