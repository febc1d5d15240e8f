// The floor: what the engine itself takes to create and start containers, asked by nothing but a loop.
import http from 'node:http'

/** As many containers at once as made it quickest where that was tried. */
const lanes = 5

/** Milliseconds from the first call to the last answer: a network, then `count` containers, each created and at once started. Removes them. */
export async function bareUp(name, count) {
  const call = caller(process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock')
  const names = Array.from({ length: count }, (_, index) => `${name}-${index}`)
  try {
    const began = performance.now()
    await call('POST', '/networks/create', { Name: name })
    await inLanes(names, async (container) => {
      await call('POST', `/containers/create?name=${container}`, bodyOf(container, name))
      await call('POST', `/containers/${container}/start`)
    })
    return performance.now() - began
  } finally {
    await inLanes(names, (container) => call('DELETE', `/containers/${container}?force=true`))
    await call('DELETE', `/networks/${name}`)
  }
}

function bodyOf(container, network) {
  return {
    Image: 'busybox',
    Cmd: ['sleep', '1000'],
    StopSignal: 'SIGKILL',
    HostConfig: { NetworkMode: network },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [container] } } },
  }
}

async function inLanes(items, work) {
  const left = items.values()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

/** Calls the engine at a `unix://` address over kept connections; rejects with what it refused. */
function caller(address) {
  const agent = new http.Agent({ keepAlive: true })
  const socketPath = address.replace(/^unix:\/\//, '')
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const request = http.request({ socketPath, agent, method, path, headers }, (answer) => {
        const chunks = []
        answer.on('data', (chunk) => chunks.push(chunk))
        answer.on('end', () => {
          if (answer.statusCode < 400) resolve()
          else reject(new Error(`${method} ${path}: ${Buffer.concat(chunks)}`))
        })
      })
      request.on('error', reject).end(text)
    })
}
