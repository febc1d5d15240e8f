import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { createLineBuffer } from '../../src/util/lines.ts'
import { readNdjson } from '../../src/docker/ndjson.ts'
import { demultiplex } from '../../src/docker/streams.ts'
import { EngineError } from '../../src/errors.ts'
import { collect } from './contract.ts'

function frame(stream: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt8(stream, 0)
  header.writeUInt32BE(data.length, 4)
  return Buffer.concat([header, data])
}

/** The bytes in pieces that are cut at these places. */
async function* cutAt(bytes: Uint8Array, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  for (const [index, start] of sorted.slice(0, -1).entries()) yield bytes.subarray(start, sorted[index + 1])
}

const places = fc.array(fc.nat(500), { maxLength: 20 })

describe('frames', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 30 })), {
    maxLength: 20,
  })

  test('come out as they went in, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(frames, places, fc.constantFrom('frames', 'sniff'), async (sent, cuts, mode) => {
        const bytes = Buffer.concat(sent.map(([stream, data]) => frame(stream, data)))
        const output = await collect(demultiplex(cutAt(bytes, cuts), mode))
        for (const [number, name] of [
          [1, 'stdout'],
          [2, 'stderr'],
        ] as const) {
          const expected = Buffer.concat(sent.filter(([stream]) => stream === number).map(([, data]) => data))
          const got = Buffer.concat(output.filter(({ stream }) => stream === name).map(({ data }) => data))
          expect(got.equals(expected)).toBe(true)
        }
      }),
    )
  })

  test('a hundred thousand tiny ones in a chunk are no trouble', async () => {
    const bytes = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, Buffer.from('x'))))
    expect(await collect(demultiplex(cutAt(bytes, []), 'frames'))).toHaveLength(100_000)
  })

  test('an end in the middle is an error', async () => {
    const bytes = frame(1, Buffer.from('hello'))
    for (const end of [3, 8, 10]) {
      await expect(collect(demultiplex(cutAt(bytes.subarray(0, end), []), 'frames'))).rejects.toThrow(
        EngineError,
      )
    }
  })

  test("a terminal's bytes pass as they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), places, async (text, cuts) => {
        const bytes = Buffer.from(`$${text}`)
        const output = await collect(demultiplex(cutAt(bytes, cuts), 'sniff'))
        expect(Buffer.concat(output.map(({ data }) => data)).equals(bytes)).toBe(true)
        expect(output.every(({ stream }) => stream === 'stdout')).toBe(true)
      }),
    )
  })
})

describe('lines', () => {
  const values = fc.array(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), { maxLength: 5 })

  test('of JSON come out as they went in, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(values, places, async (sent, cuts) => {
        const bytes = Buffer.from(sent.map((value) => `${JSON.stringify(value)}\r\n`).join(''))
        expect(JSON.stringify(await collect(readNdjson(cutAt(bytes, cuts))))).toBe(JSON.stringify(sent))
      }),
    )
  })

  test('of output come out whole, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), places, async (text, cuts) => {
        const buffer = createLineBuffer()
        const lines: string[] = []
        for await (const chunk of cutAt(Buffer.from(text), cuts)) lines.push(...buffer.add(chunk))
        lines.push(...buffer.end())
        const expected = text.split(/\r?\n/)
        expect(lines).toEqual(expected.at(-1) === '' ? expected.slice(0, -1) : expected)
      }),
    )
  })
})
