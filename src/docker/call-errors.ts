/** What went wrong with a call: the engine's refusal, a broken connection, no answer in time, or the caller's abort. */
import { EngineError } from '../errors.ts'
import { jsonOf } from '../util/json.ts'
import { printable } from '../util/printable.ts'
import type { Call } from './client.ts'
import { connectionError, refusalError } from './failures.ts'
import type { HttpAnswer } from './http.ts'
import { statusOf } from './statuses.ts'

/** Who was called, and how much time it had. */
export interface Callee {
  readonly address: string
  readonly source: string
  /** Milliseconds; undefined where there was no limit. */
  readonly patience: number | undefined
}

/** The error for an answer that is no success; `text` is its whole body. */
export function refusalOf(
  { status, headers }: HttpAnswer,
  { call, callee, text }: { readonly call: Call; readonly callee: Callee; readonly text: string },
): EngineError {
  if (status >= 300 && status < 400) return redirected(callee, call)
  const words = messageIn(text, status)
  const retryAfter = headers['retry-after']
  return refusalError({ ...call, status: statusOf(status, words), text: words, retryAfter })
}

/** What the caller gets for whatever was thrown under way. */
export function explained(
  error: unknown,
  { call, callee, expired }: { readonly call: Call; readonly callee: Callee; readonly expired: boolean },
): unknown {
  if (call.signal?.aborted) return call.signal.reason
  if (expired) return noAnswer(callee, call)
  if (error instanceof EngineError) return error
  return connectionError(error, { ...callee, doing: call.doing })
}

/** The engine's message, or what a proxy in its place says. */
function messageIn(text: string, status: number): string {
  const value = jsonOf(text)
  if (typeof value === 'object' && value !== null) {
    if ('message' in value && typeof value.message === 'string') return value.message
    if ('cause' in value && typeof value.cause === 'string') return value.cause
  }
  const words = printable(text.replaceAll(/<(style|script)[^]*?<\/\1>|<[^>]*>/gi, ' ')).slice(0, 200)
  return `HTTP ${status}${words === '' ? '' : `, ${words}`}`
}

function noAnswer({ address, patience = 0 }: Callee, { doing }: Call): EngineError {
  const seconds = Math.round(patience / 1000)
  const message = `cannot ${doing}: no answer from ${address} for ${seconds} s`
  return new EngineError('engine-unreachable', message, {
    hint: 'the engine hangs or is overloaded: "docker info" and its log may tell why',
  })
}

function redirected({ address }: Callee, { doing }: Call): EngineError {
  return new EngineError('engine-failed', `cannot ${doing}: ${address} answers with a redirect`, {
    hint: 'that is not how an engine answers: check DOCKER_HOST',
  })
}
