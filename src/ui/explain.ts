/** Why a service is in its state, as people read it. */
import type { Autopsy } from '../events.ts'
import type { ObservedContainer } from '../plan/observed.ts'
import type { Reason } from '../plan/steps.ts'
import { printable } from '../util/printable.ts'
import { formatAge } from './age.ts'
import { quoted } from './card.ts'
import { createPaint, type Paint } from './paint.ts'
import { changeText } from './plan.ts'
import { count } from './words.ts'

export interface Explanation {
  readonly project: string
  readonly service: string
  /** How many containers the files want; absent where they do not name the service. */
  readonly wanted?: number
  readonly containers: readonly ExplainedContainer[]
  readonly waitsFor: readonly Neighbour[]
  readonly neededBy: readonly Neighbour[]
  /** What `up` would do for it now: `recreate and start shop-web-1: configuration changed`. */
  readonly next: readonly string[]
  readonly advice: readonly string[]
}

export interface ExplainedContainer {
  readonly name: string
  readonly state: ObservedContainer['state']
  readonly health: ObservedContainer['health']
  /** Since when it is so, RFC 3339; absent for one that never started. */
  readonly since?: string
  readonly exit?: Autopsy['exit']
  /** The engine's word on why it could not start. */
  readonly error?: string
  /** How often its restart policy started it again. */
  readonly restarts: number
  readonly image: string
  readonly imageId: string
  /** RFC 3339. */
  readonly created: string
  readonly madeBy: string
  /** Why it would be made anew; absent where it is what the files say. */
  readonly differs?: Reason
  readonly healthCheck?: readonly string[]
  readonly log?: readonly string[]
}

/** A service at the other end of a dependency; `met` is whether its condition holds now. */
export interface Neighbour {
  readonly service: string
  readonly condition: string
  readonly state: string
  readonly met: boolean
}

export interface ExplainStyle {
  readonly color: boolean
  readonly ascii?: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** A block for each container, then what it waits for, what needs it, what `up` would do, and advice. */
export function formatExplanation(explanation: Explanation, style: ExplainStyle): string {
  const paint = createPaint(style.color)
  const context = { ...style, paint }
  const { waitsFor, neededBy, next, advice } = explanation
  const relations = [
    ...waitsFor.map((one) => fact('waits for', neighbourText(one), paint)),
    ...neededBy.map(({ service, condition }) => fact('needed by', `${service} (${condition})`, paint)),
    ...next.map((text) => fact('up would', text, paint)),
  ]
  const blocks = [
    [headLine(explanation, paint)],
    ...explanation.containers.map((container) => containerLines(container, context)),
    relations,
    advice.map((text) => ` ${paint('cyan', 'hint:')} ${printable(text)}`),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function headLine({ service, wanted, containers }: Explanation, paint: Paint): string {
  const name = paint('bold', printable(service))
  if (wanted === undefined)
    return `${name}: not in the files; ${count(containers.length, 'container')} of it ${containers.length === 1 ? 'is' : 'are'} left`
  const running = containers.filter(({ state }) => state === 'running').length
  return `${name}: ${running} of ${count(wanted, 'container')} running`
}

interface Context extends ExplainStyle {
  readonly paint: Paint
}

function containerLines(container: ExplainedContainer, context: Context): string[] {
  const { paint } = context
  const { name, error, restarts, image, imageId, created, madeBy, differs, healthCheck, log } = container
  const optional = (text: string | undefined, label: string) =>
    text === undefined || text === '' ? [] : [fact(label, text, paint)]
  return [
    `${paint('bold', printable(name))}: ${printable(stateText(container, context))}`,
    ...optional(error, 'start failed'),
    ...optional(restarts > 0 ? `${restarts} times by its restart policy` : '', 'restarted'),
    fact('image', `${image} (${imageId.replace(/^sha256:/, '').slice(0, 12)})`, paint),
    fact('made', `${momentText(created, context)} by ${madeBy}`, paint),
    fact('differs', differs ? differs.text : 'no, it is what the files say', paint),
    ...(differs?.changes ?? []).map((change) => `     ${changeText(change, context)}`),
    ...(healthCheck ? [` ${paint('dim', 'health check:')}`, ...quoted(healthCheck, paint)] : []),
    ...(log ? [` ${paint('dim', 'last log lines:')}`, ...quoted(log, paint)] : []),
  ]
}

/** `running, healthy, since …`, `exited with code 137, killed for lack of memory, since …`. */
function stateText({ state, health, exit, since }: ExplainedContainer, context: Context): string {
  const word =
    exit === undefined
      ? state === 'created'
        ? 'created, never started'
        : state
      : `${state} with code ${exit.code}${exit.meaning === undefined ? '' : `, ${exit.meaning}`}`
  return [
    word,
    ...(health === 'none' || exit !== undefined
      ? []
      : [health === 'starting' ? 'health not known yet' : health]),
    ...(since === undefined ? [] : [`since ${momentText(since, context)}`]),
  ].join(', ')
}

/** `2026-01-02 12:03:04 UTC (2 minutes ago)`; the text itself where it is no moment. */
function momentText(text: string, { now }: Context): string {
  const moment = Date.parse(text)
  if (Number.isNaN(moment)) return text
  const day = new Date(moment).toISOString()
  const age = formatAge(Math.max(0, (now - moment) / 1000)).toLowerCase()
  return `${day.slice(0, 10)} ${day.slice(11, 19)} UTC (${age} ago)`
}

function neighbourText({ service, condition, state, met }: Neighbour): string {
  return `${service} (${condition}): ${met ? 'met' : 'not met'}, ${state}`
}

function fact(label: string, text: string, paint: Paint): string {
  return ` ${paint('dim', `${label}:`)} ${printable(text)}`
}
