/** What a command works with: streams, clock, signals, and the project and engine, made when first asked for. */
import type { LoadedModel } from '../compose/load.ts'
import type { LoadOptions } from '../compose/options.ts'
import type { LoadedProject } from '../compose/project.ts'
import type { Engine } from '../docker/engine.ts'
import { ProjectError, type Problem } from '../errors.ts'
import { createEmitter, type Emit } from '../events.ts'
import type { Mode, UiChoice } from '../ui/mode.ts'
import type { Renderer, RendererOptions } from '../ui/renderer.ts'
import { startDeadline, type Deadline } from '../execute/deadline.ts'
import { advised, type Advise } from './advice.ts'
import { readDuration } from './durations.ts'
import { exitCodeFor } from './exit-code.ts'
import type { Globals } from './globals.ts'
import { createInterrupts, type InterruptHandler } from './interrupts.ts'
import type { Environment, Io, Parts } from './io.ts'
import type { Settings } from './settings.ts'
import { createTerminal, type Terminal } from './terminal.ts'
import { createTracing, type Tracing } from './trace.ts'
import { modeOf } from './ui-choice.ts'

/** What a command adds to the global options when it loads a project. */
export type LoadRequest = Pick<LoadOptions, 'services' | 'withoutDependencies' | 'allResources' | 'skip'>

export interface Session {
  readonly globals: Globals
  /** The shell's variables, and the COMPOSE_ ones of `.env`. */
  readonly env: Environment
  /** The shell's variables alone. */
  readonly shell: Environment
  readonly cwd: string
  readonly stdout: Terminal
  readonly stderr: Terminal
  /** Aborted by the first Ctrl-C or SIGTERM, unless `onInterrupt` took over, when the deadline passes, and when nobody reads stdout any more. */
  readonly signal: AbortSignal
  readonly onInterrupt: (handler: InterruptHandler) => () => void
  readonly keyboard: Io['keyboard']
  readonly now: () => Date
  /** Asks a question that is answered with yes or no (the default); undefined where nobody sits at a terminal. */
  readonly confirm: (question: string) => Promise<boolean | undefined>
  /** Loads the project of the command line; warnings are shown on stderr, each once. Rejects with a ProjectError. */
  readonly load: (request?: LoadRequest) => Promise<LoadedProject>
  /** As `load`, and warnings are shown nowhere. */
  readonly loadQuietly: (request?: LoadRequest) => Promise<LoadedProject>
  /** The project before its values are typed, for what is printed as it was written. */
  readonly loadModel: (request?: LoadRequest) => Promise<LoadedModel>
  /** All problems of the project, warnings included; none are shown. */
  readonly check: (request?: LoadRequest) => Promise<readonly Problem[]>
  /** What the loader is told: the global options and the request. */
  readonly loadOptions: (request?: LoadRequest) => Promise<LoadOptions>
  /** The project's name alone: with -p or COMPOSE_PROJECT_NAME no file is read. */
  readonly projectName: () => Promise<string>
  /** Connected once; rejects with an EngineError. */
  readonly engine: () => Promise<Engine>
  /** The user's settings, read once; rejects with a ProjectError. */
  readonly settings: () => Promise<Settings>
  /** How this run is shown. */
  readonly mode: () => Promise<Mode>
  /** The renderer of `mode`, made once: the first call's options count. */
  readonly renderer: (options?: RendererOptions) => Promise<Renderer>
  /** Stamps events, shows them with `renderer` and notes them for --trace. */
  readonly emitter: (options?: RendererOptions) => Promise<Emit>
  /** For hints that are shown in another way than as events or errors. */
  readonly advise: Advise
  /** What the shell gets for an error that ended a run. */
  readonly exitCodeOf: (error: unknown) => number
  /** Of --trace, for events that are shown in another way than by `renderer`. */
  readonly trace: Pick<Tracing, 'open' | 'note'>
  /** Puts the terminal back and closes connections; safe to call twice. */
  readonly close: () => Promise<void>
}

export interface SessionOptions {
  readonly io: Io
  readonly globals: Globals
  /** See `askedUi`. */
  readonly ui?: UiChoice | undefined
  readonly env: Environment
  readonly parts: Parts
  /** True where scripts expect docker compose's exit codes. Default: false. */
  readonly asCompose?: boolean
  readonly advise: Advise
}

/** A session; nothing is read or connected until a command asks. */
export function createSession(options: SessionOptions): Session {
  const { io, globals, ui, env, parts, asCompose = false, advise } = options
  const tracing = createTracing(globals.trace, io.cwd)
  const interrupts = createInterrupts({ ...io, kill: tracing.writtenBefore(io.kill) })
  const deadline = deadlineOf(globals, interrupts.abort)
  const onClosed = () => interrupts.abort(new OutputClosed())
  const ansi = globals['no-ansi'] ? 'never' : globals.ansi
  const stdout = createTerminal(io.stdout, { env, ansi, onClosed, hold: io.hold })
  const stderr = createTerminal(io.stderr, { env, ansi, onClosed: () => undefined, hold: io.hold })
  const remote = { env, signal: interrupts.signal, insecureRegistries: globals['insecure-registry'] }
  const reader = once(async () => parts.createReader(io.stdin, remote))
  const engine = once(async () => parts.connect(env, interrupts.signal))
  const settings = once(async () => parts.readSettings(env, await reader()))
  const mode = once(async () => modeOf({ asked: ui, ansi, env, stderr, settings }))
  const renderer = once(async (looks?: RendererOptions) =>
    parts.createRenderer({ mode: await mode(), stdout, stderr }, looks),
  )
  const loading = createLoading({ ...options, stderr, reader })
  return {
    globals,
    env,
    shell: io.env,
    cwd: io.cwd,
    stdout,
    stderr,
    signal: interrupts.signal,
    onInterrupt: interrupts.onInterrupt,
    keyboard: io.keyboard,
    now: io.now,
    advise,
    exitCodeOf: (error) => exitCodeFor(error, { asCompose }),
    confirm: async (question) => {
      const answer = await io.ask?.(`${question} [y/N] `, interrupts.signal)
      return answer === undefined ? undefined : /^y(es)?$/i.test(answer.trim())
    },
    ...loading,
    engine,
    settings,
    mode,
    renderer,
    trace: tracing,
    emitter: once(async (looks?: RendererOptions) => {
      await tracing.open(looks?.command ?? '')
      const { handle } = await renderer(looks)
      const emit = createEmitter((event) => {
        tracing.note(event)
        handle(event)
      }, io.now)
      return (event) => emit(advised(event, advise))
    }),
    close: async () => {
      deadline?.clear()
      await renderer.made()?.then(async (made) => made?.close())
      await engine.made()?.then((made) => made?.close())
      tracing.write()
    },
  }
}

/** `--deadline` counts from the beginning, and ends whatever is under way. */
function deadlineOf(globals: Globals, abort: (reason: Error) => void): Deadline | undefined {
  if (globals.deadline === undefined) return undefined
  const deadline = startDeadline(readDuration(globals.deadline, '--deadline'), '--deadline')
  deadline.signal.addEventListener('abort', () => abort(deadline.signal.reason))
  return deadline
}

interface LoadingOptions extends SessionOptions {
  readonly stderr: Terminal
  readonly reader: () => Promise<LoadOptions['reader']>
}

type Loading = Pick<Session, 'load' | 'loadQuietly' | 'loadModel' | 'check' | 'loadOptions' | 'projectName'>

/** The part of a session that reads the project's files. */
function createLoading({ io, globals, env, parts, stderr, reader }: LoadingOptions): Loading {
  const shown = new Set<string>()
  const loadOptions = async (request: LoadRequest = {}): Promise<LoadOptions> => ({
    ...readOptions(globals, { env, cwd: io.cwd, reader: await reader() }),
    ...request,
  })
  const warned = async <T extends { readonly warnings: readonly Problem[] }>(loaded: T): Promise<T> => {
    const style = { color: stderr.color, ascii: stderr.ascii, cwd: io.cwd, width: stderr.columns() }
    stderr.write(await parts.formatWarnings(unseen(loaded.warnings, shown), style))
    return loaded
  }
  return {
    loadOptions,
    load: async (request) => warned(await parts.load(await loadOptions(request))),
    loadQuietly: async (request) => parts.load(await loadOptions(request)),
    loadModel: async (request) => warned(await parts.loadModel(await loadOptions(request))),
    check: async (request) => {
      const options = await loadOptions(request)
      return parts.load(options).then(({ warnings }) => warnings, problemsOf)
    },
    projectName: once(
      async () =>
        globals['project-name'] ||
        (globals.file.length === 0 && env['COMPOSE_PROJECT_NAME']) ||
        parts.projectName(await loadOptions()),
    ),
  }
}

/** Nobody reads stdout any more: the command ends quietly. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

/** The loader's options as the global options say them. */
export function readOptions(
  globals: Globals,
  base: Pick<LoadOptions, 'env' | 'cwd' | 'reader'>,
): LoadOptions {
  return {
    ...base,
    files: globals.file,
    ...(globals['project-name'] !== undefined && { projectName: globals['project-name'] }),
    ...(globals['project-directory'] !== undefined && { projectDirectory: globals['project-directory'] }),
    envFiles: globals['env-file'],
    profiles: globals.profile,
    allResources: globals['all-resources'],
    compatibility: globals.compatibility,
  }
}

/** Calls `make` at the first call and remembers what it gave; `made` is that, or undefined before and after a failure. */
function once<T, A extends readonly unknown[]>(make: (...args: A) => Promise<T>) {
  let value: Promise<T> | undefined
  const get = (...args: A): Promise<T> => (value ??= make(...args))
  return Object.assign(get, { made: () => value?.catch(() => undefined) })
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProjectError) return error.problems
  throw error
}

function unseen(warnings: readonly Problem[], seen: Set<string>): readonly Problem[] {
  return warnings.filter((warning) => {
    const key = JSON.stringify([warning.code, warning.message, warning.place])
    const fresh = !seen.has(key)
    seen.add(key)
    return fresh
  })
}
