import { expect, test } from 'vitest'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { down, loadProject, up } from '../../src/index.ts'

/** Three lists of what there is, and one of the containers whose ports may be in the way. */
const constant = 4

const file = (services: number, networks: number) =>
  JSON.stringify({
    services: Object.fromEntries(
      Array.from({ length: services }, (_, index) => [
        `s${index}`,
        {
          image: `image${index % 3}`,
          ports: [`${10000 + index}:80`],
          networks: Array.from({ length: networks }, (_, network) => `n${network}`),
          ...(index > 0 && { depends_on: [`s${index - 1}`] }),
        },
      ]),
    ),
    networks: Object.fromEntries(Array.from({ length: networks }, (_, index) => [`n${index}`, {}])),
  })

async function counted(services: number, networks: number) {
  const reader = {
    read: async () => file(services, networks),
    kind: async (path: string) => (path.endsWith('/compose.yaml') ? ('file' as const) : undefined),
    real: async (path: string) => path,
    stdin: async () => '',
  }
  const project = await loadProject({ cwd: '/shop', env: {}, files: ['compose.yaml'], reader })
  const engine = createMemoryEngine()
  for (const image of ['image0', 'image1', 'image2'])
    for await (const _ of engine.pullImage({ reference: image })) void _
  const count = async () => {
    const before = engine.calls.length
    await up({ project, engine })
    return engine.calls.slice(before).filter(({ method }) => method !== 'exit' && method !== 'health')
  }
  const [first, second] = [await count(), await count()]
  const before = engine.calls.length
  // A grace period this short is waited out, so nobody asks whether the stop signal is heard.
  await down({ project, engine, timeout: 1 })
  return { first, second, last: engine.calls.slice(before) }
}

test.each([
  [1, 1],
  [50, 1],
  [40, 5],
])(
  'a fresh up of %i services on %i networks costs two calls a service, one an image and a network',
  async (services, networks) => {
    const { first, second } = await counted(services, networks)
    const images = Math.min(services, 3)
    expect(first.length).toBeLessThanOrEqual(2 * services + images + networks + constant)
    expect(first.map(({ method }) => method)).not.toContain('events')
    expect(second.length).toBeLessThanOrEqual(images + constant)
  },
)

test.each([5, 20, 50])(
  'with %i services an up with nothing to do costs a look at each image, and a down two calls a service and one a network',
  async (services) => {
    const { second, last } = await counted(services, 2)
    // Three lists, and the images.
    expect(second.length).toBe(3 + 3)
    expect(last.length).toBe(2 * services + 2 + 3)
  },
)
