/** What Podman (4.3 on) says differently, turned into Docker's words. The statuses of its refusals are in `statuses.ts`. */
import { EngineError } from '../errors.ts'
import type { ContainerAnswer, ContainerListItem, EventAnswer } from './answers.ts'

/** An event under Docker's name; what Podman adds to the labels is left out. */
export function dockerEvent(answer: EventAnswer): EventAnswer {
  const { podId: _, containerExitCode, ...labels } = answer.Actor?.Attributes ?? {}
  const action = actions.get(answer.Action ?? '') ?? answer.Action ?? ''
  const code = action === 'die' && containerExitCode !== undefined ? { exitCode: containerExitCode } : {}
  return { ...answer, Action: action, Actor: { ...answer.Actor, Attributes: { ...code, ...labels } } }
}

const actions: ReadonlyMap<string, string> = new Map([
  ['died', 'die'],
  ['remove', 'destroy'],
])

/** A list of containers as Docker gives it: with health, which needs a look at each running one, and short image names. */
export async function dockerList(
  items: readonly ContainerListItem[],
  inspect: (id: string) => Promise<ContainerAnswer>,
): Promise<readonly ContainerListItem[]> {
  return Promise.all(
    items.map(async (item) => ({
      ...item,
      Image: shortName(item.Image ?? ''),
      Status: await statusWithHealth(item, inspect),
    })),
  )
}

/** `Up 4 seconds (healthy)`. One that is gone meanwhile keeps what the list told. */
async function statusWithHealth(
  { Id = '', State, Status = '' }: ContainerListItem,
  inspect: (id: string) => Promise<ContainerAnswer>,
): Promise<string> {
  if (State !== 'running' || Status.includes('(')) return Status
  const answer = await inspect(Id).catch((): ContainerAnswer => ({}))
  const health = (answer.State?.Health ?? answer.State?.Healthcheck)?.Status
  return health ? `${Status} (${health === 'starting' ? 'health: starting' : health})` : Status
}

/** `busybox:latest` of `docker.io/library/busybox:latest`. */
function shortName(image: string): string {
  return image.replace(/^docker\.io\/(?:library\/)?/, '')
}

/**
 * Names of columns, which Podman fills in itself: it takes no `-o`. Any other argument reaches a `ps` inside of the container,
 * whose table it does not take apart.
 */
export function psColumns(psArgs = '-o user,pid,ppid,args'): string {
  return psArgs.replace(/^\s*-?o\s*(?=\w)/, '')
}

/** Podman neither stops nor restarts what is paused: it has to go on first, as Docker lets it. */
export async function thawing(stop: () => Promise<void>, unpause: () => Promise<void>): Promise<void> {
  try {
    await stop()
  } catch (error) {
    if (!(error instanceof EngineError && /running or paused/.test(error.message))) throw error
    await unpause()
    await stop()
  }
}
