/** The quick reader is held to the YAML library: wherever it answers, tree, types and places are the same. */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/compose/parse.ts'
import type { Finding } from '../../src/compose/problems.ts'
import { parseSimple } from '../../src/compose/simple.ts'
import { checkText } from '../../src/compose/syntax.ts'

/** Both readers' answers; the quick one's is undefined where it leaves a text to the library. */
function both(text: string) {
  const source = { path: 'compose.yaml', text }
  const found: Finding[] = []
  const quick = checkText(source, () => undefined) ? parseSimple(source) : undefined
  return { quick, full: () => ({ documents: parseYaml(source, (one) => found.push(one)), found }) }
}

function expectSame(text: string): boolean {
  const { quick, full } = both(text)
  if (quick === undefined) return false
  expect({ documents: quick, found: [] }).toEqual(full())
  return true
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const files = ['test/conformance/cases', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => join(folder, file)),
)

test('every file of the conformance corpus and of the examples reads the same', () => {
  expect(files.length).toBeGreaterThan(300)
  let answered = 0
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8')
    if (expectSame(text)) answered++
    // Cut anywhere, a file is a text with faults: what the library refuses must not be answered.
    for (let at = 1; at < Math.min(text.length, 600); at += 37) expectSame(text.slice(0, at))
  }
  expect(answered).toBeGreaterThan(files.length / 2)
})

const word = fc.oneof(
  {
    weight: 50,
    arbitrary: fc.constantFrom('web', 'image', 'a.b', '8080:80', './src:/app:ro', '${TAG:-1}', 'a.log'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      '~',
      'null',
      'yes',
      'true',
      '1',
      '0x1f',
      '1.50',
      '012',
      '2026-01-31',
      '.5',
      '-',
      '--',
      '---',
      '...',
      '-1',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'a b',
      'a  b',
      'a #b',
      'a# b',
      '#a',
      'a: b',
      'a:',
      ':a',
      ': ',
      'a,b',
      '[a',
      'a]',
      '{',
      '}',
      'a}',
      '?',
      '? a',
      '?a',
      '!t',
      '&a',
      '*a',
      '|',
      '>',
      '|-',
      '%a',
      '@',
      '`',
      '<<',
      'é\u00A0x',
      '\u2028',
      '\uD83D\uDE00',
      '\u0085',
      '\uFEFF',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"a"',
      "'b'",
      '"a: b # c"',
      "'it''s'",
      '"\\n\\u00e9"',
      '"\\x41"',
      '"a" b',
      "'a'b",
      '"',
      "'",
      '"a\\"',
      '""',
      "''",
      '"\\/"',
      '"a\\\\"',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '&a',
      '&a x',
      '&b {a: 1}',
      '&a [b]',
      '*a',
      '*b',
      '* a',
      '&a &b',
      '[*a, *a]',
      '&a *a',
      '&a "x"',
      '&a,',
      '&a # note',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
)
/** Keys, most of them no trouble. */
const key = fc.oneof(
  { weight: 5, arbitrary: fc.nat(99).map((n) => `k${n}`) },
  { weight: 1, arbitrary: fc.constant('<<') },
  { weight: 3, arbitrary: word },
)
const flow: fc.Arbitrary<string> = fc.letrec<{ flow: string; item: string }>((tie) => ({
  flow: fc.oneof(
    fc.array(tie('item'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.array(tie('item'), { maxLength: 3 }).map((items) => `[ ${items.join(' ,')} ]`),
    fc
      .array(fc.tuple(word, fc.constantFrom(': ', ':', ' : ', ':  '), tie('item')), { maxLength: 3 })
      .map((items) => `{${items.map((parts) => parts.join('')).join(', ')}}`),
  ),
  item: fc.oneof({ depthSize: 'small', withCrossShrink: true }, word, tie('flow')),
})).flow
const inline = fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: flow })

const line = fc
  .record({
    indent: fc.constantFrom(0, 0, 1, 2, 2, 2, 3, 4, 4, 6),
    dashes: fc.constantFrom('', '', '', '- ', '-', '-  ', '- - ', '-   '),
    key,
    colon: fc.constantFrom(':', ': ', ': ', ': ', ':  ', ' : ', ''),
    value: inline,
    end: fc.constantFrom('', '', '', '', ' ', ' # note', '# note', '\n', '\n   ', '\n  # note'),
  })
  .map(
    ({ indent, dashes, key, colon, value, end }) =>
      `${' '.repeat(indent)}${dashes}${key}${colon}${value}${end}`,
  )

/** Lines that hardly fit each other. */
const wild = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\n', '', '\n\n', '\n '))
  .map(([lines, end]) => lines.join('\n') + end)

interface Style {
  readonly step: number
  /** Items in the column of their key. */
  readonly flush: boolean
}
const literalLines = fc.array(fc.constantFrom('', 'a', ' a', 'a: b', '# a', '- a', '  ', 'a  ', '---'), {
  maxLength: 4,
})

type Block = (indent: string, style: Style) => string

/** Well-formed maps and lists in block style, with comments, empty lines and values of every kind. */
const block: fc.Arbitrary<Block> = fc.letrec<{ map: Block; list: Block; value: Block }>((tie) => ({
  map: fc
    .uniqueArray(
      fc.tuple(
        fc.oneof(
          word,
          fc.nat(99).map((n) => `k${n}`),
        ),
        tie('value'),
        gap(),
      ),
      {
        minLength: 1,
        maxLength: 4,
        selector: ([key]) => key,
      },
    )
    .map(
      (entries): Block =>
        (indent, style) =>
          entries.map(([key, value, space]) => `${indent}${key}:${value(indent, style)}${space}`).join('\n'),
    ),
  list: fc.array(fc.tuple(tie('value'), gap()), { minLength: 1, maxLength: 4 }).map(
    (items): Block =>
      (indent, style) =>
        items
          .map(([value, space]) => `${indent}-${value(indent, { ...style, flush: false })}${space}`)
          .join('\n'),
  ),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    inline.map(
      (text): Block =>
        () =>
          text === '' ? '' : ` ${text}`,
    ),
    tie('map').map(
      (map): Block =>
        (indent, style) =>
          `\n${map(indent + ' '.repeat(style.step), style)}`,
    ),
    tie('map').map(
      (map): Block =>
        (indent, style) =>
          ` ${map(`${indent}  `, style).trimStart()}`,
    ),
    fc.tuple(fc.constantFrom('a', 'b'), tie('map')).map(
      ([name, map]): Block =>
        (indent, style) =>
          ` &${name}\n${map(indent + ' '.repeat(style.step), style)}`,
    ),
    fc.tuple(fc.constantFrom('|', '|-', '|+', '|2', '| ', '| # note', '>'), literalLines).map(
      ([header, lines]): Block =>
        (indent, style) =>
          ` ${header}\n${lines.map((text) => (text === '' ? '' : indent + ' '.repeat(style.step) + text)).join('\n')}`,
    ),
    tie('list').map(
      (list): Block =>
        (indent, style) =>
          `\n${list(style.flush ? indent : indent + ' '.repeat(style.step), style)}`,
    ),
  ),
})).map

function gap() {
  return fc.constantFrom('', '', '', '', ' ', ' # note', '\n', '\n# note', '\n      # note', '\n   ')
}

const tidy = fc
  .tuple(
    block,
    fc.constantFrom(1, 2, 2, 4),
    fc.boolean(),
    fc.constantFrom('', '\n', '\n\n', '\n# end', '# top\n'),
  )
  .map(([map, step, flush, end]) =>
    end === '# top\n' ? end + map('', { step, flush }) : map('', { step, flush }) + end,
  )

/** A file of the corpus with a few letters taken away or put in. */
const slips = fc
  .tuple(
    fc.constantFrom(...files),
    fc.array(
      fc.record({
        at: fc.nat(),
        drop: fc.constantFrom(0, 0, 1, 2, 5),
        add: fc.constantFrom(
          '',
          '\n',
          ' ',
          '  ',
          '-',
          ': ',
          ':',
          '#',
          ' #',
          '"',
          "'",
          '[',
          '}',
          ',',
          '&a ',
          '*a',
          '|',
          '\n\n',
          '\n- ',
          '<<: ',
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([file, edits]) =>
    edits.reduce(
      (text, { at, drop, add }) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + add + text.slice(place + drop)
      },
      readFileSync(join(root, file), 'utf8').slice(0, 1500),
    ),
  )

/** Pieces that meet anyhow, and lines that often make a document with an anchor. */
const piece = fc.constantFrom(
  'a: ',
  'b:',
  '- ',
  'x',
  '"y"',
  "'z'",
  '1',
  '~',
  '[',
  ']',
  '{',
  '}',
  ', ',
  ': ',
  '#',
  ' # c',
  '\n',
  '\n  ',
  '\n    ',
  '\n\n',
  '&a ',
  '*a',
  '<<: *a',
  '|\n',
  '|-\n',
  'nginx:1.27',
  '80:80',
  '"q": ',
  '\u00A0',
  '- - ',
  '? ',
  '!t ',
  '>',
  '---\n',
  '\\',
  '"\\n"',
  'é',
)
const shortLine = fc.constantFrom(
  'a: 1',
  'b:',
  '  c: x',
  '  - y',
  '  - k: v',
  '    l: w',
  '- z',
  'd: &a {e: "f"}',
  'g: *a',
  '# c',
  '',
  'h: [1, *a]',
  '  <<: *a',
  'i: |',
  '   text',
)
const pieces = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(shortLine, { maxLength: 10 }).map((lines) => lines.join('\n')),
)

test.each([
  [
    'services:\n  web:\n    image: nginx:1.27 # c\n    ports: ["80:80", 443]\n    environment: {A: 1, "B": x}\n',
  ],
  ['a:\n- b: 1\n  c: |\n    x\n\n    y\n- d\ne: &e {f: g}\nh: *e\ni:\n  <<: *e\n'],
])('the quick reader reads %j itself', (text) => {
  expect(expectSame(text)).toBe(true)
})

const runs = fc.runs(800)

describe('texts made at random read the same', () => {
  test.each([
    ['lines that hardly fit', wild],
    ['well-formed documents', tidy],
    ['files with slips', slips],
    ['pieces and lines', pieces],
  ])('%s', (_, texts) => {
    let answered = 0
    fc.assert(
      fc.property(texts, (text) => {
        if (expectSame(text)) answered++
      }),
      { numRuns: runs },
    )
    expect(answered).toBeGreaterThan(runs / 400)
  })
})
