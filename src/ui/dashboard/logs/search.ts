/** Searching the lines shown: what is highlighted, and where the next match is. */
import type { LogLine } from './line.ts'
import { plainText } from './plain-text.ts'
import type { Range } from './styled.ts'
import { createTimeLimit, type WithinLimit } from './time-limit.ts'

export interface Search {
  /** As it was typed. */
  readonly text: string
  /** Where each of the texts matches. */
  readonly ranges: (texts: readonly string[]) => readonly (readonly Range[])[]
  /** The first of these lines that matches. */
  readonly find: (lines: Iterable<LogLine>) => LogLine | undefined
  /** Set once a text took too long: nothing matches from then on. */
  readonly problem: () => string | undefined
}

/** A search, or what is wrong with the text. */
export type ParsedSearch = { readonly search: Search } | { readonly problem: string }

/** `text` (capitals count where there is one) or `/regex/flags`. */
export function parseSearch(text: string, withinLimit: WithinLimit = createTimeLimit()): ParsedSearch {
  const regex = /^\/(.+)\/([dgimsuvy]*)$/s.exec(text)
  try {
    const pattern = regex ? regexOf(regex[1] ?? '', regex[2] ?? '') : literalOf(text)
    return { search: createSearch({ text, pattern, withinLimit: regex ? withinLimit : always }) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Milliseconds for one page, and for each thousand lines that are looked through. */
const limit = 400
const slice = 1000

const always: WithinLimit = (work) => {
  work()
  return true
}

function regexOf(source: string, flags: string): RegExp {
  return new RegExp(source, `${flags.replaceAll(/[gy]/g, '')}g`)
}

function literalOf(text: string): RegExp {
  return new RegExp(
    text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
    /\p{Lu}/u.test(text) ? 'g' : 'gi',
  )
}

function createSearch(given: {
  readonly text: string
  readonly pattern: RegExp
  readonly withinLimit: WithinLimit
}): Search {
  const { text, pattern } = given
  let problem: string | undefined
  const within = (work: () => void) => {
    if (problem !== undefined || text === '') return false
    const done = given.withinLimit(work, limit)
    if (!done) problem = `the search ${text} takes too long: make its regex simpler`
    return done
  }
  const firstIn = (lines: readonly LogLine[]) => {
    let found: LogLine | undefined
    within(() => {
      found = lines.find((line) => plainText(line.text).search(pattern) !== -1)
    })
    return found
  }
  return {
    text,
    problem: () => problem,
    ranges: (texts) => {
      let found: readonly (readonly Range[])[] = texts.map(() => [])
      within(() => {
        found = texts.map((one) => rangesIn(one, pattern))
      })
      return found
    },
    find: (lines) => {
      for (const part of slices(lines)) {
        const found = firstIn(part)
        if (found || problem !== undefined) return found
      }
      return undefined
    },
  }
}

function rangesIn(text: string, pattern: RegExp): readonly Range[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: match, index }) =>
    match === '' ? [] : [{ from: index, to: index + match.length }],
  )
}

function* slices(lines: Iterable<LogLine>): Generator<readonly LogLine[], void, undefined> {
  let part: LogLine[] = []
  for (const line of lines) {
    if (part.push(line) < slice) continue
    yield part
    part = []
  }
  yield part
}
