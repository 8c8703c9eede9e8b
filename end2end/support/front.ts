// One address for several nodes, as a proxy gives it: each request goes to the next one, whatever it belongs to.
import { Agent, createServer, request } from 'node:http'

/** `port`: where it listens; `nodes`: the ports behind it. */
export async function startFront(port: number, nodes: readonly number[]): Promise<() => Promise<void>> {
  const agent = new Agent({ keepAlive: true })
  let turn = 0
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, 'x-forwarded-for': asked.socket.remoteAddress }
    const node = { host: '127.0.0.1', port: nodes[turn++ % nodes.length], agent }
    const passed = request({ ...node, method: asked.method, path: asked.url, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(answer)
    })
    passed.once('error', () => answer.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening))
  return async () => {
    server.closeAllConnections()
    agent.destroy()
    await new Promise((closed) => server.close(closed))
  }
}
