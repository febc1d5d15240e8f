import type { Engine } from '../docker/engine.ts'
import { GantryError, UsageError } from '../errors.ts'
import { examine } from '../execute/autopsy.ts'
import { judge } from '../execute/judge.ts'
import { adviseOn, reasonFor } from '../plan/explain.ts'
import { labels } from '../plan/labels.ts'
import { containersOf, type ObservedContainer } from '../plan/observed.ts'
import { wholePlan } from '../plan/reconcile.ts'
import type { Wait } from '../plan/steps.ts'
import {
  formatExplanation,
  type ExplainedContainer,
  type Explanation,
  type Neighbour,
} from '../ui/explain.ts'
import { jsonText } from '../ui/json-text.ts'
import { planEntries } from '../ui/plan-entries.ts'
import { defineCommand } from './command.ts'
import { formatOption } from './format-option.ts'
import { prepare, type Prepared } from './prepare.ts'
import type { Session } from './session.ts'

/** `gantry explain`: why a service is in its state. Reads; never writes. */
export const explain = defineCommand({
  arguments: 'SERVICE',
  description: `Tells why a service is in its state: for each of its containers since when it is so, how it ended, what its health check and its log said last, what it was made from and what differs now; then what it waits for, what needs it, what "up" would do, and what you can do.

Values that look like secrets are hidden.`,
  options: formatOption,
  examples: [
    { line: 'explain web', says: 'why web does not run, or would be made anew' },
    { line: 'explain web --format json', says: 'the same for scripts' },
  ],
  run: async ({ options, operands, session }) => {
    const [service, ...more] = operands
    if (service === undefined || more.length > 0)
      throw new UsageError('explain takes the name of one service')
    const found = await explainService(await findProject(session, service), service)
    const explanation = { ...found, advice: found.advice.map(session.advise) }
    const { color, ascii } = session.stdout
    session.stdout.write(
      options.format === 'json'
        ? `${jsonText({ v: 1, ...explanation }, 2)}\n`
        : formatExplanation(explanation, { color, ascii, now: session.now().getTime() }),
    )
    return 0
  },
})

/** The whole project; where a profile leaves the service out, the part of it that the service needs. */
async function findProject(session: Session, service: string): Promise<Prepared> {
  const request = { scale: new Map<string, number>(), reconcile: {} }
  const whole = await prepare(session, { request })
  const { desired, observed } = whole
  if (desired.loaded.inactiveServices.includes(service))
    return prepare(session, { services: [service], request })
  const known = desired.services.some(({ name }) => name === service)
  if (known || containersOf(observed, service).length > 0) return whole
  const names = desired.services.map(({ name }) => `"${name}"`).join(', ')
  throw new UsageError(`no such service: "${service}"`, { hint: `the files have ${names}` })
}

async function explainService(prepared: Prepared, service: string): Promise<Explanation> {
  const { desired, observed, engine } = prepared
  const target = desired.services.find(({ name }) => name === service)
  const examined = await Promise.all(
    containersOf(observed, service).map(async (container) =>
      explainContainer(container, { engine, prepared }),
    ),
  )
  const waitsFor = [...(target?.dependencies ?? [])].map(([name, { condition }]) =>
    neighbour(prepared, name, condition),
  )
  const next = upWould(prepared, service)
  const known = {
    service,
    unmet: waitsFor.filter(({ met }) => !met).map((one) => one.service),
    differs: examined.some(({ container }) => container.differs),
    idle: next.length === 0,
  }
  return {
    project: desired.project,
    service,
    ...(target && { wanted: target.replicas }),
    containers: examined.map(({ container }) => container),
    waitsFor,
    neededBy: desired.services.flatMap(({ name, dependencies }) => {
      const condition = dependencies.get(service)?.condition
      return condition === undefined ? [] : [{ ...neighbour(prepared, service, condition), service: name }]
    }),
    next,
    advice: [
      ...new Set([...examined.flatMap(({ advice }) => advice), ...adviseOn(known, target !== undefined)]),
    ],
  }
}

async function explainContainer(
  summary: ObservedContainer,
  { engine, prepared }: { readonly engine: Engine; readonly prepared: Prepared },
): Promise<{ readonly container: ExplainedContainer; readonly advice: readonly string[] }> {
  const details = await engine.inspectContainer(summary.id)
  const failed = details.health === 'unhealthy' || (details.state !== 'running' && details.exitCode !== 0)
  const found = failed ? await examine({ engine, details }) : {}
  const ended = details.state === 'exited' || details.state === 'dead'
  const since = ended ? details.finishedAt : details.startedAt
  const differs = reasonFor(prepared, summary)
  const container: ExplainedContainer = {
    name: summary.name,
    state: details.state,
    health: details.health,
    ...(since !== '' && { since }),
    ...(found.exit ? { exit: found.exit } : ended && { exit: { code: details.exitCode, oomKilled: false } }),
    ...(details.error !== '' && { error: details.error }),
    restarts: details.restartCount,
    image: summary.image,
    imageId: summary.imageId,
    created: new Date(summary.created * 1000).toISOString(),
    madeBy:
      summary.labels[labels.definition] === undefined
        ? `docker compose ${summary.labels[labels.version] ?? ''}`.trimEnd()
        : 'gantry',
    ...(differs && { differs }),
    ...(found.health && { healthCheck: found.health }),
    ...(found.log && { log: found.log }),
  }
  // How it ended before says nothing about a start that failed since.
  return { container, advice: details.error === '' ? (found.advice ?? []) : [] }
}

function neighbour({ observed }: Prepared, service: string, condition: Wait['condition']): Neighbour {
  const containers = containersOf(observed, service)
  const states = containers.map(({ status, state }) => status || state)
  return {
    service,
    condition,
    state: states.length === 0 ? 'it has no container' : [...new Set(states)].join(', ').toLowerCase(),
    met: containers.length > 0 && containers.every((one) => isMet(one, condition)),
  }
}

function isMet({ state, health, exitCode = 0 }: ObservedContainer, condition: Wait['condition']): boolean {
  const seen = { details: { state, health, exitCode }, restarts: 0, seconds: 0, settled: true }
  const wait = { service: '', containers: [], required: true, condition }
  return judge(seen, wait) === 'met'
}

/** What `up` would do about the service, or why it could not. */
function upWould({ desired, observed, request }: Prepared, service: string): readonly string[] {
  try {
    const entries = planEntries(wholePlan(desired, observed, request.reconcile))
    return entries.flatMap(({ resource, verbs, reason }) =>
      resource.service === service ? [`${verbs.join(' and ')} ${resource.name}: ${reason}`] : [],
    )
  } catch (error) {
    if (error instanceof GantryError) return [`fail: ${error.message}`]
    throw error
  }
}
