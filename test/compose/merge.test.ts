import { describe, expect, test } from 'vitest'
import { errors, services } from './project.ts'

async function web(base: string, over: string) {
  const service = (text: string) => `services:\n  web:\n    image: i\n    ${text}\n`
  const files = {
    'a.yaml': service(base),
    'b.yaml': service(over),
    'x.yaml': 'services: {db: {image: d}, mail: {image: m}}\nnetworks: {n: , m: }\nvolumes: {vol: }',
  }
  return (await services(files, { files: ['a.yaml', 'b.yaml', 'x.yaml'] }))['web']
}

describe('a later file', () => {
  test.each([
    ['hostname: a', 'hostname: b', { hostname: 'b' }],
    ['hostname: a', 'hostname: null', { hostname: 'a' }],
    ['command: [a]', 'command: null', { command: null }],
    ['command: [a]', 'command: ""', { command: [] }],
    ['cap_add: [A, B]', 'cap_add: [B, C]', { cap_add: ['A', 'B', 'C'] }],
    ['dns: 1.1.1.1', 'dns: [8.8.8.8, 1.1.1.1]', { dns: ['1.1.1.1', '8.8.8.8'] }],
    ['environment: {A: 1, B: 2}', 'environment: [B=3, C=4]', { environment: { A: '1', B: '3', C: '4' } }],
    ['labels: [a=1]', 'labels: {a: 2, b: true}', { labels: { a: '2', b: 'true' } }],
    ['extra_hosts: {h: 1.1.1.1}', 'extra_hosts: {h: 2.2.2.2}', { extra_hosts: ['h=1.1.1.1', 'h=2.2.2.2'] }],
    ['ports: ["80:80"]', 'ports: ["80:80", "81:81"]', { ports: [{ target: 80 }, { target: 81 }] }],
    [
      'volumes: ["vol:/d"]',
      'volumes: ["./x:/d"]',
      { volumes: [{ type: 'bind', source: '/p/x', target: '/d' }] },
    ],
    [
      'ulimits: {nofile: 1}',
      'ulimits: {nofile: {soft: 1, hard: 2}}',
      { ulimits: { nofile: { soft: 1, hard: 2 } } },
    ],
    [
      'logging: {driver: a, options: {x: "1"}}',
      'logging: {options: {y: "2"}}',
      { logging: { driver: 'a', options: { x: '1', y: '2' } } },
    ],
    ['logging: {driver: a, options: {x: "1"}}', 'logging: {driver: b}', { logging: { driver: 'b' } }],
    ['build: {context: c, target: t}', 'build: d', { build: { context: '/p/d', target: 't' } }],
    [
      'depends_on: {db: {condition: service_healthy, restart: true}}',
      'depends_on: [db]',
      { depends_on: { db: { condition: 'service_started', restart: true } } },
    ],
    ['networks: [n]', 'networks: {n: {aliases: [x]}, m: }', { networks: { n: { aliases: ['x'] }, m: null } }],
    ['labels: {a: 1, b: 2}', 'labels: !override {c: 3}', { labels: { c: '3' } }],
    ['labels: {a: 1, b: 2}', 'labels: {a: !reset null}', { labels: { b: '2' } }],
    ['healthcheck: {test: x}', 'healthcheck: !reset null', {}],
  ])('%s, then %s', async (base, over, expected) => {
    expect(await web(base, over)).toMatchObject(expected)
  })

  test.each([
    ['healthcheck: {interval: 1s}', 'healthcheck: [x]', 'b.yaml:4:18'],
    ['volumes: ["v:/d"]', 'volumes: {v: /d}', 'b.yaml:4:14'],
    ['logging: {driver: a}', 'logging: b', 'b.yaml:4:14'],
    ['networks: [n]', 'networks: [1]', 'b.yaml:4:16'],
  ])('%s cannot meet %s', async (base, over, place) => {
    const files = {
      'a.yaml': `services:\n  web:\n    image: i\n    ${base}\nnetworks: {n: }\nvolumes: {v: }\n`,
      'b.yaml': `services:\n  web:\n    image: i\n    ${over}\n`,
    }
    const found = await errors(files, { files: ['a.yaml', 'b.yaml'] })
    expect(found.map((text) => text.split(' ')[0])).toEqual([place])
  })

  test('adds what the reference of paths begins at: the folder of the first file', async () => {
    const files = {
      'a/c.yaml': 'services: {a: {image: x}}',
      'b/c.yaml': 'services: {a: {volumes: ["./d:/d"]}}',
    }
    expect((await services(files, { files: ['a/c.yaml', 'b/c.yaml'] }))['a']?.volumes).toMatchObject([
      { source: '/p/a/d' },
    ])
  })
})
