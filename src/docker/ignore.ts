/** The rules of `.dockerignore`; the only file that knows @balena/dockerignore. */
import ignore from '@balena/dockerignore'
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'

export interface IgnoreRules {
  /** Whether a path, relative and with slashes, is left out of the context. */
  ignores(path: string): boolean
  /** Whether anything below a folder that is left out might be taken in again. */
  mayReinclude(directory: string): boolean
}

/** Reads rules; `file` names them in errors. */
export function parseIgnoreRules(text: string, file: string): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const bad = lines.find((line) => line.trim() === '!')
  if (bad !== undefined) throw malformed('!', file)
  const rules = createRules(lines.map(literal))
  const exceptions = lines.flatMap(exceptionIn)
  return {
    ignores: (path) => guarded(() => rules.ignores(path), { lines, file }),
    mayReinclude: (directory) => {
      const folders = directory.split('/')
      return exceptions.some((exception) => mayMatchBelow(exception, folders))
    },
  }
}

function createRules(lines: string[]) {
  const rules = (ignore as unknown as typeof ignore.default)({ ignorecase: false }).add(lines)
  // Its cache is a plain object, which "contains" files called `constructor`.
  return Object.assign(rules, { _cache: Object.create(null) as object })
}

/** Without wildcards a pattern is compared as text, but the library makes a regular expression of it. */
function literal(line: string): string {
  const core = line
    .trim()
    .replace(/^!?\s*(?:\*\*\/)?/, '')
    .replace(/\/\*\*$/, '')
  return /[*?[\\]/.test(core) || line.startsWith('#')
    ? line
    : line.replaceAll(/[+(){}|^\]]/g, String.raw`\$&`)
}

function guarded<T>(
  compare: () => T,
  { lines, file }: { readonly lines: readonly string[]; readonly file: string },
): T {
  try {
    return compare()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw malformed(lines.find((line) => !compiles(line)) ?? '', file)
  }
}

function compiles(line: string): boolean {
  try {
    createRules([literal(line)]).ignores('x')
    return true
  } catch {
    return false
  }
}

function malformed(pattern: string, file: string): EngineError {
  return new EngineError('build-failed', `${file}: "${printable(pattern)}" is no valid pattern`, {
    hint: 'correct the pattern; a backslash takes the meaning of the next character away',
  })
}

function exceptionIn(line: string): readonly (readonly string[])[] {
  const pattern = /^\s*!\s*\/?(.*?)\/?\s*$/.exec(line)?.[1]
  return pattern ? [pattern.split('/').filter((part) => part !== '.')] : []
}

/** Compares folder by folder; anything but plain names counts as a match. */
function mayMatchBelow(pattern: readonly string[], folders: readonly string[]): boolean {
  for (const [index, folder] of folders.entries()) {
    const part = pattern[index]
    if (part === undefined || part === '**' || part === '..') return true
    if (part !== folder && !/[*?[\\]/.test(part)) return false
  }
  return true
}
