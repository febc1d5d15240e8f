import * as fc from '../generated.ts'
import { expect, test } from 'vitest'
import { printYaml } from '../../src/compose/print.ts'
import { read } from './reading.ts'

const word = fc.stringMatching(/^[a-z][a-z0-9._-]{1,8}$/)
const words = fc.array(word, { maxLength: 3 })
const texts = fc.dictionary(
  fc.oneof(word, fc.constantFrom('__proto__', 'x-own', '1')),
  fc.oneof(word, fc.integer(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  { maxKeys: 3 },
)
const size = fc.oneof(fc.nat(), fc.constantFrom('64m', '1.5g', '0.3k'))
const time = fc.constantFrom('0s', '90s', '1d', '1.5h', '3ns')
const attribute = {
  command: fc.oneof(words, fc.constant('a "b c" d'), fc.constant(null)),
  environment: fc.oneof(texts, words),
  labels: texts,
  mem_limit: size,
  cpus: fc.double({ min: 0, max: 64, noNaN: true }),
  stop_grace_period: time,
  healthcheck: fc.record(
    { test: fc.constantFrom('curl x', ['CMD', 'x']), interval: time, retries: fc.nat(9) },
    { requiredKeys: [] },
  ),
  ports: fc.uniqueArray(fc.constantFrom('80', '8080:81', '127.0.0.1::82', '3000-3002:83', '9-10/udp')),
  volumes: fc.uniqueArray(fc.constantFrom('./a:/a', 'data:/b:ro', '/c', './d:/d:z,rslave', 'data:/e:nocopy')),
  extra_hosts: fc.constantFrom({ a: '10.0.0.1' }, ['b:10.0.0.1,::1']),
  ulimits: fc.constantFrom({ nproc: 5 }, { nofile: { soft: 1, hard: 2 } }),
  depends_on: fc.constantFrom(['other'], { other: { condition: 'service_healthy', required: false } }),
  networks: fc.constantFrom([], ['back'], { back: { aliases: ['x'], priority: 3 } }),
  build: fc.constantFrom('.', {
    args: { A: 1, B: null },
    ssh: ['default', 'k=/p'],
    extra_hosts: ['a=1.1.1.1'],
  }),
  deploy: fc.constantFrom({}, { replicas: 2, resources: { limits: { cpus: '0.5', memory: '64m' } } }),
  secrets: fc.constantFrom(['s'], [{ source: 's', target: 't', mode: 0o440 }]),
  gpus: fc.constantFrom('all', [{ count: 2 }]),
  'x-own': fc
    .jsonValue({ stringUnit: 'binary-ascii' })
    .filter((value) => !JSON.stringify(value).includes('-0')),
}
const service = fc.record(attribute, { requiredKeys: [] })

test('a printed project is read as the same project', () => {
  fc.assert(
    fc.property(service, service, (web, other) => {
      const first = read(
        JSON.stringify({ services: { web: { image: 'x', ...web }, other: { image: 'y', ...other } } }),
      )
      const printed = printYaml(first.project).replaceAll('$$', '$')
      const second = read(printed)
      expect(second.problems).toEqual([])
      expect(second.project).toEqual(first.project)
      expect(printYaml(second.project).replaceAll('$$', '$')).toBe(printed)
    }),
    { numRuns: fc.runs(60) },
  )
})

test('any values at all are read without a crash', () => {
  const anything = fc.jsonValue({ depthSize: 'small' })
  const wild = fc.record(Object.fromEntries(Object.keys(attribute).map((name) => [name, anything])), {
    requiredKeys: [],
  })
  fc.assert(
    fc.property(wild, anything, (web, resource) => {
      expect(() =>
        read(
          JSON.stringify({
            services: { web, other: resource },
            networks: { n: resource },
            volumes: resource,
            configs: { c: resource },
            secrets: { s: resource },
          }),
        ),
      ).not.toThrow()
    }),
  )
})
