// A door to the engine that counts who knocks: a socket of its own, every request passed on, upgrades too.
import http from 'node:http'
import net from 'node:net'

/** Listens on `socketPath` and passes requests on to the engine at `target`, a `unix://` address; `take` gives the number since the last. */
export async function countCalls(socketPath, target) {
  const engine = target.replace(/^unix:\/\//, '')
  let count = 0
  const server = http.createServer((request, response) => {
    count++
    const { method, url: path, headers } = request
    const onward = http.request({ socketPath: engine, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders)
      response.flushHeaders()
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('upgrade', (request, socket, head) => {
    count++
    const onward = net.connect(engine, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`]
      for (let index = 0; index < request.rawHeaders.length; index += 2)
        lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`)
      onward.write(`${lines.join('\r\n')}\r\n\r\n`)
      onward.write(head)
      socket.pipe(onward).pipe(socket)
    })
    for (const one of [socket, onward])
      one.on('error', () => [socket, onward].forEach((end) => end.destroy()))
  })
  await new Promise((resolve) => server.listen(socketPath, resolve))
  return {
    address: `unix://${socketPath}`,
    take: () => {
      const taken = count
      count = 0
      return taken
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
