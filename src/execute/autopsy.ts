/** Finds out why a container failed: how it ended, what its health check and its log said last, and what to do. */
import type { ContainerDetails, Engine } from '../docker/engine.ts'
import type { Autopsy } from '../events.ts'
import type { Plan, Step } from '../plan/steps.ts'
import { maskUrls } from '../plan/mask.ts'
import { filledLines } from '../util/lines.ts'
import { adviceOn, meaningOf } from './exit-codes.ts'
import { secretsOf } from './secrets.ts'

const logLines = 20
const healthLines = 10

export interface Examination {
  readonly engine: Engine
  readonly details: ContainerDetails
  /** Since when it is so, where an event told; RFC 3339. Default: when the container ended. */
  readonly since?: string | undefined
}

/** What the engine still knows of a container that failed; what cannot be read is left out. */
export async function examine({ engine, details, since }: Examination): Promise<Autopsy> {
  const [log, secrets] = await Promise.all([logOf(engine, details), secretsOf(engine, details.id)])
  const mask = (line: string) =>
    maskUrls(secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line))
  const ended = details.state === 'exited' || details.state === 'dead' || details.state === 'restarting'
  const moment = since ?? (ended ? details.finishedAt : '')
  const health = healthOutput(details).map(mask)
  const advice = adviceFor(details, ended)
  return {
    ...(moment !== '' && { since: moment }),
    ...(ended && { exit: exitOf(details) }),
    ...(health.length > 0 && { health }),
    ...(log.length > 0 && { log: log.map(mask) }),
    ...(advice.length > 0 && { advice }),
  }
}

/** The services whose steps come after a step, directly or not; its own left out. Sorted. */
export function waitingFor({ steps }: Plan, failed: Step): readonly string[] {
  const reached = new Set([failed.id])
  for (let grown = true; grown;) {
    grown = false
    for (const { id, after } of steps) {
      if (reached.has(id) || !after.some((before) => reached.has(before))) continue
      reached.add(id)
      grown = true
    }
  }
  const services = steps.flatMap(({ id, resource }) => (reached.has(id) ? (resource.service ?? []) : []))
  return [...new Set(services)].filter((service) => service !== failed.resource.service).sort()
}

function exitOf({ exitCode, oomKilled }: ContainerDetails): NonNullable<Autopsy['exit']> {
  const meaning = oomKilled ? 'killed for lack of memory' : meaningOf(exitCode)
  return { code: exitCode, oomKilled, ...(meaning !== undefined && { meaning }) }
}

function healthOutput({ health, healthLog }: ContainerDetails): readonly string[] {
  const last = healthLog.at(-1)
  if (health !== 'unhealthy' || last === undefined || last.exitCode === 0) return []
  const lines = filledLines(last.output).slice(-healthLines)
  return lines.length > 0 ? lines : [`its command exited with code ${last.exitCode} and said nothing`]
}

function adviceFor(
  { oomKilled, exitCode, state, health, healthLog }: ContainerDetails,
  ended: boolean,
): readonly string[] {
  if (oomKilled) return ['give the service more memory (mem_limit, deploy.resources), or let it need less']
  if (ended) {
    const known = adviceOn(exitCode)
    const again =
      state === 'restarting' ? ['its restart policy tries again and again: stop it with "gantry stop"'] : []
    return [...(known === undefined ? [] : [known]), ...again]
  }
  if (health !== 'unhealthy') return []
  const code = healthLog.at(-1)?.exitCode
  if (code === 126 || code === 127)
    return ['the health check itself cannot run: its command must be in the image (curl often is not)']
  if (code === -1)
    return ['the health check takes longer than its timeout: raise healthcheck.timeout, or make it quicker']
  return ['where it only needs longer to come up, raise healthcheck.start_period or retries']
}

async function logOf(engine: Engine, { id }: ContainerDetails): Promise<readonly string[]> {
  try {
    const chunks: Uint8Array[] = []
    for await (const { data } of engine.containerLogs(id, { tail: logLines })) chunks.push(data)
    return filledLines(Buffer.concat(chunks).toString('utf8')).slice(-logLines)
  } catch {
    return []
  }
}
