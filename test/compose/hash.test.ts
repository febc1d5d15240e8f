import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashNetwork, hashService, hashVolume } from '../../src/compose/hash.ts'
import { read, readService } from './reading.ts'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const none = '"command":null,"entrypoint":null'
const rest = '"image":"x","networks":{"default":null}'

test.each([
  ['command: []', `{"command":[],"entrypoint":null,${rest}}`],
  [
    'deploy: {replicas: 2}',
    `{"command":null,"deploy":{"resources":{},"placement":{}},"entrypoint":null,${rest}}`,
  ],
  [
    'environment: {"10": a, "9": b, x-y: "<&>"}',
    `{${none},"environment":{"10":"a","9":"b","x-y":"\\u003c\\u0026\\u003e"},${rest}}`,
  ],
  [
    'volumes: ["./a:/b"]',
    `{${none},${rest},"volumes":[{"type":"bind","source":"./a","target":"/b","bind":{}}]}`,
  ],
  ['user: u\ncpus: 0.5', `{"cpus":0.5,${none},${rest},"user":"u"}`],
  [
    'blkio_config: {weight_device: [{path: /a, weight: 2}]}',
    `{"blkio_config":{"weight_device":[{"Path":"/a","Weight":2}]},${none},${rest}}`,
  ],
])('%s is hashed as docker compose writes it', (attributes, json) =>
  expect(hashService(readService(attributes))).toBe(sha(json)),
)

test.each(['build: .', 'pull_policy: always', 'scale: 3', 'depends_on: [db]', 'profiles: [dev]', 'x-own: 1'])(
  '%s leaves the hash as it is',
  (attribute) => expect(hashService(readService(attribute))).toBe(hashService(readService('hostname: ""'))),
)

test('services named as namespaces and sources of volumes count as their containers', () => {
  const service = readService('network_mode: service:db\nvolumes_from: ["files:ro"]')
  const resolved = readService('network_mode: container:1\nvolumes_from: ["2"]')
  expect(hashService(service, { db: '1', files: '2' })).toBe(hashService(resolved))
  expect(hashService(service, { constructor: '3' })).toBe(hashService(service))
})

test('networks and volumes have hashes too', () => {
  const { networks, volumes } = read(
    'services: {a: {image: x}}\nvolumes: {data: , opts: {driver_opts: {type: none, device: d}}}',
  ).project
  const { default: network } = networks
  const { data, opts } = volumes
  if (!network || !data || !opts) throw new Error('missing')
  expect(hashNetwork(network)).toBe(sha('{"name":"app_default","ipam":{}}'))
  expect(hashVolume(data)).toBe(sha('{"name":"app_data","driver":"local"}'))
  expect(hashVolume(opts)).toBe(
    sha('{"name":"app_opts","driver":"local","driver_opts":{"device":"d","type":"none"}}'),
  )
})
