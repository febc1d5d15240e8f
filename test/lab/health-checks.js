// Plays the part of systemd's timers for Podman: asks for each container's health check when it is due. Argument: Podman's socket.
import { request } from 'node:http'
import { createInterface } from 'node:readline'

const socketPath = process.argv[2]
const running = new Set()

const started = encodeURIComponent(JSON.stringify({ event: ['start'], type: ['container'] }))
const events = await answer(`/events?filters=${started}`)
createInterface({ input: events }).on(
  'line',
  (line) => void check(JSON.parse(line).Actor?.ID).catch(console.error),
)
events.on('close', () => process.exit())

async function check(id) {
  if (id === undefined || running.has(id)) return
  const { Config } = await json(`/containers/${id}/json`)
  const { Test, Interval } = Config?.Healthcheck ?? {}
  if (Test === undefined || Test[0] === 'NONE') return
  running.add(id)
  while (await isDue(id, Interval)) await json(`/containers/${id}/healthcheck`)
  running.delete(id)
}

/** Waits for the interval, in nanoseconds; then whether the container still runs. */
async function isDue(id, interval) {
  await new Promise((resolve) => setTimeout(resolve, Math.max(100, (interval || 30e9) / 1e6)))
  return (await json(`/containers/${id}/json`)).State?.Running === true
}

async function json(path) {
  const chunks = []
  for await (const chunk of await answer(path)) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString() || '{}')
}

function answer(path) {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: `/v4.0.0/libpod${path}` }, resolve)
      .on('error', reject)
      .end()
  })
}
