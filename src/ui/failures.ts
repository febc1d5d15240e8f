/** A failed step in full: what, why, what to do, and the last thing that was said. */
import type { Event } from '../events.ts'
import { printable } from '../util/printable.ts'
import type { Paint } from './paint.ts'
import { cleanLine } from './terminal-text.ts'
import { formatSeconds, titleOf } from './words.ts'

/** Lines with their endings: ` Container shop-db-1 Error (5.2s): …`, the hint and the last lines below it. */
export function failureLines(event: Extract<Event, { type: 'step-failed' }>, paint: Paint): string[] {
  const { failure, resource, seconds } = event
  const [message = '', ...more] = failure.message.split('\n').map(printable)
  const head = ` ${titleOf(resource)} ${paint('red', 'Error')} (${formatSeconds(seconds)}): ${message}`
  return [head, ...more.map((line) => `   ${line}`), ...aftermath(failure, paint)].map((line) => `${line}\n`)
}

/** The hint and the last lines of something that failed, indented, without line endings. */
export function aftermath(
  { hint, lastLines = [] }: { readonly hint?: string | undefined; readonly lastLines?: readonly string[] },
  paint: Paint,
): string[] {
  return [
    ...lastLines.map((line) => `   ${paint('dim', '|')} ${cleanLine(line, { color: false })}`),
    ...(hint === undefined ? [] : [`   ${paint('cyan', 'hint:')} ${printable(hint)}`]),
  ]
}
