/** Attached `up`: output as it comes, Ctrl-C stops gracefully, a second one kills; ends when all containers have stopped. */
import { createLatch } from '../util/latch.ts'
import { isDeadline } from '../execute/deadline.ts'
import { createFollower, type Follower } from '../execute/follow.ts'
import { observe } from '../execute/observe.ts'
import { settle } from '../execute/settle.ts'
import { Cancelled } from '../errors.ts'
import { preStopHooks } from '../plan/hooks.ts'
import { stopPlan } from '../plan/teardown.ts'
import type { DesiredState } from '../plan/desired.ts'
import type { Lock } from '../lock/lock.ts'
import type { CommandRun } from './carry-out.ts'
import type { Values } from './command.ts'
import type { Prepared } from './prepare.ts'
import { lockProject } from './project-lock.ts'
import type { Session } from './session.ts'
import type { upOptions } from './up-options.ts'

interface AttachedRun extends Prepared {
  readonly session: Session
  readonly run: CommandRun
  readonly options: Values<typeof upOptions>
  readonly targets: readonly string[]
}

/** Brings the project up and stays with it; resolves with the exit code. */
export async function attachedRun(attached: AttachedRun): Promise<number> {
  const { session, run, options } = attached
  const following = new AbortController()
  const ending = createEnding(options)
  const follower = createFollower({ ...run, signal: following.signal }, ending.onExit)
  const release = session.onInterrupt(ending.interrupt)
  session.signal.addEventListener('abort', () => ending.expire(session.signal.reason))
  try {
    await upUntilEnd(attached, { follower, ending })
  } catch (error) {
    await run.finish(error)
    throw error
  } finally {
    release()
    following.abort()
  }
  const reason = ending.reason()
  const error = isDeadline(reason) ? (run.account().error ?? reason) : reason
  return run.finish(error).then((code) => ending.exitCode() ?? code)
}

interface Parts {
  readonly follower: Follower
  readonly ending: Ending
}

/** The project's lock is held while things are started and while they are stopped, not in between. */
async function upUntilEnd(attached: AttachedRun, { follower, ending }: Parts): Promise<void> {
  const { run, lock } = attached
  const started = await start(attached, follower, ending.signal)
  if (!started && !ending.reason()) return
  lock?.release()
  const why = await Promise.race([
    ending.asked.then(() => 'asked'),
    follower.ended().then(() => 'ended'),
    run.states.lost,
  ])
  if (why !== 'asked') return
  const again = await lockAgain(attached, ending)
  await follower.lastWords(await stopAll(attached, ending.forced))
  again?.release()
}

/** Whoever is at work on the project is let finish first, but not when the user insists. */
async function lockAgain(
  { session, engine, desired, lock }: AttachedRun,
  { forced }: Ending,
): Promise<Lock | undefined> {
  if (!lock) return undefined
  const insists = new AbortController()
  void forced.then(() => insists.abort())
  const request = { engine, project: desired.project, command: 'up', signal: insists.signal }
  return lockProject(session, request).catch(() => undefined)
}

/** Runs the plan; containers are attached before they start, running ones at once. False where it failed. */
async function start(
  { run, targets, options, ...prepared }: AttachedRun,
  follower: Follower,
  signal: AbortSignal,
): Promise<boolean> {
  const shown = shownServices(prepared.desired, targets, options)
  const { plan, observed } = await settle(prepared, run, signal)
  if (!plan) return false
  const touched = new Map(
    plan.steps.flatMap((step) =>
      step.kind === 'start-container' ? [[step.args.container, step.resource.service] as const] : [],
    ),
  )
  const running = observed.containers.filter(
    ({ name, service, state, oneOff }) =>
      state === 'running' && !oneOff && shown.has(service) && !touched.has(name),
  )
  const attached = [
    ...running.map(({ name, service }) => ({ service, container: name })),
    ...[...touched].flatMap(([container, service = '']) =>
      shown.has(service) ? [{ service, container }] : [],
    ),
  ]
  const containers = attached.sort((a, b) => (a.container < b.container ? -1 : 1))
  const beforeSteps = async () => {
    if (containers.length > 0) run.emit({ type: 'attaching', containers })
    await Promise.all(running.map(async ({ name, service }) => follower.attach(name, service)))
  }
  const beforeStart = async (container: string) => {
    const service = touched.get(container)
    if (service !== undefined && shown.has(service)) await follower.attach(container, service)
  }
  const result = await run.carryOut(plan, { beforeSteps, beforeStart, signal })
  return result.failures.length === 0 && !result.cancelled
}

/** The services whose output is shown: those named, or all, as --attach, --no-attach and `attach: false` say. */
function shownServices(
  desired: DesiredState,
  targets: readonly string[],
  options: Values<typeof upOptions>,
): ReadonlySet<string> {
  const named =
    targets.length === 0 || options['attach-dependencies']
      ? desired.services.map(({ name }) => name)
      : targets
  const chosen = options.attach.length > 0 ? options.attach : named
  const silent = new Set(options['no-attach'])
  return new Set(
    chosen.filter((name) => !silent.has(name) && desired.loaded.project.services[name]?.attach !== false),
  )
}

/** Resolves with the names of the containers that have run. */
async function stopAll(
  { engine, desired, run, options, targets }: AttachedRun,
  forced: Promise<void>,
): Promise<readonly string[]> {
  run.emit({ type: 'stopping', force: false })
  const observed = await observe(engine, { project: desired.project })
  const declared = desired.loaded.project.services
  const hooks = preStopHooks(declared)
  const timeout = options.timeout === undefined ? {} : { timeout: options.timeout }
  const plan = stopPlan(observed, { project: desired.project, targets, hooks, declared, ...timeout })
  const running = plan.steps.flatMap((step) => (step.kind === 'stop-container' ? [step.args.container] : []))
  void forced.then(async () => {
    run.emit({ type: 'stopping', force: true })
    // A killed container ends its own stop step, so the stop comes to its end all the same.
    return Promise.allSettled(running.map(async (container) => engine.killContainer(container)))
  })
  await run.carryOut(plan, { signal: new AbortController().signal })
  return observed.containers.filter(({ state }) => state !== 'created').map(({ name }) => name)
}

interface Ending {
  readonly onExit: (exit: { readonly service: string; readonly exitCode: number }) => void
  readonly interrupt: (times: number) => void
  /** For the end of a deadline: all is stopped, as at Ctrl-C. Other reasons are none of ours. */
  readonly expire: (reason: unknown) => void
  /** Ends what is being started. */
  readonly signal: AbortSignal
  /** Why we were to end: `Cancelled`, or a deadline. */
  readonly reason: () => unknown
  /** Resolves when everything is to be stopped: by the user, or by a container's exit. */
  readonly asked: Promise<void>
  /** Resolves at the second Ctrl-C. */
  readonly forced: Promise<void>
  /** The exit code that a container's exit decided. */
  readonly exitCode: () => number | undefined
}

/** What ends an attached run, besides all containers stopping by themselves. */
function createEnding(options: Values<typeof upOptions>): Ending {
  const asked = createLatch()
  const forced = createLatch()
  const starting = new AbortController()
  const from = options['exit-code-from']
  const anyExit = options['abort-on-container-exit'] || from !== undefined
  let exitCode: number | undefined
  const end = (reason: unknown) => {
    starting.abort(reason)
    asked.open()
  }
  return {
    asked: asked.opened,
    forced: forced.opened,
    signal: starting.signal,
    reason: () => (starting.signal.aborted ? (starting.signal.reason as unknown) : undefined),
    interrupt: (times) => {
      end(new Cancelled())
      if (times > 1) forced.open()
    },
    expire: (reason) => void (isDeadline(reason) && end(reason)),
    onExit: (exit) => {
      if (!anyExit && !(options['abort-on-container-failure'] && exit.exitCode !== 0)) return
      const counts = from === undefined ? exitCode === undefined : exit.service === from
      if (!starting.signal.aborted && counts) exitCode = exit.exitCode
      asked.open()
    },
    exitCode: () => exitCode,
  }
}
