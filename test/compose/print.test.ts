import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/compose/parse.ts'
import { printJson, printYaml } from '../../src/compose/print.ts'
import { createProblems } from '../../src/compose/problems.ts'
import { toValue } from '../../src/compose/tree.ts'
import { read } from './reading.ts'

const document = `
name: shop
x-top: {b: 1, a: [true, null]}
services:
  web10: {image: x, x-own: 1, environment: {A: "$5", "yes": "no"}}
  web9:
    image: "y:1"
    command: [sh, -c, "echo 1\\necho 2\\n"]
    deploy: {}
    blkio_config: {device_read_bps: [{path: /a, rate: 1}]}
networks: {back: {x-zone: z}}
models: {m: {model: x}}
volumes: {}
`

test('JSON has sorted sections, attributes in their order, no nested extensions and doubled dollars', () => {
  expect(printJson(read(document).project)).toBe(`{
  "name": "shop",
  "networks": {
    "back": {
      "name": "app_back",
      "ipam": {}
    },
    "default": {
      "name": "app_default",
      "ipam": {}
    }
  },
  "services": {
    "web10": {
      "command": null,
      "entrypoint": null,
      "environment": {
        "A": "$$5",
        "yes": "no"
      },
      "image": "x",
      "networks": {
        "default": null
      }
    },
    "web9": {
      "blkio_config": {
        "device_read_bps": [
          {
            "Path": "/a",
            "Rate": "1"
          }
        ]
      },
      "command": [
        "sh",
        "-c",
        "echo 1\\necho 2\\n"
      ],
      "deploy": {
        "resources": {},
        "placement": {}
      },
      "entrypoint": null,
      "image": "y:1",
      "networks": {
        "default": null
      }
    }
  },
  "x-top": {
    "a": [
      true,
      null
    ],
    "b": 1
  }
}
`)
})

test('YAML has everything, names in natural order, and leaves out what is empty', () => {
  expect(printYaml(read(document).project)).toBe(`name: shop
services:
  web9:
    blkio_config:
      device_read_bps:
        - path: /a
          rate: "1"
    command:
      - sh
      - -c
      - |
        echo 1
        echo 2
    deploy: {}
    image: y:1
    networks:
      default: null
  web10:
    environment:
      A: $$5
      "yes": "no"
    image: x
    networks:
      default: null
    x-own: 1
networks:
  back:
    name: app_back
    x-zone: z
  default:
    name: app_default
models:
  m:
    model: x
x-top:
  a:
    - true
    - null
  b: 1
`)
})

test('a model whose variables stand as written is printed whole, with single dollars', () => {
  const model = { services: { a: { command: 'echo $X', 'x-own': 1, ports: ['${P}:80'] } }, name: 'p' }
  expect(JSON.parse(printJson(model, { interpolated: false }))).toEqual(model)
  expect(printYaml(model, { interpolated: false })).toBe(`name: p
services:
  a:
    command: echo $X
    ports:
      - \${P}:80
    x-own: 1
`)
})

describe('YAML texts', () => {
  const roundTrip = (value: object) => {
    const { report, errors } = createProblems()
    const documents = parseYaml({ path: 'x', text: printYaml(value, { interpolated: false }) }, report)
    expect(errors()).toEqual([])
    const root = documents?.[0]?.root
    return root && toValue(root)
  }

  test.each([
    'y',
    'No',
    'null',
    '~',
    '',
    '1',
    '0x1f',
    '1_000',
    '1e3',
    '22:22',
    '2001-01-01',
    '-',
    '- a',
    'a: b',
    'a #b',
    ' a',
    'a ',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '{a',
    '[a',
    '"a',
    "'a",
    '|',
    '>',
    '?',
    '---',
    '...',
    '<<',
    '=',
    '.inf',
    '+1',
    'a\nb',
    'a\n\nb\n\n',
    '\n',
    ' a\nb',
    'a\tb',
    'a\r\nb',
    'é',
    '😀',
    '\u2028',
    '\u0085',
    '#a',
    ',a',
    'key:',
    '-c',
    '--flag=1',
  ])('%j comes back as it was', (text) =>
    expect(JSON.stringify(roundTrip({ [`k${text}`]: text, list: [text, [text], { a: text }] }))).toBe(
      JSON.stringify({ [`k${text}`]: text, list: [text, [text], { a: text }] }),
    ),
  )

  test('any document comes back as it was', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'grapheme' }),
          fc.jsonValue({ stringUnit: 'grapheme', depthSize: 'small' }),
        ),
        (value) => {
          const back = roundTrip({ root: value })
          expect(sorted(back)).toEqual(sorted({ root: JSON.parse(JSON.stringify(value)) }))
        },
      ),
      { numRuns: fc.runs(100) },
    ))
})

/** The value with null-prototype objects made plain and -0 as 0. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value === 'object' && value !== null) {
    return new Map(
      Object.keys(value)
        .sort()
        .map((key) => [key, sorted(Reflect.get(value, key))]),
    )
  }
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) + 0 : value
}
