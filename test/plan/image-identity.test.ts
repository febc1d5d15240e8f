/** The label of an image, and what it is compared with, where the engine keeps several platforms under one id. */
import { describe, expect, test } from 'vitest'
import type { ImageDetails } from '../../src/docker/engine.ts'
import { idsOf, textOf, world } from './rig.ts'

const digest = (digit: string) => `sha256:${digit.repeat(64)}`
const at = (id: string, architecture: string, variant = '') => ({
  id: digest(id),
  os: 'linux',
  architecture,
  variant,
})

/** An index, with an amd64 image that the engine would run and an arm64 one. */
function stored(index: string, { amd64 = '1', arm64 = '3' } = {}): ImageDetails {
  const manifests = [at(arm64, 'arm64', 'v8'), at(amd64, 'amd64')]
  return { ...at(index, 'amd64'), tags: ['web:1'], volumes: [], hasHealthcheck: false, manifests }
}

const file = (more = '') => `services: {web: {image: "web:1"${more}}}`

/** A project that runs, and what the registry gives from then on. */
async function running(yaml: string, first: ImageDetails) {
  let image = first
  const { engine, up, plan } = world({ registry: () => image })
  await up(yaml)
  const pulled = async (next: ImageDetails) => {
    image = next
    for await (const _ of engine.pullImage({ reference: 'web:1' })) void _
    return plan(yaml)
  }
  const label = async () =>
    (await engine.listContainers({ labels: [] }))[0]?.labels['com.docker.compose.image']
  return { engine, plan, pulled, label }
}

describe('the label of an image', () => {
  test.each([
    ['of the platform that the engine chose', file(), digest('1')],
    ['of the platform that the service names', file(', platform: linux/arm64'), digest('3')],
    ['of the whole where the platform is not here', file(', platform: linux/s390x'), digest('9')],
  ])('is the id %s', async (_, yaml, id) => {
    expect(await (await running(yaml, stored('9'))).label()).toBe(id)
  })

  test('is the same for a replica that comes when the image is here already', async () => {
    const { engine, up } = world({ registry: () => stored('9') })
    await up(file())
    await up(file(), { scale: new Map([['web', 2]]) })
    const labels = (await engine.listContainers({ labels: [] })).map(
      ({ labels }) => labels['com.docker.compose.image'],
    )
    expect(labels).toEqual([digest('1'), digest('1')])
  })
})

describe('a container', () => {
  test('stays where only an attestation made another id of the image', async () => {
    const { pulled } = await running(file(), stored('9'))
    expect(idsOf(await pulled(stored('8')))).toEqual([])
  })

  test('is made anew where its image for the platform is another', async () => {
    const { pulled } = await running(file(), stored('9'))
    expect(textOf(await pulled(stored('8', { amd64: '2' })))).toContain(
      'image id: 999999999999 → 888888888888',
    )
  })

  test.each([
    ['docker compose 5, by the id for the platform', digest('1')],
    ['docker compose 2, by the id of the whole', digest('9')],
  ])('stays as it was made by %s', async (_, label) => {
    const { engine, plan } = await running(file(), stored('9'))
    const [made] = await engine.listContainers({ labels: [] })
    await engine.removeContainer('shop-web-1', { force: true })
    const labels = { ...made?.labels, 'com.docker.compose.image': label }
    await engine.createContainer({
      name: 'shop-web-1',
      body: { Image: 'web:1', Labels: labels, HostConfig: { NetworkMode: 'shop_default' } },
    })
    expect(idsOf(await plan(file()))).not.toContain('web-1:create')
  })
})
