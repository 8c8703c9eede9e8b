// A PostgreSQL of the tests' own, empty: scripts/postgres-cluster keeps it as long as its standard input is open.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

export interface Cluster {
  /** `postgres://…` of a database that is there. */
  readonly url: string
  stop(): Promise<void>
}

export async function startCluster(): Promise<Cluster> {
  const script = resolve(__dirname, '../../scripts/postgres-cluster')
  const keeper = spawn(script, ['keep'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = once(keeper, 'exit')
  const said = createInterface(keeper.stdout)
  const [line] = (await Promise.race([once(said, 'line'), gone])) as [unknown]
  const port = typeof line === 'string' && /^\S+ (\d+)$/.exec(line)?.[1]
  if (!port) throw new Error('PostgreSQL did not start')
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      keeper.stdin.end()
      await gone
    },
  }
}
