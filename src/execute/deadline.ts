/** A deadline for a whole run, as a signal whose reason is the error to tell. */
import { StepError } from '../errors.ts'

export interface Deadline {
  /** Aborts with a StepError `deadline-passed`. */
  readonly signal: AbortSignal
  /** Takes the deadline back; safe to call twice. */
  readonly clear: () => void
}

/** Starts to count; `option` is what the user set it with. Keeps no process alive. */
export function startDeadline(milliseconds: number, option: string): Deadline {
  const controller = new AbortController()
  const pass = () => controller.abort(deadlinePassed(milliseconds, option))
  const timer = setTimeout(pass, Math.min(milliseconds, longestTimer))
  timer.unref()
  return { signal: controller.signal, clear: () => clearTimeout(timer) }
}

/** Node's timers hold no more milliseconds than this: almost 25 days. */
const longestTimer = 2 ** 31 - 1

function deadlinePassed(milliseconds: number, option: string): StepError {
  return new StepError('deadline-passed', `gave up after ${milliseconds / 1000} s (${option})`, {
    hint: `what was begun may go on in the engine; allow more with ${option}`,
  })
}

/** True for the error of a deadline, however much was added to it. */
export function isDeadline(error: unknown): error is StepError {
  return error instanceof StepError && error.code === 'deadline-passed'
}
