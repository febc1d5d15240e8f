/** Points in time as --since and --until take them. */
import { UsageError } from '../../errors.ts'

/** Unix seconds from `42m` (ago), `1700000000.5`, `2013-01-02`, `2013-01-02T13:23:37Z`; without a zone it is local time. */
export function readMoment(text: string, now: Date): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  const ago = readDuration(text)
  if (ago !== undefined) return now.getTime() / 1000 - ago
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text)
  if (!Number.isNaN(time)) return time / 1000
  throw new UsageError(`"${text}" is no point in time`, {
    hint: 'write 10m, 2h30m, 2026-01-31T08:00:00Z or Unix seconds',
  })
}

const seconds: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-9],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
])

function readDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (seconds.get(unit) ?? 0), 0)
}
