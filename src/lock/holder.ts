/** Who holds a lock, as its holder tells those who ask. */
import { jsonOf } from '../util/json.ts'

export interface Holder {
  /** `up` */
  readonly command: string
  readonly pid: number
  /** RFC 3339. */
  readonly since: string
}

/** One line of JSON. */
export function writeHolder(holder: Holder): string {
  return `${JSON.stringify(holder)}\n`
}

/** Reads what a holder told; undefined where it is not ours or not all of it. */
export function readHolder(text: string): Holder | undefined {
  const value = jsonOf(text)
  return isHolder(value) ? value : undefined
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false
  const { command, pid, since }: { command?: unknown; pid?: unknown; since?: unknown } = value
  return typeof command === 'string' && typeof pid === 'number' && typeof since === 'string'
}
