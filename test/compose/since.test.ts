import { expect, test } from 'vitest'
import { refuseTooNew, requirements } from '../../src/compose/since.ts'
import { ProjectError } from '../../src/errors.ts'
import { load } from './project.ts'

const everything = `services:
  web:
    image: busybox
    platform: linux/amd64
    cgroup: private
    annotations: {a: b}
    healthcheck: {test: "true", start_period: 9s, start_interval: 1s}
    networks:
      front: {gw_priority: 1, interface_name: eth7, mac_address: "02:42:ac:11:00:02"}
    volumes:
      - {type: bind, source: /x, target: /x, bind: {recursive: readonly}}
      - {type: volume, source: data, target: /y, volume: {subpath: sub}}
      - {type: image, source: busybox, target: /z}
networks: {front: {enable_ipv4: false}}
volumes: {data: }
`

const engine = (apiVersion: string) => ({ info: async () => ({ apiVersion }) })

/** What is refused, as `line: message`. */
async function refused(text: string, apiVersion: string): Promise<readonly string[]> {
  const error: unknown = await refuseTooNew(await load(text), engine(apiVersion)).catch((reason) => reason)
  if (!(error instanceof ProjectError)) return []
  return error.problems.map(({ place, message }) => `${place?.line}: ${message}`)
}

test('what an old engine cannot do is named with its place and what it needs', async () => {
  expect(await refused(everything, '1.41')).toEqual([
    '6: service "web": annotations needs an engine with API 1.43 (Docker 24.0), and this one has 1.41',
    '9: service "web": networks.front.gw_priority needs an engine with API 1.48 (Docker 28.0), and this one has 1.41',
    '9: service "web": networks.front.interface_name needs an engine with API 1.49 (Docker 28.1), and this one has 1.41',
    '9: service "web": networks.front.mac_address needs an engine with API 1.44 (Docker 25.0), and this one has 1.41',
    '13: service "web": volumes.type needs an engine with API 1.48 (Docker 28.0), and this one has 1.41',
    '11: service "web": volumes.bind.recursive needs an engine with API 1.44 (Docker 25.0), and this one has 1.41',
    '12: service "web": volumes.volume.subpath needs an engine with API 1.45 (Docker 26.0), and this one has 1.41',
    '7: service "web": healthcheck.start_interval needs an engine with API 1.44 (Docker 25.0), and this one has 1.41',
    '14: network "front": enable_ipv4 needs an engine with API 1.47 (Docker 27.2), and this one has 1.41',
  ])
  expect(await refused(everything, '1.40')).toHaveLength(11)
})

test.each([
  ['1.44', 5],
  ['1.48', 1],
  ['1.49', 0],
  ['1.51', 0],
])('with API %s there remain %i', async (apiVersion, count) => {
  expect(await refused(everything, apiVersion)).toHaveLength(count)
})

test('values that every engine can have are no requirement, and then the engine is not asked', async () => {
  const loaded = await load(`services:
  web:
    image: busybox
    mac_address: "02:42:ac:11:00:02"
    healthcheck: {test: "true", start_period: 9s}
    volumes: [{type: bind, source: /x, target: /x, bind: {recursive: disabled}}, "data:/y"]
networks: {default: {enable_ipv4: true}}
volumes: {data: }
`)
  expect(requirements(loaded.project)).toEqual([])
  await refuseTooNew(loaded, { info: () => Promise.reject(new Error('asked')) })
})
