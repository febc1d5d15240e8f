/** The process and the heavy parts of Gantry, as far as commands may see them. */
import type { FileReader } from '../compose/files.ts'
import type { LoadedModel } from '../compose/load.ts'
import type { LoadOptions } from '../compose/options.ts'
import type { LoadedProject } from '../compose/project.ts'
import type { Engine } from '../docker/engine.ts'
import type { Problem } from '../errors.ts'
import type { ErrorStyle } from '../ui/errors.ts'
import type { Mode } from '../ui/mode.ts'
import type { ProblemStyle } from '../ui/problems.ts'
import type { Renderer, RendererOptions, Screen } from '../ui/renderer.ts'
import type { InterruptOptions } from './interrupts.ts'
import type { Settings } from './settings.ts'
import type { Stream, Terminal } from './terminal.ts'

/** Where keys come from, and what else only the process can do with its terminal. */
export interface Keyboard {
  readonly isTTY: boolean
  /** Every byte as it is typed, without echo, until the returned function is called. `onEnd`: no more will come. */
  readonly listen: (onData: (data: Uint8Array) => void, onEnd: () => void) => () => void
  /** Stops the process as Ctrl-Z does, with those that were started with it. */
  readonly suspend: () => void
  /** Runs a shell command on the terminal, with this text as its standard input; resolves with its exit code. */
  readonly run: (command: string, input: string) => Promise<number>
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The process, as far as commands may see it. */
export interface Io extends InterruptOptions {
  readonly env: Environment
  /** Absolute. */
  readonly cwd: string
  readonly stdin: () => Promise<string>
  /** Shows a text on stderr and reads the line typed after it, empty at the end of input; absent where nobody sits at a terminal. */
  readonly ask?: ((text: string, signal: AbortSignal) => Promise<string>) | undefined
  readonly stdout: Stream
  readonly stderr: Stream
  /** Tells who changed the terminal when to give it back. */
  readonly hold: Screen['hold']
  /** The terminal's keys, for what takes the whole window; loaded when asked for. */
  readonly keyboard: () => Promise<Keyboard>
  readonly now: () => Date
  /** Of what runs us, by name, for reports of bugs: `{ node: '20.19.0' }`. */
  readonly versions: Readonly<Record<string, string>>
}

/** The heavy parts of Gantry; `parts.ts` loads the real ones, tests pass their own. */
export interface Parts {
  readonly createReader: (stdin: () => Promise<string>, remote?: RemoteRequest) => Promise<FileReader>
  readonly load: (options: LoadOptions) => Promise<LoadedProject>
  readonly loadModel: (options: LoadOptions) => Promise<LoadedModel>
  /** Only the name, by the rules of the loader: files are read where the name is not given. */
  readonly projectName: (options: LoadOptions) => Promise<string>
  /** `env` completed with the COMPOSE_ variables of the env files; faulty files are left for `load` to report. */
  readonly completeEnv: (options: LoadOptions) => Promise<Environment>
  readonly connect: (env: Environment, signal: AbortSignal) => Promise<Engine>
  readonly readSettings: (env: Environment, reader: FileReader) => Promise<Settings>
  readonly createRenderer: (request: RendererRequest, options?: RendererOptions) => Promise<Renderer>
  readonly formatError: (error: unknown, style: ErrorStyle) => Promise<string>
  readonly formatWarnings: (warnings: readonly Problem[], style: ProblemStyle) => Promise<string>
}

/** What fetching remote files needs; without it only local ones are read. */
export interface RemoteRequest {
  readonly env: Environment
  readonly signal: AbortSignal
  /** `--insecure-registry` */
  readonly insecureRegistries: readonly string[]
}

export interface RendererRequest {
  readonly mode: Mode
  readonly stdout: Terminal
  readonly stderr: Terminal
}
