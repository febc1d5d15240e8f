/** A failed step in full: what, why, what to do, and the last thing that was said. */
import type { Event } from '../events.ts'
import { printable } from '../util/printable.ts'
import { formatCard, quoted } from './card.ts'
import type { Paint } from './paint.ts'

/** The card of a failed step, as lines with their endings. */
export function failureLines(event: Extract<Event, { type: 'step-failed' }>, paint: Paint): string[] {
  return formatCard(event, paint).map((line) => `${line}\n`)
}

/** The hint and the last lines of something that failed, indented, without line endings. */
export function aftermath(
  { hint, lastLines = [] }: { readonly hint?: string | undefined; readonly lastLines?: readonly string[] },
  paint: Paint,
): string[] {
  return [
    ...quoted(lastLines, paint),
    ...(hint === undefined ? [] : [`   ${paint('cyan', 'hint:')} ${printable(hint)}`]),
  ]
}
