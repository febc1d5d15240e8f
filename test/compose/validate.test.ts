import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { createProblems, type Finding, type Report } from '../../src/compose/problems.ts'
import { explain } from '../../src/compose/schema/explain.ts'
import { gate } from '../../src/compose/schema/generated/gate.js'
import { readRules } from '../../src/compose/schema/generated/rules.js'
import { reportFaults } from '../../src/compose/schema/refusal.ts'
import type { MapNode, Node } from '../../src/compose/tree.ts'
import { documentsAt, randomDocument, sitesOf, type JsonSchema } from '../schema/samples.ts'
import { treeOfValue, treeOfYaml } from '../schema/tree-of.ts'

const schema: JsonSchema = JSON.parse(readFileSync('schemas/compose.schema.json', 'utf8'))
const rules = readRules()

/** What `validateSchema` does, without the loading of a part. */
function validate(root: MapNode, report: Report): void {
  if (!gate(root)) reportFaults(root, report)
}

/** `line:column message -> hint` for each problem of a YAML text. */
function problemsOf(text: string): string[] {
  const problems = createProblems()
  validate(treeOfYaml(text), problems.report)
  return problems
    .all()
    .map(
      ({ place, message, hint }) =>
        `${place?.line}:${place?.column} ${message}${hint === undefined ? '' : ` -> ${hint}`}`,
    )
}

function web(attributes: string): string {
  return `services:\n  web: {image: x, ${attributes}}\n`
}

describe('attributes that do not exist', () => {
  test.each([
    [
      'a misspelt one',
      web('prots: []'),
      '2:19 service "web": unknown attribute "prots" -> did you mean "ports"?',
    ],
    [
      'one without its plural',
      web('volume: []'),
      '2:19 service "web": unknown attribute "volume" -> did you mean "volumes"?',
    ],
    [
      'one in camel case',
      web('containerName: a1'),
      '2:19 service "web": unknown attribute "containerName" -> did you mean "container_name"?',
    ],
    [
      'one with a dash',
      web('working-dir: /'),
      '2:19 service "web": unknown attribute "working-dir" -> did you mean "working_dir"?',
    ],
    [
      'one deeper down',
      web('build: {dockerfle: a}'),
      '2:27 service "web": unknown attribute "dockerfle" in "build" -> did you mean "dockerfile"?',
    ],
    [
      'one of an item',
      web('ports: [{publish: "1"}]'),
      '2:28 service "web": unknown attribute "publish" in "ports[0]" -> did you mean "published"?',
    ],
    [
      'one of a network',
      'networks:\n  a: {drivr: x}\n',
      '2:7 network "a": unknown attribute "drivr" -> did you mean "driver"?',
    ],
    [
      'one at the top',
      'netwroks: {}\n',
      '1:1 unknown top-level attribute "netwroks" -> did you mean "networks"?',
    ],
    [
      'one that is near nothing',
      web('zzz: 1'),
      '2:19 service "web": unknown attribute "zzz" -> keys of your own begin with "x-"',
    ],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  test.each([
    [
      'deploy',
      web('replicas: 2'),
      '2:19 service "web": unknown attribute "replicas" -> "replicas" belongs in "deploy"',
    ],
    [
      'healthcheck',
      web('interval: 5s'),
      '2:19 service "web": unknown attribute "interval" -> "interval" belongs in "healthcheck"',
    ],
    [
      'the service',
      web('build: {command: a}'),
      '2:27 service "web": unknown attribute "command" in "build" -> "command" belongs in service "web" itself',
    ],
    [
      'the top level',
      web('services: {}'),
      '2:19 service "web": unknown attribute "services" -> "services" belongs at the top level',
    ],
    [
      'a service',
      'image: nginx\n',
      '1:1 unknown top-level attribute "image" -> "image" belongs in a service: indent it under "services:" and the name of the service',
    ],
  ])('one that belongs in %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  test('a service at the top level, and one inside another', () => {
    expect(
      problemsOf('mysql:\n  image: mysql\nservices:\n  web:\n    image: x\n    db: {image: y, ports: []}\n'),
    ).toEqual([
      '1:1 "mysql" looks like a service -> indent it under "services:"',
      '6:5 service "web": "db" looks like a service -> indent it as deep as "web"',
    ])
  })

  test('attributes that are indented too little to belong to their service', () => {
    expect(problemsOf('services:\n  web:\n    image: x\n  ports: ["80"]\n')).toEqual([
      '4:10 service "ports" must be a map, for example {image: "nginx:1.27"}; this is a list -> "ports" is an attribute of a service: indent it below the name of the service',
    ])
  })

  test('jobs are refused by name', () => {
    expect(problemsOf('jobs: {a: {image: x}}\n')).toEqual([
      '1:1 top-level "jobs" is not supported yet -> make the job a service with "restart: no"',
    ])
  })

  test('a misspelt required attribute is told once', () => {
    expect(problemsOf(web('depends_on: {db: {conditon: service_started}}'))).toEqual([
      '2:37 service "web": unknown attribute "conditon" in "depends_on.db" -> did you mean "condition"?',
    ])
  })
})

describe('values of the wrong kind', () => {
  test.each([
    [
      'ports: "80:80"',
      '2:26 service "web": "ports" must be a list, for example ["8080:80"]; this is "80:80" -> write it as a list: ["80:80"]',
    ],
    [
      'environment: A=1',
      '2:32 service "web": "environment" must be a map or a list, for example {LOG_LEVEL: "debug"}; this is "A=1" -> write it as a list: ["A=1"]',
    ],
    [
      'environment: A',
      '2:32 service "web": "environment" must be a map or a list, for example {LOG_LEVEL: "debug"}; this is "A"',
    ],
    [
      'user: 1000',
      '2:25 service "web": "user" must be a string, for example "1000:1000"; this is 1000 -> write it in quotes: "1000"',
    ],
    [
      'hostname: 3.10',
      '2:29 service "web": "hostname" must be a string, for example "web"; this is 3.10 -> write it in quotes: "3.10"',
    ],
    [
      'restart: false',
      '2:28 service "web": "restart" must be a string, for example "unless-stopped"; this is false -> did you mean "no", in quotes?',
    ],
    [
      'stop_grace_period: 10',
      '2:38 service "web": "stop_grace_period" must be a duration, for example "1m30s"; this is 10 -> write it with a unit: "10s"',
    ],
    ['scale: 1.5', '2:26 service "web": "scale" must be a whole number, for example 3; this is 1.5'],
    ['cpus: .inf', '2:25 service "web": "cpus" must be a number, for example 1.5; this is .inf'],
    [
      'tty: [true]',
      '2:24 service "web": "tty" must be true or false; this is a list -> write it without the list: true',
    ],
    [
      'use_api_socket: "yes"',
      '2:35 service "web": "use_api_socket" must be true or false; this is "yes" -> write true, without quotes',
    ],
    [
      'logging: json-file',
      '2:28 service "web": "logging" must be a map, for example {driver: "local", options: {max-size: "10m"}}; this is "json-file" -> write {driver: "json-file"}',
    ],
    [
      'depends_on: {db: service_healthy}',
      '2:36 service "web": "depends_on.db" must be a map, for example {condition: "service_healthy"}; this is "service_healthy" -> write {condition: "service_healthy"}',
    ],
    [
      'labels: [{a: b}]',
      '2:28 service "web": "labels[0]" must be a string; this is a map -> a colon and a blank make a map: write it in quotes, or as "a=b"',
    ],
    [
      'healthcheck: [{test: a}]',
      '2:32 service "web": "healthcheck" must be a map, for example {test: ["CMD", "curl", "-f", "http://localhost"], interval: "30s"}; this is a list -> leave the "-" out',
    ],
    [
      'secrets: {a: b}',
      '2:28 service "web": "secrets" must be a list, for example ["db_password"]; this is a map -> write each item on a line of its own that begins with "- "',
    ],
  ])('%s', (attribute, problem) => {
    expect(problemsOf(web(attribute))).toEqual([problem])
  })

  test('a service that is a word, and one that is nothing', () => {
    expect(problemsOf('services:\n  web: nginx\n  api:\n')).toEqual([
      '2:8 service "web" must be a map, for example {image: "nginx:1.27"}; this is "nginx" -> write {image: "nginx"}',
      '3:3 service "api" has no value: it must be a map, for example {image: "nginx:1.27"}',
    ])
  })

  test('a version and a name that are no text', () => {
    expect(problemsOf('version: 3.8\nname: 123\n')).toEqual([
      '1:10 "version" must be a string; this is 3.8 -> write it in quotes: "3.8"',
      '2:7 "name" must be a string, for example "shop"; this is 123 -> write it in quotes: "123"',
    ])
  })
})

describe('values of the right kind that are not allowed', () => {
  test.each([
    ['cgroup: shared', '2:27 service "web": "cgroup" must be "host" or "private", not "shared"'],
    [
      'pull_policy: allways',
      '2:32 service "web": "pull_policy" must be always, missing, never, build, daily, weekly or every_<duration> such as every_12h, not "allways" -> did you mean "always"?',
    ],
    [
      'gpus: some',
      '2:25 service "web": "gpus" must be "all", or a list, for example [{driver: "nvidia", count: 2}], not "some"',
    ],
    ['oom_score_adj: 2000', '2:34 service "web": "oom_score_adj" must be between -1000 and 1000, not 2000'],
    ['cpu_count: -1', '2:30 service "web": "cpu_count" must be at least 0, not -1'],
    [
      'container_name: a',
      '2:35 service "web": "container_name" must be a letter or digit followed by letters, digits, "_", "." or "-", at least two characters, not "a"',
    ],
    ['cap_add: [A, B, A]', '2:35 service "web": "cap_add" lists "A" twice -> remove one of them'],
    [
      'ports: [{target: 1}, {target: 1}]',
      '2:40 service "web": "ports" lists the same item twice -> remove one of them',
    ],
    [
      'volumes: [{source: a}]',
      '2:29 service "web": "volumes[0]" lacks the attribute "type" -> "type" is "bind", "volume", "tmpfs", "cluster", "npipe" or "image"',
    ],
    [
      'extends: {file: a}',
      '2:28 service "web": "extends" lacks the attribute "service" -> for example service: "base"',
    ],
    ['environment: {"": 1}', '2:33 service "web": "environment" has an entry whose name is ""'],
    [
      'networks: {"a b": }',
      '2:30 service "web": "networks": the name "a b" may hold only letters, digits, ".", "_" and "-" -> call it "a-b"',
    ],
  ])('%s', (attribute, problem) => {
    expect(problemsOf(web(attribute))).toContain(problem)
  })

  test('a service with a name that is none', () => {
    expect(problemsOf('services: {"my web": {image: x}}\n')).toEqual([
      '1:12 service name "my web" may hold only letters, digits, ".", "_" and "-" -> call it "my-web"',
    ])
  })
})

describe('all at once', () => {
  test('every fault is told, in the order of the file', () => {
    expect(
      problemsOf('services:\n  a: {imag: x}\n  b: {ports: 1}\nvolume: {}\n').map((problem) =>
        problem.slice(0, 4),
      ),
    ).toEqual(['2:7 ', '3:14', '4:1 '])
  })

  test('a fault behind an anchor is told once, where it is written', () => {
    expect(
      problemsOf(
        'x-log: &log {drivr: local}\nservices:\n  a: {image: x, logging: *log}\n  b: {image: x, logging: *log}\n',
      ),
    ).toEqual(['1:14 service "a": unknown attribute "drivr" in "logging" -> did you mean "driver"?'])
  })

  test('names such as __proto__ and constructor are names', () => {
    const text =
      'services:\n  __proto__: {image: x, environment: {constructor: a, __proto__: b}}\n  constructor: {image: x, toString: 1}\n'
    expect(problemsOf(text)).toEqual([
      '3:27 service "constructor": unknown attribute "toString" -> keys of your own begin with "x-"',
    ])
  })

  test('integers beyond what a double holds are integers', () => {
    const root = treeOfValue({ services: { a: { image: 'x', mem_reservation: 2 ** 60 } } })
    expect(findingsOf(root)).toEqual([])
    expect(findingsOf(withScalar(root, 2n ** 70n))).toEqual([])
  })
})

describe('the gate, the explanation and a schema validator of repute', () => {
  const accepts = new Ajv2020({ strict: false }).compile(schema)
  const verdicts = (value: unknown) => {
    const root = treeOfValue(value)
    return [gate(root), explain(root, rules).length === 0, accepts(value)]
  }
  const isSplit = (all: readonly boolean[]) => all.some((verdict) => verdict !== all[0])

  test('agree on values that fit and do not fit at every place', () => {
    const documents = sitesOf(schema).flatMap((site) => [...documentsAt(schema, site)])
    expect(documents.length).toBeGreaterThan(10_000)
    const split = documents.filter((document) => isSplit(verdicts(document)))
    expect(split.slice(0, 5).map((document) => JSON.stringify(document))).toEqual([])
  })

  test('agree on random documents', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (numbers) => {
        const document = randomDocument(schema, () => numbers.next().value ?? 0)
        expect(isSplit(verdicts(document))).toBe(false)
      }),
      { numRuns: fc.runs(300) },
    )
  })

  test('agree on anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(isSplit(verdicts(value))).toBe(false)
      }),
    )
  })
})

describe('random trees', () => {
  const documents = fc
    .infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true }))
    .map((numbers) => randomDocument(schema, () => numbers.next().value ?? 0))
    .map((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { services: value },
    )

  test('never make it throw, and every place lies in the file', () => {
    fc.assert(
      fc.property(documents, (document) => {
        for (const { span, message } of findingsOf(treeOfValue(document))) {
          expect(message).not.toMatch(/undefined|\[object/)
          expect(span?.start).toBeGreaterThanOrEqual(0)
          expect(span?.end).toBeLessThanOrEqual(span?.source.text.length ?? 0)
        }
      }),
      { numRuns: fc.runs(300) },
    )
  })

  test('are refused with at least one problem, accepted with none', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const root = treeOfValue(document)
        expect(findingsOf(root).length === 0).toBe(gate(root))
      }),
    )
  })
})

function findingsOf(root: Node): Finding[] {
  const findings: Finding[] = []
  validate(root as MapNode, (finding) => findings.push(finding))
  return findings
}

/** The tree with its deepest scalar replaced. */
function withScalar(node: Node, value: bigint): Node {
  if (node.kind === 'scalar') return typeof node.value === 'number' ? { ...node, value } : node
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => withScalar(item, value)) }
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { ...entry, value: withScalar(entry.value, value) }] as const,
  )
  return { ...node, entries: new Map(entries) }
}
