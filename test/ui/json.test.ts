import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { Event, EventBody, Failure, Operation } from '../../src/events.ts'
import { createJsonRenderer } from '../../src/ui/json.ts'
import {
  container,
  createRecorder,
  image,
  network,
  stamped,
  stepOf,
  upEnds,
  upEvents,
  upFails,
} from './support.ts'

const schema = JSON.parse(readFileSync(new URL('../../schemas/events.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ allErrors: true, strict: true, formats: { 'date-time': true } }).compile(
  schema,
)

const log = { service: 'web', container: 'shop-web-1' }
/** Does not compile when a type of event is missing. */
const samples: { readonly [T in EventBody['type']]: Extract<EventBody, { type: T }> } = {
  plan: { type: 'plan', project: 'shop', steps: 1, resources: [network] },
  'step-started': { type: 'step-started', reason: 'new', ...stepOf('create-network', network) },
  'step-progress': {
    type: 'step-progress',
    text: 'Downloading',
    current: 1,
    total: 2,
    ...stepOf('pull-image', image('a', 'b')),
  },
  'step-output': { type: 'step-output', text: 'x', ...stepOf('build-image', image('a', 'b')) },
  'step-done': { type: 'step-done', seconds: 0.1, outcome: 'healthy', ...stepOf('wait', container('db')) },
  'step-failed': {
    type: 'step-failed',
    seconds: 1,
    failure: {
      code: 'bug',
      message: 'm',
      hint: 'h',
      place: { file: 'compose.yaml', line: 3, column: 5 },
      lastLines: ['l'],
      autopsy: {
        since: '2026-11-21T12:00:00.123456789Z',
        exit: { code: 1, meaning: 'w', oomKilled: false },
        health: ['h'],
        log: ['l'],
        waiting: ['web'],
        advice: ['a'],
      },
    },
    ...stepOf('wait', container('db')),
  },
  'step-skipped': { type: 'step-skipped', because: 'x', ...stepOf('wait', container('db')) },
  warning: { type: 'warning', code: 'orphans', message: 'm' },
  log: { type: 'log', stream: 'stderr', text: 't', timestamp: '2026-11-21T12:00:00.123456789Z', ...log },
  'container-exited': { type: 'container-exited', exitCode: 1, restarting: false, ...log },
  attaching: { type: 'attaching', containers: [log] },
  stopping: { type: 'stopping', force: true },
  summary: { type: 'summary', exitCode: 0, seconds: 1, done: 1, failed: 0, skipped: 0 },
}
const operations: Readonly<Record<Operation, true>> = {
  'create-network': true,
  'remove-network': true,
  'create-volume': true,
  'remove-volume': true,
  'pull-image': true,
  'build-image': true,
  'remove-image': true,
  'create-container': true,
  'start-container': true,
  'stop-container': true,
  'remove-container': true,
  'rename-container': true,
  'kill-container': true,
  'pause-container': true,
  'unpause-container': true,
  'tag-image': true,
  'disconnect-network': true,
  'connect-network': true,
  'run-hook': true,
  'run-provider': true,
  'set-up-model': true,
  wait: true,
}
const failureCodes: Readonly<Record<Failure['code'], true>> = {
  usage: true,
  'invalid-project': true,
  'engine-unreachable': true,
  'engine-forbidden': true,
  'engine-failed': true,
  'pull-failed': true,
  'build-failed': true,
  unhealthy: true,
  'exited-early': true,
  'dependency-failed': true,
  'deadline-passed': true,
  'port-taken': true,
  'not-supported': true,
  'remote-failed': true,
  'output-failed': true,
  locked: true,
  cancelled: true,
  bug: true,
}

function write(events: readonly Event[]): string {
  const { written, streams } = createRecorder()
  const renderer = createJsonRenderer(streams)
  for (const event of events) renderer.handle(event)
  expect(written.stdout).toBe('')
  return written.stderr
}

test('every event is one line of JSON on stderr, as it is', () => {
  const events = stamped([...upEvents, ...upEnds])
  const lines = write(events).split('\n')
  expect(lines.pop()).toBe('')
  expect(lines.map((line) => JSON.parse(line))).toEqual(events)
})

test('no control character reaches the terminal', () => {
  const text = '\u001B[2J\u009B3J\u2028\n'
  const line = write(stamped([{ ...samples.log, text }]))
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028]/u)
  expect(JSON.parse(line).text).toBe(text)
})

describe('the schema of the events', () => {
  test.each(Object.keys(samples))('knows %s', (type) => {
    const [event] = stamped([samples[type as EventBody['type']]])
    expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
  })

  test.each(Object.keys(samples))('refuses %s with a field too many or too few', (type) => {
    const [event] = stamped([samples[type as EventBody['type']]])
    expect(validate({ ...event, more: 1 })).toBe(false)
    const { v: _, ...less } = event!
    expect(validate(less)).toBe(false)
  })

  test('holds for whole runs', () => {
    for (const event of stamped([...upEvents, ...upEnds, ...upFails])) expect(validate(event)).toBe(true)
  })

  test('lists the types, operations and codes of failures that there are, and describes each type', () => {
    expect(schema.properties.type.enum.toSorted()).toEqual(Object.keys(samples).toSorted())
    expect(schema.oneOf.map(({ $ref }: { $ref: string }) => $ref.slice(8)).toSorted()).toEqual(
      Object.keys(samples).toSorted(),
    )
    expect(schema.$defs.operation.enum.toSorted()).toEqual(Object.keys(operations).toSorted())
    expect(schema.$defs.failure.properties.code.enum.toSorted()).toEqual(Object.keys(failureCodes).toSorted())
    for (const type of Object.keys(samples)) expect(schema.$defs[type].description).toMatch(/\w/)
  })
})
