import { describe, expect, test } from 'vitest'
import { createBuildkitReader, createClassicReader } from '../../src/docker/build-progress.ts'
import { decodeStatus } from '../../src/docker/buildkit-status.ts'
import * as fc from '../generated.ts'

/** Protobuf, as far as the tests need it: length-delimited fields and varints. */
function bytes(number: number, value: string | Uint8Array): Buffer {
  const data = Buffer.from(value)
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(data.length)]), data])
}
function flag(number: number): Buffer {
  return Buffer.from([...varint(number * 8), 1])
}
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}

const time = bytes(5, flag(1))
const vertex = (...fields: readonly Buffer[]) =>
  bytes(1, Buffer.concat([bytes(1, 'sha256:v'), bytes(3, '[1/2] RUN x'), ...fields]))
const log = (text: string) => bytes(3, Buffer.concat([bytes(1, 'sha256:v'), flag(3), bytes(4, text)]))
const trace = (...messages: readonly Buffer[]) => ({
  id: 'moby.buildkit.trace',
  aux: Buffer.concat(messages).toString('base64'),
})

describe("BuildKit's progress", () => {
  test('tells vertices, whole lines of output, and the image', () => {
    const reader = createBuildkitReader()
    const known = { kind: 'vertex', id: 'sha256:v', name: '[1/2] RUN x' }
    expect([...reader.read(trace(vertex(time)))]).toEqual([
      { ...known, cached: false, started: true, completed: false },
    ])
    expect([...reader.read(trace(log('one\ntw')))]).toEqual([
      { kind: 'output', vertex: 'sha256:v', text: 'one' },
    ])
    expect([...reader.read(trace(log('o\r\nthree')))]).toEqual([
      { kind: 'output', vertex: 'sha256:v', text: 'two' },
    ])
    expect([...reader.read(trace(vertex(flag(4), time, bytes(6, ''), bytes(7, 'exit code: 3'))))]).toEqual([
      { ...known, cached: true, started: true, completed: true, error: 'exit code: 3' },
    ])
    expect([...reader.read({ id: 'moby.image.id', aux: { ID: 'sha256:i' } })]).toEqual([
      { kind: 'image', id: 'sha256:i' },
    ])
    expect([...reader.end()]).toEqual([{ kind: 'output', vertex: 'sha256:v', text: 'three' }])
  })

  test('tells the steps of one message as the Dockerfile numbers them', () => {
    const named = (name: string) => bytes(1, Buffer.concat([bytes(1, name), bytes(3, name), time]))
    const steps = ['[app 10/10] RUN y', '[2/3] RUN x', '[base 1/3] FROM x', 'load']
    const told = [...createBuildkitReader().read(trace(...steps.map(named)))]
    expect(told.map((one) => one.kind === 'vertex' && one.name)).toEqual([
      'load',
      '[base 1/3] FROM x',
      '[2/3] RUN x',
      '[app 10/10] RUN y',
    ])
  })

  test('passes over what it does not know', () => {
    const unknown = Buffer.concat([
      bytes(200, 'x'),
      Buffer.from([9 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8]),
      Buffer.from([10 * 8 + 5, 1, 2, 3, 4]),
    ])
    expect(decodeStatus(Buffer.concat([unknown, vertex()])).vertexes).toHaveLength(1)
    expect([...createBuildkitReader().read({ id: 'other', aux: 'x' })]).toEqual([])
  })

  test('never fails, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (data) => void decodeStatus(data)))
  })
})

test("the classic builder's words become steps and output", () => {
  const reader = createClassicReader()
  const lines = [
    'Step 1/2 : FROM busybox\n',
    ' ---> 0a06699c017a\n',
    'Step 2/2 : RUN echo hi\n',
    ' ---> Using cache\n',
    ' ---> Running in 1234\n',
    'hi\nthe',
    're\n',
    'Successfully built 1234\n',
  ]
  const read = lines.flatMap((stream) => [...reader.read({ stream })])
  const [one, two] = ['Step 1/2 : FROM busybox', 'Step 2/2 : RUN echo hi']
  const step = (name: string | undefined) => ({
    kind: 'vertex',
    id: name,
    name,
    cached: false,
    started: true,
  })
  expect([...read, ...reader.read({ aux: { ID: 'sha256:i' } }), ...reader.end()]).toEqual([
    { ...step(one), completed: false },
    { ...step(one), completed: true },
    { ...step(two), completed: false },
    { kind: 'output', vertex: two, text: 'hi' },
    { kind: 'output', vertex: two, text: 'there' },
    { kind: 'image', id: 'sha256:i' },
    { ...step(two), cached: true, completed: true },
  ])
})

test("Podman's words become steps and output as well", () => {
  const reader = createClassicReader()
  const lines = [
    'STEP 1/2: FROM busybox\n',
    '--> 0a06699c017\n',
    'STEP 2/2: RUN echo hi\n',
    'hi\n',
    'COMMIT app\n',
  ]
  const read = lines.flatMap((stream) => [...reader.read({ stream })])
  expect(read.flatMap((item) => (item.kind === 'output' ? [item.text] : []))).toEqual(['hi'])
  expect(
    [...read, ...reader.end()].flatMap((item) =>
      item.kind === 'vertex' && item.completed ? [item.name] : [],
    ),
  ).toEqual(['STEP 1/2: FROM busybox', 'STEP 2/2: RUN echo hi'])
})
