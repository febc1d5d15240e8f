/** The dashboard as a command runs it: a screen, a keyboard, a project that is watched, and what the keys ask for. */
import { UsageError } from '../../errors.ts'
import type { Engine } from '../../docker/engine.ts'
import { createEmitter, type Emit } from '../../events.ts'
import type { Unsettled } from '../../execute/settle.ts'
import { createLogStore } from '../../ui/dashboard/logs/store.ts'
import { createKeymap, KeyConflict, type Keymap } from '../../ui/dashboard/keys.ts'
import { begin, type Effect, type State } from '../../ui/dashboard/state.ts'
import { createUsageRings } from '../../ui/dashboard/stats/rings.ts'
import { lookOf } from '../../ui/dashboard/view/style.ts'
import { createPaint } from '../../ui/paint.ts'
import { createLatch } from '../../util/latch.ts'
import type { Lock } from '../../lock/lock.ts'
import { advised } from '../advice.ts'
import type { Keyboard } from '../io.ts'
import type { Session } from '../session.ts'
import { createDeeds, type Deeds } from './deeds.ts'
import { createEffects, interrupted } from './effects.ts'
import { farewellText } from './farewell.ts'
import { followProject, type Filling } from './follow-project.ts'
import { offerChanges } from './offer-changes.ts'
import { declaredIn, definitionText, type ProjectFiles } from './project.ts'
import { createLoop, type Loop } from './screen-loop.ts'
import { lockProject } from '../project-lock.ts'
import { createSharedLock } from './shared-lock.ts'
import { createStage, type Stage } from './stage.ts'

export interface DashboardOptions {
  readonly files: ProjectFiles
  /** What is to be brought up; absent: the dashboard only watches, and leaves what runs alone when it goes. */
  readonly up?: Bringing
  /** Grace periods are waited out even where the stop signal cannot be heard. Default: false. */
  readonly fullGrace?: boolean
}

/** What is brought up, and the lock under which it was observed. */
export interface Bringing extends Unsettled {
  readonly lock?: Lock
}

/** Takes the terminal until the user leaves; resolves with the exit code. Rejects where there is no terminal, or no engine. */
export async function runDashboard(session: Session, options: DashboardOptions): Promise<number> {
  const keyboard = await session.keyboard()
  refuseWithout(session, keyboard)
  const keymap = await keymapOf(session)
  const { stdout, onInterrupt } = session
  const parts = createParts(session, { ...options, keymap })
  const stage = createStage({ keyboard, terminal: stdout, onInterrupt, loop: parts.loop })
  const end = () => {
    parts.end()
    stage.end()
  }
  try {
    stage.take()
    const code = await live(session, { ...options, ...parts, keyboard, stage })
    end()
    stdout.write(farewellText(parts.loop.state(), parts.sources, createPaint(stdout.color)))
    return code
  } finally {
    end()
  }
}

/** The user's keys; rejects with a ProjectError that tells where the settings contradict themselves. */
async function keymapOf(session: Session): Promise<Keymap> {
  const { keys, refuseKeys } = await session.settings()
  try {
    return createKeymap(keys)
  } catch (error) {
    if (error instanceof KeyConflict) throw refuseKeys(error.command, error.message)
    throw error
  }
}

/** A dashboard takes keys and draws a window: without a terminal it would have neither. */
function refuseWithout({ stdout, env }: Session, keyboard: Keyboard): void {
  if (keyboard.isTTY && stdout.isTTY && env['TERM'] !== 'dumb') return
  throw new UsageError('the dashboard needs a terminal for its keys and its screen', {
    hint: '"gantry ps" and "gantry logs -f" show the same in pipes and scripts',
  })
}

/** What exists before the engine is reached: the first frame does not wait for it. */
interface Parts {
  readonly loop: Loop
  readonly sources: Filling
  /** Aborted when the dashboard ends. */
  readonly signal: AbortSignal
  readonly end: () => void
  /** Set once the engine is reached. */
  readonly late: { perform: (effect: Effect) => void; attend: (state: State) => void }
}

function createParts(
  { stdout, now }: Session,
  { files, up, keymap }: DashboardOptions & { readonly keymap: Keymap },
): Parts {
  const running = new AbortController()
  const late: Parts['late'] = { perform: () => {}, attend: () => {} }
  const sources: Filling = {
    logs: createLogStore(),
    usage: createUsageRings(),
    happenings: [],
    inspected: new Map(),
    definitionOf: (service) => definitionText(files.loaded(), service),
  }
  const loop = createLoop({
    terminal: stdout,
    first: begin({
      project: files.name,
      owner: up !== undefined,
      hasFiles: files.loaded() !== undefined,
      keymap,
      columns: stdout.columns(),
      rows: stdout.rows(),
      now: now().getTime(),
    }),
    sources,
    look: lookOf(stdout),
    now: () => now().getTime(),
    perform: (effect) => late.perform(effect),
    onFrame: (state) => late.attend(state),
  })
  const end = () => {
    running.abort()
    loop.end()
  }
  return { loop, sources, late, signal: running.signal, end }
}

interface Living extends DashboardOptions, Parts {
  readonly keyboard: Keyboard
  readonly stage: Stage
}

/** From the connection to the engine until the user leaves. */
async function live(session: Session, dashboard: Living): Promise<number> {
  const { files, up, loop, late } = dashboard
  const { stdout: terminal, env, cwd } = session
  const left = createLatch()
  let code = 0
  const leave = (exitCode: number) => {
    code = exitCode
    left.open()
  }
  // Until the engine answers, one can leave, and nothing else.
  late.perform = ({ type }) => {
    if (type === 'leave') leave(0)
    if (type === 'interrupt') leave(interrupted)
  }
  if (files.loaded()) loop.dispatch({ type: 'declared', services: declaredIn(await files.desired()) })
  const engine = await Promise.race([session.engine(), left.opened])
  if (!engine) return code
  const follow = followProject({ ...dashboard, engine })
  late.attend = follow.attend
  await session.trace.open(up ? 'up' : 'ui')
  const stamp = createEmitter((event) => {
    session.trace.note(event)
    follow.told(event)
    loop.dispatch({ type: 'run', event })
  }, session.now)
  const emit: Emit = (event) => stamp(advised(event, session.advise))
  const deeds = createDeeds({
    engine,
    files,
    emit,
    parallel: session.globals.parallel,
    fullGrace: dashboard.fullGrace ?? false,
    lock: createSharedLock(lockOf(session, { ...dashboard, engine })),
    onBusy: (busy) => loop.dispatch({ type: 'busy', busy }),
    onNotice: (text, tone) => loop.dispatch({ type: 'notice', text, tone }),
  })
  late.perform = createEffects({ ...dashboard, engine, deeds, terminal, env, leave })
  offerChanges({ ...dashboard, engine, terminal, cwd })
  if (up) void deeds.up(up)
  await left.opened
  if (deeds.busy() && code !== interrupted) {
    await finish(deeds, { ...dashboard, session })
    return deeds.exitCode()
  }
  return code
}

/** Who leaves while something is under way gets the terminal back, and it comes to its end; Ctrl-C cancels it. */
async function finish(
  deeds: Pick<Deeds, 'idle' | 'cancel'>,
  { session, stage }: { readonly session: Session; readonly stage: Stage },
): Promise<void> {
  stage.end()
  session.stdout.write('finishing what is under way, Ctrl-C cancels it\n')
  const release = session.onInterrupt(deeds.cancel)
  await deeds.idle()
  release()
}

/** The first time what `up` holds already; then anew, and whom we wait for is told on the screen. */
function lockOf(
  session: Session,
  {
    engine,
    files,
    loop,
    up,
    signal,
  }: Pick<Living, 'files' | 'loop' | 'up' | 'signal'> & { readonly engine: Engine },
): () => Promise<Lock> {
  let held = up?.lock
  const write = (text: string) => loop.dispatch({ type: 'notice', text: text.trim(), tone: 'warning' })
  const told = { ...session, stderr: { ...session.stderr, write } }
  return async () => {
    const first = held
    held = undefined
    return first ?? lockProject(told, { engine, project: files.name, command: 'ui', signal })
  }
}
