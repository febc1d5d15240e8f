/** What commands on containers that exist begin with: the project from its files, or by its name alone; and how they end. */
import type { LoadedProject } from '../compose/project.ts'
import type { Engine } from '../docker/engine.ts'
import { ProjectError } from '../errors.ts'
import { observe } from '../execute/observe.ts'
import { labels } from '../plan/labels.ts'
import { modelOf, type LifecycleRequest } from '../plan/lifecycle.ts'
import type { ObservedState } from '../plan/observed.ts'
import type { Plan } from '../plan/steps.ts'
import type { Lock } from '../lock/lock.ts'
import { openCommandRun, type CommandRun } from './carry-out.ts'
import { dryRunEngine } from './dry-run.ts'
import { loadIfThere } from './load-if-there.ts'
import { lockProject } from './project-lock.ts'
import { both } from './prepare.ts'
import type { LoadRequest, Session } from './session.ts'

export interface Existing {
  readonly engine: Engine
  readonly observed: ObservedState
  readonly request: LifecycleRequest
  /** The project's, where the command asked for it; `runExisting` gives it back. */
  readonly lock?: Lock
}

interface Finding {
  /** Default: `env_file`s do not count. */
  readonly skip?: LoadRequest['skip']
  /** The command that is going to change things, as other runs are told. Absent: no lock is taken. */
  readonly acting?: string
}

/** Reads the files, where they are in reach, and asks the engine; `env_file`s count only where `skip` says so. Rejects with a ProjectError for a service that the files do not have. */
export async function findExisting(
  session: Session,
  targets: readonly string[],
  { skip = { envResolution: true }, acting }: Finding = {},
): Promise<Existing> {
  const [loaded, engine] = await both(loadAny(session, targets, skip), session.engine())
  const project = loaded?.project.name ?? (await session.projectName())
  const lock =
    acting === undefined ? {} : { lock: await lockProject(session, { engine, project, command: acting }) }
  const observed = await observe(engine, { project }, session.signal)
  const counts = loaded && (!isNamed(session) || isOf(observed, { loaded, targets }))
  return { engine, observed, request: { project, targets, ...(counts && { loaded }) }, ...lock }
}

/** Makes the plan and carries it out, on an engine in memory with --dry-run; resolves with the exit code. */
export async function runExisting(
  session: Session,
  { engine, observed, request, lock }: Existing,
  { command, plan, fullGrace = false, carryOut = (run) => run.carryOut(plan) }: RunRequest,
): Promise<number> {
  const dry = session.globals['dry-run']
  const target = dry ? await dryRunEngine(observed, modelOf(observed, request)) : engine
  const { project, loaded } = request
  const opened = await openCommandRun(session, { engine: target, project, loaded, command, fullGrace })
  try {
    await carryOut(opened)
    return await opened.finish()
  } finally {
    opened.end()
    lock?.release()
  }
}

interface RunRequest {
  /** What the user typed: `stop`. */
  readonly command: string
  readonly plan: Plan
  /** `--full-grace` */
  readonly fullGrace?: boolean
  /** Absent: the plan, to its end. */
  readonly carryOut?: (run: CommandRun) => Promise<unknown>
}

/** With -p and without -f the project is the name's: files count only where its containers were made from them. */
function isNamed({ globals }: Session): boolean {
  return globals['project-name'] !== undefined && globals.file.length === 0
}

function isOf(
  { containers }: ObservedState,
  { loaded, targets }: { readonly loaded: LoadedProject; readonly targets: readonly string[] },
): boolean {
  const { workingDirectory, project } = loaded
  return (
    containers.some(({ labels: own }) => own[labels.workingDir] === workingDirectory) &&
    targets.every((name) => name in project.services)
  )
}

/** The whole project; a service of an inactive profile, where it is named, with its profile active. */
async function loadAny(
  session: Session,
  targets: readonly string[],
  skip: LoadRequest['skip'],
): Promise<LoadedProject | undefined> {
  const loaded = await loadIfThere(session, { allResources: true, ...(skip && { skip }) }).catch(
    unlessNamed(session),
  )
  if (!loaded || isNamed(session) || targets.every((name) => name in loaded.project.services)) return loaded
  return session.load({ allResources: true, services: targets, ...(skip && { skip }) })
}

/** Where the name alone counts, faulty files are none of our business. */
function unlessNamed(session: Session) {
  return (error: unknown): undefined => {
    if (isNamed(session) && error instanceof ProjectError) return
    throw error
  }
}
