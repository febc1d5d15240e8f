/** A plan as people read it before they agree to it. */
import { destroyed } from '../plan/destroyed.ts'
import type { Change, Plan } from '../plan/steps.ts'
import { printable } from '../util/printable.ts'
import { createPaint, type Paint, type Style } from './paint.ts'
import { countActions, planEntries, type Action, type PlanEntry } from './plan-entries.ts'
import { criticalPathText } from './plan-path.ts'
import { displayWidth, padEnd, truncateMiddle } from './width.ts'
import { nothingToDo } from './words.ts'

export interface PlanStyle {
  readonly color: boolean
  /** Columns of the terminal; absent for a pipe: nothing is cut. */
  readonly width?: number
  /** Absent: false. */
  readonly ascii?: boolean
}

/** What would happen and why: an entry for each resource in the order of execution, attributes that differ below it; what is destroyed, the critical path, and numbers last. */
export function formatPlan(plan: Plan, style: PlanStyle): string {
  const entries = planEntries(plan)
  const paint = createPaint(style.color)
  const warnings = plan.warnings.map(({ message }) => `${paint('yellow', 'Warning')}: ${printable(message)}`)
  if (entries.length === 0) return [...warnings, nothingToDo(plan.project), ''].join('\n')
  const names = Math.min(
    40,
    Math.max(...entries.map(({ resource }) => displayWidth(printable(resource.name)))),
  )
  const context = { ...style, paint, names }
  const lines = entries.flatMap((entry) => [...headLines(entry, context), ...changeLines(entry, context)])
  const path = criticalPathText(plan, { ascii: style.ascii === true })
  return [
    ...warnings,
    ...lines,
    '',
    ...destroyedLines(plan, context),
    ...(path === '' ? [] : [`${paint('bold', 'Critical path')}: ${path}`]),
    summary(plan, entries),
    '',
  ].join('\n')
}

interface Context extends PlanStyle {
  readonly paint: Paint
  readonly names: number
}

const symbols: Readonly<Record<Action, readonly [string, Style]>> = {
  create: ['+', 'green'],
  pull: ['+', 'green'],
  build: ['+', 'green'],
  recreate: ['~', 'yellow'],
  restart: ['~', 'yellow'],
  start: ['~', 'yellow'],
  stop: ['~', 'yellow'],
  change: ['~', 'yellow'],
  remove: ['-', 'red'],
  wait: ['=', 'dim'],
}

/** ` ~ container shop-web-1  recreate, start: its image changed`; the reason goes below where it does not fit. */
function headLines(entry: PlanEntry, { paint, names, width = Infinity }: Context): string[] {
  const [symbol, style] = symbols[entry.action]
  const { kind, name } = entry.resource
  const title = `${padEnd(kind, 9)} ${padEnd(printable(name), names)}`
  const what = entry.verbs.map(printable).join(', ')
  const why = printable(entry.reason)
  const mark = entry.destructive ? ` ${paint('red', '[destructive]')}` : ''
  const head = ` ${paint(style, symbol)} ${title}  ${paint('bold', what)}${mark}`
  if (why === '') return [head]
  const length = displayWidth(` ${symbol} ${title}  ${what}: ${why}`) + (mark === '' ? 0 : 14)
  return length <= width ? [`${head}: ${why}`] : [head, `     ${why}`]
}

function changeLines({ changes }: PlanEntry, context: Context): string[] {
  return changes.map((change) => `       ${changeText(change, context)}`)
}

/** `image: redis:7 → redis:8`; where it is wider than the window its values are cut in the middle. */
export function changeText(
  { attribute, from, to, file }: Change,
  { width = Infinity, ascii = false, paint }: PlanStyle & { readonly paint: Paint },
): string {
  const name = printable(attribute)
  const room = Math.max(12, Math.floor((width - name.length - 14) / 2))
  const value = (text: string | undefined) => shortValue(text, { room, ascii })
  const source = file === undefined ? '' : ` (env_file ${printable(file)})`
  return `${paint('cyan', name)}: ${value(from)} ${ascii ? '->' : '→'} ${value(to)}${source}`
}

function shortValue(
  text: string | undefined,
  { room, ascii }: { readonly room: number; readonly ascii: boolean },
): string {
  return text === undefined ? '(none)' : truncateMiddle(printable(text), room, ascii ? '...' : '…')
}

/** What is gone afterwards, and whether its data is. */
function destroyedLines(plan: Plan, { paint, names }: Context): string[] {
  const lost = destroyed(plan)
  if (lost.length === 0) return []
  const lines = lost.map(({ resource, reason, data }) => {
    const title = `${padEnd(resource.kind, 9)} ${padEnd(printable(resource.name), names)}`
    return ` ${paint('red', '-')} ${title}  ${data ? 'with all its data: ' : ''}${printable(reason)}`
  })
  return [`${paint('red', 'Destroyed')}:`, ...lines, '']
}

/** `3 to create, 1 to recreate, 0 to remove`, and what else there is. */
function summary({ project }: Plan, entries: readonly PlanEntry[]): string {
  const counts = countActions(entries)
  const texts = Object.entries(counts).map(
    ([action, count]) => `${count} to ${action === 'wait' ? 'wait for' : action}`,
  )
  const lost = entries.filter(({ destructive }) => destructive).length
  return `${printable(project)}: ${texts.join(', ')}${lost === 0 ? '' : ` (${lost} destructive)`}`
}
