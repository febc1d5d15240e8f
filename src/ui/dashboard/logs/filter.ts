/** The filter line of the log pane: which lines are shown. */
import { gravityOf, levelNamed, levelOf, levels } from './level.ts'
import type { LogLine } from './line.ts'
import { plainText } from './plain-text.ts'

export interface LogFilter {
  /** As it was typed. */
  readonly text: string
  readonly matches: (line: LogLine) => boolean
  /** It may take for ever on an unlucky line: to be run within a limit of time only. */
  readonly unbounded: boolean
}

/** A filter, or what is wrong with the text, in one sentence. */
export type ParsedFilter = { readonly filter: LogFilter } | { readonly problem: string }

type Test = (line: LogLine) => boolean

/**
 * Terms between spaces, all of which must hold; a `!` before one turns it round:
 * `text` and `"text with spaces"` (capitals count where there is one), `/regex/flags`, `level:warn` (and graver),
 * `service:web,db`, `container:web-2`, `stream:stderr`. An empty text lets all through.
 */
export function parseFilter(text: string): ParsedFilter {
  const tests: Test[] = []
  let unbounded = false
  for (const { inverse, body } of termsOf(text)) {
    const test = testOf(body)
    if (typeof test === 'string') return { problem: test }
    unbounded ||= regexTerm.test(body)
    tests.push(inverse ? (line) => !test(line) : test)
  }
  return { filter: { text, unbounded, matches: (line) => tests.every((test) => test(line)) } }
}

interface Term {
  readonly inverse: boolean
  readonly body: string
}

/** A regex or a quoted text holds its spaces; one that is not closed goes to the end. */
function termsOf(text: string): readonly Term[] {
  const found = text.matchAll(/(!?)(\/(?:[^\\/]|\\.)+\/[dgimsuvy]*(?=\s|$)|"[^"]*"?|\S+)/g)
  return [...found].flatMap(([, inverse, body = '']) =>
    body === '' || body === '""' ? [] : [{ inverse: inverse === '!', body }],
  )
}

const regexTerm = /^\/(.+)\/([dgimsuvy]*)$/s

/** The test of one term, or what is wrong with it. */
function testOf(body: string): Test | string {
  const regex = regexTerm.exec(body)
  if (regex) return regexTest(regex[1] ?? '', regex[2] ?? '')
  if (body.startsWith('"')) return textTest(body.replaceAll('"', ''))
  const colon = body.indexOf(':')
  const field = fields[body.slice(0, colon)]
  return field === undefined ? textTest(body) : field(body.slice(colon + 1))
}

const fields: Readonly<Record<string, ((value: string) => Test | string) | undefined>> = {
  level: (value) => {
    const least = levelNamed(value)
    if (!least) return `there is no level "${value}": write one of ${levels.join(', ')}`
    return ({ text }) => {
      const level = levelOf(plainText(text))
      return level !== undefined && gravityOf(level) >= gravityOf(least)
    }
  },
  service: (value) => {
    const wanted = namesIn(value)
    return ({ service }) => wanted.has(service)
  },
  container: (value) => {
    const wanted = [...namesIn(value)]
    return ({ container }) => wanted.some((name) => container === name || container.endsWith(`-${name}`))
  },
  stream: (value) =>
    value === 'stdout' || value === 'stderr'
      ? ({ stream }) => stream === value
      : `there is no stream "${value}": write stdout or stderr`,
}

function namesIn(value: string): ReadonlySet<string> {
  return new Set(value.split(',').filter((name) => name !== ''))
}

function textTest(text: string): Test {
  const exact = /\p{Lu}/u.test(text)
  if (exact) return (line) => plainText(line.text).includes(text)
  return (line) => plainText(line.text).toLowerCase().includes(text)
}

function regexTest(source: string, flags: string): Test | string {
  try {
    const regex = new RegExp(source, flags.replaceAll(/[gy]/g, ''))
    return ({ text }) => regex.test(plainText(text))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
