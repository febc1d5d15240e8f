/** How grave a line is, read from its text: JSON and logfmt fields first, then the words that loggers write. */

/** From the least grave on. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

export type Level = (typeof levels)[number]

/** Its place in `levels`. */
export function gravityOf(level: Level): number {
  return levels.indexOf(level)
}

/** The level that a word of a logger names: `WARNING`, `err`, `E`; undefined for other words. */
export function levelNamed(word: string): Level | undefined {
  return names.get(word.toLowerCase())
}

const names: ReadonlyMap<string, Level> = new Map(
  Object.entries({
    trace: 'trace',
    finest: 'trace',
    debug: 'debug',
    fine: 'debug',
    verbose: 'debug',
    info: 'info',
    information: 'info',
    notice: 'info',
    log: 'info',
    warn: 'warn',
    warning: 'warn',
    error: 'error',
    err: 'error',
    severe: 'error',
    fatal: 'fatal',
    critical: 'fatal',
    crit: 'fatal',
    panic: 'fatal',
    emerg: 'fatal',
    emergency: 'fatal',
    alert: 'fatal',
  } as const),
)

/**
 * The level of a text without colours; undefined where nothing tells. Only the head is read.
 * That a line came on stderr proves nothing: many programs write all of theirs there.
 */
export function levelOf(text: string): Level | undefined {
  const head = text.length > headLength ? text.slice(0, headLength) : text
  return fieldLevel(head) ?? wordLevel(head)
}

const headLength = 240

/** `"level":"warn"`, `"severity": 30` (pino's and bunyan's numbers), `level=warn`, `lvl="warn"` */
function fieldLevel(head: string): Level | undefined {
  if (!head.includes('l') && !head.includes('severity')) return undefined
  const found = field.exec(head)
  if (!found) return undefined
  const word = found[1] ?? ''
  return levelNamed(word) ?? numbered(Number(word))
}

const field = /(?:^|[\s{,"])(?:level|levelname|lvl|severity|loglevel|log\.level)"?\s*[=:]\s*"?([a-zA-Z]+|\d+)/

/** 10 trace … 60 fatal. */
function numbered(value: number): Level | undefined {
  return value % 10 === 0 ? levels[value / 10 - 1] : undefined
}

/** Words alone say little in the middle of a sentence: in capitals, in brackets or before a colon they do. */
function wordLevel(head: string): Level | undefined {
  for (const [word] of head.matchAll(marked)) {
    const level = levelNamed(word)
    if (level) return level
  }
  return thrown.test(head) ? 'error' : undefined
}

const marked = /(?<![\w/.-])[A-Z]{3,9}(?![\w/-])|(?<=\[)[a-z]{3,9}(?=\])|(?<=^|\s)[A-Za-z]{3,9}(?=:\s)/g

const thrown = /^\s*(?:Traceback \(most recent|[\w.]*(?:Error|Exception): )/
