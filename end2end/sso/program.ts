// A relying party that is a program of its own: waits until it listens, stops it by its process id.
import { spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { portOf, type Stop, type Surroundings } from './relying_party'

const PATIENCE = 20_000

export async function run(program: string, args: string[], { origin, folder }: Surroundings, env = process.env): Promise<Stop> {
  const log = join(folder, 'log')
  const output = openSync(log, 'a')
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', output, output] })
  const gone = new Promise<void>((ended) => child.once('error', () => ended()).once('exit', () => ended()))
  const stop = async () => {
    child.kill('SIGTERM')
    if (await Promise.race([gone.then(() => true), sleep(PATIENCE, false)])) return
    child.kill('SIGKILL')
    await gone
  }
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(50)) {
    if (await answers(portOf(origin))) return stop
    if (child.exitCode !== null || child.signalCode !== null) break
  }
  await stop()
  throw new Error(`${program} does not listen: ${readFileSync(log, 'utf8').slice(-2000)}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((answered) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      answered(true)
    })
    socket.once('error', () => answered(false))
  })
}
