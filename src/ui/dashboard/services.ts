/** From declared services, containers and what the run does to the rows of the list. */
import type { ObservedContainer } from '../../plan/observed.ts'
import { activeWord } from '../words.ts'
import type { ActiveStep, RunProgress } from './run.ts'
import type { ContainerFacts, Declared, Requirement, State } from './state.ts'

/** The sign of a row; the word says the same. */
export type Phase = 'failed' | 'active' | 'waiting' | 'ready' | 'done' | 'stopped'

export interface ServiceRow {
  readonly name: string
  readonly declared: Declared | undefined
  /** Lowest number first. */
  readonly containers: readonly ObservedContainer[]
  /** Replicas that run, and that are wanted. */
  readonly running: number
  readonly wanted: number
  readonly phase: Phase
  /** `healthy`, `running`, `starting`, `exit 137`, `Pulling`, `not created` */
  readonly word: string
  /** `waits db healthy`, `OOM-killed`; empty: nothing to say. */
  readonly reason: string
  /** Since when `reason` or `word` holds, in milliseconds; absent: not told. */
  readonly since: number | undefined
  readonly restarts: number
}

type Known = Pick<State, 'declared' | 'containers' | 'facts' | 'run'>

/** All services: the declared ones in order of dependency, then those that only containers tell of. */
export function serviceRows(known: Known): readonly ServiceRow[] {
  const last = remembered.get(known.containers)
  if (last && isSame(last.known, known)) return last.rows
  const rows = makeRows(known)
  remembered.set(known.containers, { known, rows })
  return rows
}

/** A frame asks for the rows several times, and most frames ask for those of the one before. */
const remembered = new WeakMap<
  Known['containers'],
  { readonly known: Known; readonly rows: readonly ServiceRow[] }
>()

function isSame(one: Known, other: Known): boolean {
  return one.declared === other.declared && one.facts === other.facts && one.run === other.run
}

function makeRows(known: Known): readonly ServiceRow[] {
  const byService = new Map<string, ObservedContainer[]>()
  for (const container of known.containers) {
    if (container.oneOff) continue
    const list = byService.get(container.service)
    if (list) list.push(container)
    else byService.set(container.service, [container])
  }
  const steps = stepsByService(known.run)
  const declared = new Set(known.declared.map(({ name }) => name))
  const extra = [...byService.keys()].filter((name) => !declared.has(name)).sort()
  const context = { ...known, byService, steps }
  return [
    ...known.declared.map((service) => toRow(service.name, service, context)),
    ...extra.map((name) => toRow(name, undefined, context)),
  ]
}

/** How many rows there are. */
export function countServices({ declared, containers }: Pick<Known, 'declared' | 'containers'>): number {
  const own = containers.filter(({ oneOff }) => !oneOff).map(({ service }) => service)
  return new Set([...declared.map(({ name }) => name), ...own]).size
}

interface Context extends Known {
  readonly byService: ReadonlyMap<string, readonly ObservedContainer[]>
  readonly steps: ReadonlyMap<string, ActiveStep>
}

function toRow(name: string, declared: Declared | undefined, context: Context): ServiceRow {
  const containers = [...(context.byService.get(name) ?? [])].sort((a, b) => a.number - b.number)
  return {
    name,
    declared,
    containers,
    running: containers.filter(({ state }) => state === 'running').length,
    wanted: declared?.replicas ?? containers.length,
    restarts: sum(containers, ({ id }) => context.facts.get(id)?.restarts ?? 0),
    ...standing({ name, declared, containers }, context),
  }
}

type Standing = Pick<ServiceRow, 'phase' | 'word' | 'reason' | 'since'>
type Subject = Pick<ServiceRow, 'name' | 'declared' | 'containers'>

/** What is done to it now counts first, then what it waits for, then how its worst container is. */
function standing(subject: Subject, context: Context): Standing {
  const step = context.steps.get(subject.name)
  if (step && step.operation !== 'wait') {
    return { phase: 'active', word: activeWord(step.operation), reason: stageOf(step), since: step.since }
  }
  const waiting = waitingFor(subject, context)
  if (waiting) return waiting
  return worst(subject, context)
}

function stageOf({ progress, stage }: ActiveStep): string {
  if (!progress) return stage
  return `${Math.floor(Math.min(1, progress.current / progress.total) * 100)}%`
}

/** The requirements that keep a service from starting; told only while the run still has steps for it. */
function waitingFor({ name, declared, containers }: Subject, context: Context): Standing | undefined {
  if ((context.run.left.get(name) ?? 0) === 0) return undefined
  if (containers.length > 0 && containers.every(({ state }) => state === 'running')) return undefined
  const unmet = (declared?.dependencies ?? []).filter((requirement) => !isMet(requirement, context))
  if (unmet.length === 0) return undefined
  const reason = `waits ${unmet.map(requirementText).join(', ')}`
  const waits = [...context.run.active.values()].filter(
    ({ operation, service }) => operation === 'wait' && unmet.some((one) => one.service === service),
  )
  const since = waits.length === 0 ? context.run.since : Math.min(...waits.map((step) => step.since))
  return { phase: 'waiting', word: containers.length === 0 ? 'pending' : 'created', reason, since }
}

/** True where a condition holds for every replica. */
export function isMet(
  { service, condition }: Requirement,
  { containers }: Pick<Known, 'containers'>,
): boolean {
  const own = containers.filter((container) => container.service === service && !container.oneOff)
  if (own.length === 0) return false
  return own.every(({ state, health, exitCode }) => {
    if (condition === 'service_completed_successfully') return state === 'exited' && exitCode === 0
    return state === 'running' && (condition !== 'service_healthy' || health === 'healthy')
  })
}

/** `db healthy`, `migrate done`, `cache` */
export function requirementText({ service, condition }: Requirement): string {
  const word = conditionWords.get(condition)
  return word === undefined ? service : `${service} ${word}`
}

const conditionWords: ReadonlyMap<string, string> = new Map([
  ['service_healthy', 'healthy'],
  ['service_completed_successfully', 'done'],
])

function worst({ containers }: Subject, { facts, run }: Context): Standing {
  const all = containers.map((container) => containerStanding(container, facts.get(container.id)))
  const found = [...all].sort((a, b) => ranks.indexOf(a.phase) - ranks.indexOf(b.phase))[0]
  if (found) return found
  const pending = run.ended < run.total
  return pending
    ? { phase: 'waiting', word: 'pending', reason: '', since: undefined }
    : { phase: 'stopped', word: 'not created', reason: '', since: undefined }
}

const ranks: readonly Phase[] = ['failed', 'active', 'waiting', 'stopped', 'ready', 'done']

/** How a container is. */
function containerStanding(container: ObservedContainer, facts?: ContainerFacts): Standing {
  const { state, health, exitCode } = container
  const since = Date.parse((state === 'running' ? facts?.startedAt : facts?.finishedAt) ?? '')
  const told = { reason: '', since: Number.isNaN(since) ? undefined : since }
  if (state === 'running') {
    if (health === 'unhealthy') return { ...told, phase: 'failed', word: 'unhealthy' }
    if (health === 'starting') return { ...told, phase: 'active', word: 'starting', reason: 'health check' }
    return { ...told, phase: 'ready', word: health === 'healthy' ? 'healthy' : 'running' }
  }
  if (state === 'exited' || state === 'dead') return { ...told, ...exited(exitCode ?? 0, facts) }
  if (state === 'restarting') return { ...told, phase: 'failed', word: 'restarting', reason: causeOf(facts) }
  return { ...told, phase: state === 'removing' ? 'active' : 'stopped', word: state }
}

function exited(
  exitCode: number,
  facts: ContainerFacts | undefined,
): Pick<Standing, 'phase' | 'word' | 'reason'> {
  const stopped = exitCode === 143 || (exitCode === 137 && !facts?.oomKilled)
  const phase = exitCode === 0 ? 'done' : stopped ? 'stopped' : 'failed'
  return { phase, word: `exit ${exitCode}`, reason: causeOf(facts) }
}

function causeOf(facts: ContainerFacts | undefined): string {
  return facts?.oomKilled ? 'OOM-killed' : (facts?.error ?? '')
}

/** The step that says most about each service: not a wait, where there is another. */
function stepsByService({ active }: RunProgress): ReadonlyMap<string, ActiveStep> {
  const steps = new Map<string, ActiveStep>()
  for (const step of active.values()) {
    if (step.service === undefined) continue
    if (!steps.has(step.service) || step.operation !== 'wait') steps.set(step.service, step)
  }
  return steps
}

function sum<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((total, item) => total + numberOf(item), 0)
}
