import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { checkConsistency } from '../../src/compose/consistency.ts'
import { findCycles } from '../../src/compose/cycles.ts'
import { createProblems } from '../../src/compose/problems.ts'
import type { Service } from '../../src/compose/service.ts'
import { spansAt } from '../../src/compose/spans.ts'
import { read } from './reading.ts'

/** The problems of a document as `line:column: message (hint)`; services named in `off` are inactive. */
function check(text: string, off: readonly string[] = []): readonly string[] {
  const { project, root } = read(text)
  const pick = (wanted: boolean): Record<string, Service> =>
    Object.fromEntries(Object.entries(project.services).filter(([name]) => off.includes(name) === wanted))
  const problems = createProblems()
  checkConsistency(
    {
      project: { ...project, services: pick(false) },
      inactive: pick(true),
      spanOf: (path) => spansAt(root, path).value,
      keySpanOf: (path) => spansAt(root, path).key,
    },
    problems.report,
  )
  return problems
    .all()
    .map(
      ({ place, message, hint }) => `${place?.line}:${place?.column}: ${message}${hint ? ` (${hint})` : ''}`,
    )
}

test('a project that fits together has no problems', () => {
  expect(
    check(`
services:
  web: {image: x, networks: [front], volumes: ["data:/d"], secrets: [s], configs: [c], models: [m], depends_on: [db]}
  db: {image: y, cpus: 1, deploy: {replicas: 2, resources: {limits: {cpus: "1"}}}}
networks: {front: }
volumes: {data: }
secrets: {s: {file: f}}
configs: {c: {content: x}}
models: {m: {model: x}}`),
  ).toEqual([])
})

describe('references', () => {
  test.each([
    ['networks: [frnt]', '4:16: service "web" refers to undefined network "frnt" (did you mean "front"?)'],
    [
      'networks: {other: {priority: 1}}',
      '4:16: service "web" refers to undefined network "other" (declare it under networks:)',
    ],
    [
      'volumes: ["datta:/d"]',
      '4:15: service "web" refers to undefined volume "datta" (did you mean "data"?)',
    ],
    [
      'secrets: [{source: tokne}]',
      '4:24: service "web" refers to undefined secret "tokne" (did you mean "token"?)',
    ],
    ['configs: [site]', '4:15: service "web" refers to undefined config "site" (declare it under configs:)'],
    ['models: [llm]', '4:14: service "web" refers to undefined model "llm" (declare it under models:)'],
    [
      'build: {secrets: [npm]}',
      '4:23: service "web" refers to undefined build secret "npm" (declare it under secrets:)',
    ],
    ['depends_on: [dbb]', '4:18: service "web" depends on undefined service "dbb" (did you mean "db"?)'],
    [
      'depends_on: {dbb: {condition: service_started}}',
      '4:18: service "web" depends on undefined service "dbb" (did you mean "db"?)',
    ],
    ['links: ["dbb:x"]', '4:13: service "web" depends on undefined service "dbb" (did you mean "db"?)'],
    [
      'network_mode: service:dbb',
      '4:19: service "web" depends on undefined service "dbb" (did you mean "db"?)',
    ],
    [
      'build: {additional_contexts: {b: "service:dbb"}}',
      '4:38: service "web" has unknown service "dbb" as build context "b" (did you mean "db"?)',
    ],
    [
      'build: {additional_contexts: {b: "service:db"}}',
      '4:38: service "web" has service "db" as build context "b", but that one has no build section',
    ],
  ])('%s', (attribute, problem) =>
    expect(
      check(`services:
  web:
    image: x
    ${attribute}
  db: {image: y}
networks: {front: }
volumes: {data: }
secrets: {token: {file: f}}`),
    ).toEqual([problem]),
  )

  test('an inactive service is missed by those that require it, with its profiles', () => {
    const text = (required: boolean) => `services:
  web: {image: x, depends_on: {mail: {required: ${required}}}}
  mail: {image: y, profiles: [dev]}`
    expect(check(text(true), ['mail'])).toEqual([
      '2:32: service "web" depends on service "mail", which is not active: it has profiles "dev" (activate one of its profiles, or write required: false)',
    ])
    expect(check(text(false), ['mail'])).toEqual([])
  })
})

describe('attributes that must agree', () => {
  test.each([
    [
      '{restart: always}',
      '2:3: service "web" has neither an image nor a build section (write image: with a reference, or build: with a folder)',
    ],
    [
      '{image: x, network_mode: host, networks: [default]}',
      '2:33: service "web" has both network_mode and networks, expected only one of them',
    ],
    [
      '{build: {dockerfile: d, dockerfile_inline: FROM x}}',
      '2:32: build of service "web" has both dockerfile and dockerfile_inline, expected only one of them',
    ],
    [
      '{platform: a, build: {platforms: [b]}}',
      '2:19: build.platforms of service "web" must include its platform "a" (add "a" to build.platforms)',
    ],
    [
      '{image: x, healthcheck: {test: [curl]}}',
      '2:40: healthcheck.test of service "web" begins with "curl", expected "CMD", "CMD-SHELL" or "NONE" (write ["CMD", "curl", …], or one text for the shell)',
    ],
    [
      '{image: x, scale: 2, deploy: {replicas: 3}}',
      '2:26: service "web" has scale 2 and deploy.replicas 3: they must agree (keep one of them)',
    ],
    ['{image: x, scale: -1}', '2:26: scale of service "web" is -1, expected 0 or more'],
    [
      '{image: x, container_name: one, scale: 2}',
      '2:35: service "web" has container_name "one" and scale 2: a container name is unique (remove container_name, or run one replica)',
    ],
    [
      '{image: x, container_name: one, deploy: {replicas: 2}}',
      '2:35: service "web" has container_name "one" and deploy.replicas 2: a container name is unique (remove container_name, or run one replica)',
    ],
    [
      '{image: x, cpus: 1, deploy: {resources: {limits: {memory: 1g}}}}',
      '2:25: service "web" has cpus 1 and deploy.resources.limits.cpus unset beside other values: they must agree (write the same value in deploy.resources.limits.cpus, or cpus alone)',
    ],
    [
      '{image: x, mem_limit: 1g, deploy: {resources: {limits: {memory: 2g}}}}',
      '2:30: service "web" has mem_limit 1073741824 and deploy.resources.limits.memory 2147483648: they must agree (write the same value in deploy.resources.limits.memory, or mem_limit alone)',
    ],
    [
      '{image: x, develop: {watch: [{path: ., action: sync}]}}',
      '2:37: develop.watch[0] of service "web" has no target, which the action sync needs (write target: with a path in the container)',
    ],
    [
      '{image: x, tmpfs: [/t, "/t:size=1m"]}',
      '2:31: tmpfs[1] of service "web" mounts at /t, where tmpfs[0] is mounted already',
    ],
    [
      '{image: x, tmpfs: [/t], volumes: ["./a:/t"]}',
      '2:42: volumes[0] of service "web" mounts at /t, where tmpfs[0] is mounted already',
    ],
  ])('%s', (service, problem) => expect(check(`services:\n  web: ${service}`)).toEqual([problem]))

  test('the name of a container belongs to one service', () => {
    expect(
      check('services:\n  a: {image: x, container_name: one}\n  b: {image: x, container_name: one}'),
    ).toEqual([
      '3:33: container_name "one" of service "b" is already that of service "a" (names of containers are unique on a host: change one, or leave it out)',
    ])
  })

  test('everything wrong is told at once', () => {
    expect(
      check('services:\n  a: {networks: [n], scale: -1}\n  b: {image: x, volumes: ["vol:/d"]}'),
    ).toHaveLength(4)
  })
})

describe('cycles', () => {
  test('a cycle is told by its services, at the first dependency', () => {
    expect(
      check(
        'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, links: [c]}\n  c: {image: x, ipc: "service:a"}',
      ),
    ).toEqual([
      '2:30: dependency cycle detected: a -> b -> c -> a (services can only wait for one another in one direction: remove one of these dependencies)',
    ])
  })

  test('a service that waits for itself is told so', () => {
    expect(check('services: {a: {image: x, depends_on: [a]}}')).toEqual([
      '1:39: service "a" depends on itself: dependency cycle detected: a -> a',
    ])
  })

  test('long chains and wide knots take no stack and little time', () => {
    const chain = new Map(Array.from({ length: 100_000 }, (_, i) => [`s${i}`, [`s${i + 1}`]]))
    expect(findCycles(chain)).toEqual([])
    const all = Array.from({ length: 300 }, (_, i) => `s${i}`)
    expect(findCycles(new Map(all.map((name) => [name, all]))).length).toBeLessThanOrEqual(300)
  })

  test('a cycle is found exactly where there is one', () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 })
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = new Map(
          Array.from({ length: 8 }, (_, i) => [
            `${i}`,
            pairs.filter(([from]) => from === i).map(([, to]) => `${to}`),
          ]),
        )
        const cycles = findCycles(graph)
        for (const cycle of cycles) {
          expect(cycle[0]).toBe(cycle.at(-1))
          for (const [index, name] of cycle.slice(0, -1).entries())
            expect(graph.get(name)).toContain(cycle[index + 1])
        }
        expect(cycles.length > 0).toBe(hasCycle(graph))
      }),
    )
  })
})

/** By taking away what waits for nothing until nothing is left, or only cycles. */
function hasCycle(graph: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Map(graph)
  for (;;) {
    const free = [...left].filter(([, to]) => !to.some((name) => left.has(name)))
    if (free.length === 0) return left.size > 0
    for (const [name] of free) left.delete(name)
  }
}
