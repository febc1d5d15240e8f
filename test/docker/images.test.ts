/** What the engine answers about images where one id stands for several platforms, as Docker 28's containerd image store does. */
import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/docker/connect.ts'

const digest = (digit: string) => `sha256:${digit.repeat(64)}`

const manifest = (id: string, kind: string, architecture: string, available = true) => ({
  ID: digest(id),
  Descriptor: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: digest(id), size: 610 },
  Available: available,
  Size: { Content: 2_000_000, Total: 6_000_000 },
  Kind: kind,
  ...(kind === 'image' && {
    ImageData: {
      Platform: { architecture, os: 'linux', ...(architecture === 'arm64' && { variant: 'v8' }) },
    },
  }),
  ...(kind === 'attestation' && { AttestationData: { For: digest('1') } }),
})

const answer = {
  Id: digest('9'),
  RepoTags: ['busybox:latest'],
  Os: 'linux',
  Architecture: 'amd64',
  Config: {},
  Manifests: [
    manifest('1', 'image', 'amd64'),
    manifest('2', 'attestation', ''),
    manifest('3', 'image', 'arm64'),
    manifest('4', 'image', 's390x', false),
  ],
}

async function inspected(version: string, body: object) {
  const directory = await mkdtemp(join(tmpdir(), 'dkr-'))
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(200, { 'Api-Version': version })
    response.end(request.url === '/_ping' ? 'OK' : JSON.stringify(body))
  })
  const socket = join(directory, 'engine.sock')
  await new Promise<void>((resolve) => void server.listen(socket, resolve))
  const engine = await connect({ env: { DOCKER_HOST: `unix://${socket}` } })
  onTestFinished(async () => {
    engine.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(directory, { recursive: true })
  })
  const image = await engine.inspectImage('busybox')
  return { image, asked: asked.filter((url) => url !== '/_ping') }
}

test('an image of several platforms tells those that are here, without attestations, in one call', async () => {
  const { image, asked } = await inspected('1.48', answer)
  expect(asked).toEqual(['/v1.48/images/busybox/json?manifests=1'])
  expect(image).toMatchObject({
    id: digest('9'),
    manifests: [
      { id: digest('1'), os: 'linux', architecture: 'amd64', variant: '' },
      { id: digest('3'), os: 'linux', architecture: 'arm64', variant: 'v8' },
    ],
  })
})

test.each([
  ['an older engine is not asked for them', '1.47', '/v1.47/images/busybox/json'],
  ['a store without them has none', '1.48', '/v1.48/images/busybox/json?manifests=1'],
])('%s', async (_, version, url) => {
  const { Manifests: _manifests, ...plain } = answer
  const { image, asked } = await inspected(version, plain)
  expect(asked).toEqual([url])
  expect(image).not.toHaveProperty('manifests')
})
