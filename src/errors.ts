/** What can go wrong, as values: problems (in the user's files, collected) and errors (that stop us, thrown). */
import type { Autopsy } from './events.ts'

/** A place in one of the user's files. Lines and columns count from 1; `length` is in characters, for the code frame. */
export interface Place {
  /** Absolute path, or `-` for standard input. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length?: number
}

/** Something wrong, or doubtful, in the user's files. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** Kebab-case and stable, for `--format json|sarif`: `unknown-attribute`, `undefined-service`, … */
  readonly code: string
  /** What is wrong, in one sentence that names service and attribute. */
  readonly message: string
  readonly place?: Place
  /** What to do: `did you mean "image"?` */
  readonly hint?: string
  /** The source line of `place`, for the code frame. */
  readonly frame?: string
}

/** Every error we throw carries one of these; `exitCodes` says what the shell gets. */
export type ErrorCode = keyof typeof exitCodes

const exitCodes = {
  usage: 1,
  'invalid-project': 10,
  'engine-unreachable': 20,
  'engine-forbidden': 20,
  'engine-failed': 1,
  'pull-failed': 21,
  'build-failed': 22,
  unhealthy: 30,
  'exited-early': 30,
  'dependency-failed': 31,
  'deadline-passed': 32,
  'port-taken': 33,
  'not-supported': 1,
  'remote-failed': 1,
  'output-failed': 1,
  locked: 40,
  cancelled: 130,
} as const

/** The exit code of an error: its class's, or 1 for anything we did not foresee. */
export function exitCodeOf(error: unknown): number {
  return error instanceof GantryError ? exitCodes[error.code] : 1
}

/** An error with a stable code, a message that says what happened and where, and a hint that says what to do. */
export class GantryError extends Error {
  override readonly name: string = 'GantryError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}

/** The command line is wrong. `usage` is the command's usage line. */
export class UsageError extends GantryError {
  override readonly name = 'UsageError'
  readonly usage: string | undefined

  constructor(message: string, options: { readonly hint?: string; readonly usage?: string } = {}) {
    super('usage', message, options)
    this.usage = options.usage
  }
}

/** The user's files cannot be used; carries every problem found, warnings included. */
export class ProjectError extends GantryError {
  override readonly name = 'ProjectError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super('invalid-project', problems.map(({ message }) => message).join('\n'))
    this.problems = problems
  }
}

/** The engine refused, failed or could not be reached. `status` is the HTTP status where it answered. */
export class EngineError extends GantryError {
  override readonly name = 'EngineError'
  readonly status: number | undefined
  /** Whether doing the same again may succeed: a registry could not be reached, or a server was busy or broken. */
  readonly transient: boolean
  /** Seconds after which the other side asks to be tried again. */
  readonly retryAfter: number | undefined
  /** The attribute of the service that the engine refuses, where its words tell: `devices`. */
  readonly attribute: string | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly hint?: string | undefined
      readonly cause?: unknown
      readonly status?: number | undefined
      readonly transient?: boolean
      readonly retryAfter?: number | undefined
      readonly attribute?: string | undefined
    } = {},
  ) {
    super(code, message, options)
    this.status = options.status
    this.transient = options.transient ?? false
    this.retryAfter = options.retryAfter
    this.attribute = options.attribute
  }
}

/** A step did not reach what it was for: a container turned unhealthy, exited early, a dependency failed. */
export class StepError extends GantryError {
  override readonly name = 'StepError'
  /** The last lines of the container's log and of its failing health check, oldest first. */
  readonly lastLines: readonly string[]
  /** What else was found out. */
  readonly autopsy: Autopsy | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly hint?: string | undefined
      readonly cause?: unknown
      readonly lastLines?: readonly string[]
      readonly autopsy?: Autopsy
    } = {},
  ) {
    super(code, message, options)
    this.lastLines = options.lastLines ?? []
    this.autopsy = options.autopsy
  }
}

/** The user stopped us. */
export class Cancelled extends GantryError {
  override readonly name = 'Cancelled'

  constructor(message = 'cancelled') {
    super('cancelled', message)
  }
}
