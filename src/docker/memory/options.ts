/** What the in-memory engine can be told: what it holds, how its containers behave, how time passes, and what fails. */
import type { EngineError } from '../../errors.ts'
import type { ContainerBody } from '../bodies.ts'
import type {
  BuildRequest,
  ContainerSummary,
  Engine,
  Health,
  ImageDetails,
  NetworkSummary,
  SessionRequest,
  StatsSample,
  VolumeSummary,
} from '../engine.ts'

export interface MemoryOptions {
  /** What it holds at the beginning, as another engine listed it. */
  readonly seed?: Seed
  /** What the process of a container does; without an answer it runs until stopped and is healthy. */
  readonly behaviour?: (container: { readonly name: string; readonly body: ContainerBody }) => Behaviour
  /** What a pull finds; undefined: no such image. Without this option every image can be pulled. */
  readonly registry?: (reference: string) => ImageDetails | undefined
  /** What a build does; without this option every build succeeds, and equal requests make equal images. */
  readonly builder?: (request: BuildRequest) => BuildResult
  /** Seconds since the epoch; without this option each look at the clock is a millisecond later than the last. */
  readonly now?: () => number
  /** How long a call takes, or a process (`exit`, `health`) takes to get there, or one that ignores its stop signal is given (`grace`); without this option no time. */
  readonly delay?: (call: RecordedCall, signal?: AbortSignal) => Promise<void>
}

export interface Seed {
  readonly containers?: readonly ContainerSummary[]
  readonly networks?: readonly NetworkSummary[]
  readonly volumes?: readonly VolumeSummary[]
  readonly images?: readonly ImageDetails[]
}

export interface Behaviour {
  /** It ends by itself with this code; absent: it runs until stopped. */
  readonly exitCode?: number
  /** What it prints when started; line endings included. */
  readonly output?: readonly { readonly stream: 'stdout' | 'stderr'; readonly text: string }[]
  /** What its health check comes to; `starting`: it never gets there. */
  readonly health?: Exclude<Health, 'none'>
  /** Its code when it is asked to stop. */
  readonly stopExitCode?: number
  /** It cannot be started; the engine's words. */
  readonly startError?: string
  /** Signals it takes no notice of: one that ignores its stop signal is killed after its grace period. */
  readonly ignoredSignals?: readonly string[]
  readonly exec?: (command: readonly string[]) => { readonly exitCode: number; readonly output: string }
  /** A command with connected streams; undefined, or without this: what `exec` says, at once. */
  readonly session?: (request: SessionRequest, terminal: Terminal) => Command | undefined
  /** What it uses, sample by sample; then nothing more comes until it stops. */
  readonly stats?: readonly StatsSample[]
}

/** Where a command prints, and how it ends. */
export interface Terminal {
  print(text: string, stream?: 'stdout' | 'stderr'): void
  exit(code: number): void
}

/** What a command does with what comes to it. */
export interface Command {
  input?(text: string): void
  /** Its standard input was closed. */
  end?(): void
  resize?(columns: number, rows: number): void
}

export interface BuildResult {
  /** It fails with these words. */
  readonly error?: string
  readonly output?: readonly string[]
  /** The image's id; absent: made from the request. */
  readonly id?: string
}

/**
 * A call as it came; `subject` is the name, id or reference it is about. `exit`, `health` and `grace` (its argument: seconds) are
 * no calls, but can be delayed.
 */
export interface RecordedCall {
  readonly method: keyof Engine | 'exit' | 'health' | 'grace'
  readonly subject: string
  readonly args: readonly unknown[]
}

/** An error in place of the call; after the call has had its effect; or no answer until the call is aborted. */
export type Fault = EngineError | { readonly after: EngineError } | 'hang'

/** An engine that lives in this process, and the strings to pull. */
export interface MemoryEngine extends Engine {
  /** Every call in its order. */
  readonly calls: readonly RecordedCall[]
  /** From now on calls of `method` for which `matches` holds fail; the answer takes the fault away again. */
  fail(method: keyof Engine, matches: (call: RecordedCall) => boolean, fault: Fault): () => void
  /** Ends a running container's process. */
  exit(container: string, exitCode: number): void
  setHealth(container: string, health: Exclude<Health, 'none'>): void
  /** Lets a running container print. */
  print(container: string, text: string, stream?: 'stdout' | 'stderr'): void
}
