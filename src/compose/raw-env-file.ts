/** `format: raw`: lines of `KEY=value` as they are, like `docker run --env-file`. */
import type { Report } from './problems.ts'
import type { Lookup } from './template.ts'
import type { Source } from './tree.ts'

/** The keys of a file; a bare `KEY` has the value of `lookup`. Wrong lines are reported. */
export function parseRawEnvFile(source: Source, lookup: Lookup, report: Report): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  let start = 0
  for (const line of source.text.split('\n')) {
    const span = { source, start, end: start + line.length }
    start = span.end + 1
    const text = line.replace(/\r$/, '').replace(/^[ \t]+/, '')
    if (text === '' || text.startsWith('#')) continue
    const at = text.indexOf('=')
    const name = at === -1 ? text : text.slice(0, at)
    const value = at === -1 ? lookup(name) : text.slice(at + 1)
    if (name === '')
      report({ code: 'invalid-env-file', message: `no variable name on the line "${text}"`, span })
    else if (/[ \t]/.test(name)) {
      report({ code: 'invalid-env-file', message: `the variable name "${name}" contains whitespace`, span })
    } else if (value !== undefined) values.set(name, value)
  }
  return values
}
