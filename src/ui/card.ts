/** A failure as a card of text: what failed, since when, how it ended, what was said last, who waited for it, what to do. */
import type { Autopsy, Event } from '../events.ts'
import { printable } from '../util/printable.ts'
import type { Paint } from './paint.ts'
import { cleanLine } from './terminal-text.ts'
import { formatSeconds, titleOf } from './words.ts'

type StepFailed = Extract<Event, { type: 'step-failed' }>

/** The card of a failed step, line by line without endings; the first line stands for itself. */
export function formatCard(
  { failure, resource, seconds, time }: StepFailed,
  paint: Paint,
): readonly string[] {
  const { autopsy, lastLines, hint, place } = failure
  const [message = '', ...more] = failure.message.split('\n').map(printable)
  const head = ` ${titleOf(resource)} ${paint('red', 'Error')} (${formatSeconds(seconds)}): ${message}`
  const at = place ? [factOf('at', `${place.file}:${place.line}:${place.column}`, paint)] : []
  const facts = autopsy ? factsOf(autopsy, time, paint) : quoted(lastLines, paint)
  const advice = [...new Set([...(autopsy?.advice ?? []), ...(hint === undefined ? [] : [hint])])]
  const hints = advice.map((text) => `   ${paint('cyan', 'hint:')} ${printable(text)}`)
  return [head, ...more.map((line) => `   ${line}`), ...at, ...facts, ...hints]
}

function factOf(name: string, text: string, paint: Paint): string {
  return `   ${paint('dim', `${name}:`)} ${printable(text)}`
}

function factsOf(autopsy: Autopsy, time: string, paint: Paint): readonly string[] {
  const { since, exit, health, log, waiting = [] } = autopsy
  const fact = (name: string, text: string) => factOf(name, text, paint)
  return [
    ...(since === undefined ? [] : [fact('since', momentText(since, time))]),
    ...(exit === undefined
      ? []
      : [
          fact(
            'exit',
            exit.meaning === undefined ? `code ${exit.code}` : `code ${exit.code}, ${exit.meaning}`,
          ),
        ]),
    ...(health === undefined ? [] : [`   ${paint('dim', 'health check:')}`, ...quoted(health, paint)]),
    ...(log === undefined ? [] : [`   ${paint('dim', 'last log lines:')}`, ...quoted(log, paint)]),
    ...(waiting.length === 0 ? [] : [fact('waited for it', waiting.join(', '))]),
  ]
}

/** Lines that others wrote, each behind a bar. */
export function quoted(lines: readonly string[] | undefined, paint: Paint): readonly string[] {
  return (lines ?? []).map((line) => `   ${paint('dim', '|')} ${cleanLine(line, { color: false })}`)
}

/** `12:03:04 UTC, 2.1s ago` as seen from the moment of the event; the text itself where it is no moment. */
function momentText(since: string, time: string): string {
  const moment = Date.parse(since)
  if (Number.isNaN(moment)) return since
  const ago = Math.max(0, Date.parse(time) - moment) / 1000
  return `${new Date(moment).toISOString().slice(11, 19)} UTC, ${formatSeconds(ago)} ago`
}
