// What catalogue.toml says somebody may see, read independently of the product.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export interface Service {
  readonly slug: string
  readonly name: string
  readonly viewers: string[]
  readonly suggestedTo: string[]
  readonly group: string
  readonly address: string | undefined
}

export const CATALOGUE: Service[] = readFileSync(resolve(__dirname, '../../catalogue.toml'), 'utf8')
  .split('[[service]]')
  .slice(1)
  .map((entry) => {
    const value = (key: string) => new RegExp(`^${key} = (.*)$`, 'm').exec(entry)?.[1]
    const text = (key: string) => JSON.parse(value(key) ?? 'null') as string
    return {
      slug: text('slug'),
      name: text('name'),
      viewers: JSON.parse(value('viewers') ?? '[]') as string[],
      group: text('group'),
      suggestedTo: JSON.parse(value('suggested_to') ?? '[]') as string[],
      address: value('address') && text('address'),
    }
  })

/** The names of the services for people with `roles`; without any, those before login. */
export function visibleTo(roles: string): string[] {
  const viewers = ['public', ...roles.split(' ')]
  return CATALOGUE.filter((service) => service.viewers.some((one) => viewers.includes(one))).map(({ name }) => name)
}

/** What is used most comes first. */
const GROUPS = ['kinerja', 'pendukung', 'karier', 'pensiun', 'perencanaan', 'pengadaan']

/** The names of the services that a launcher suggests as favourites to people with `roles`: what they can open. */
export function suggestedTo(roles: string): string[] {
  const visible = visibleTo(roles)
  const theirs = CATALOGUE.filter((service) => service.suggestedTo.some((one) => roles.split(' ').includes(one)))
  const openable = theirs.filter(({ address }) => address !== undefined)
  const suggested = openable.toSorted((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group))
  return suggested.map(({ name }) => name).filter((name) => visible.includes(name))
}
