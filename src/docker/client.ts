/** Calls of the Engine API: versioned paths, statuses to errors, a limit on the time until an answer, aborts with their reason. */
import type { Readable } from 'node:stream'
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import { atLeast } from './api-version.ts'
import { startDeadline } from './deadline.ts'
import { connectionError, refusalError } from './failures.ts'
import type { ErrorCode } from '../errors.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts'

export interface Call extends HttpRequest {
  /** Completes "cannot …" in errors: `start container "web"`. */
  readonly doing: string
  readonly signal?: AbortSignal | undefined
  /** Statuses that are as good as success. */
  readonly accept?: readonly number[]
  /** Code of the error when the engine refuses. */
  readonly code?: ErrorCode
  /** Added to a refusal's hint. */
  readonly hint?: string | undefined
  /** Milliseconds until the answer must be there; `none` where the engine may rightly take forever. */
  readonly patience?: number | 'none'
}

export interface Client {
  readonly address: string
  readonly apiVersion: string
  readonly podman: boolean
  /** True when both sides speak at least this version of the API. */
  speaks(version: string): boolean
  json<T>(call: Call): Promise<T>
  /** For calls whose answer does not matter. */
  done(call: Call): Promise<void>
  /** Resolves with the headers. The body ends with an EngineError when the connection breaks, with the reason when aborted. */
  stream(
    call: Call,
  ): Promise<{ readonly headers: HttpAnswer['headers']; readonly body: AsyncIterable<Uint8Array> }>
  close(): void
}

export interface ClientOptions {
  readonly http: HttpClient
  readonly address: string
  readonly source: string
  /** Spoken with the engine; empty: unversioned paths. */
  readonly apiVersion: string
  readonly podman?: boolean
  /** Milliseconds until an ordinary call must have been answered. */
  readonly patience?: number
}

/** Long enough for an engine that is busy with a hundred other calls. */
const defaultPatience = 180_000

/** Calls over HTTP, with deadlines, and failures as EngineErrors. */
export function createClient(options: ClientOptions): Client {
  const { address, apiVersion } = options
  return {
    address,
    apiVersion,
    podman: options.podman ?? false,
    speaks: (version) => atLeast(apiVersion, version),
    json: async <T>(call: Call) => parse(await ordinary(options, call), call) as T,
    done: async (call) => void (await ordinary(options, call)),
    stream: (call) => streaming(options, call),
    close: () => options.http.close(),
  }
}

/** Sends a call and reads its whole body. */
async function ordinary(options: ClientOptions, call: Call): Promise<string> {
  const deadline = startDeadline(patienceOf(options, call), call.signal)
  try {
    const answer = await options.http.send(versioned(options, call), deadline.signal)
    const text = await textOf(answer.body)
    refuseUnlessOk(answer, call, text)
    return text
  } catch (error) {
    throw explained(error, options, { call, expired: deadline.expired() })
  } finally {
    deadline.release()
  }
}

async function streaming(options: ClientOptions, call: Call) {
  const deadline = startDeadline(patienceOf(options, call), call.signal)
  try {
    const answer = await options.http.send(versioned(options, call), deadline.signal)
    if (!isOk(answer, call)) refuseUnlessOk(answer, call, await textOf(answer.body))
    deadline.met()
    answer.body.once('close', () => deadline.release())
    return { headers: answer.headers, body: explainedBody(answer.body, options, call) }
  } catch (error) {
    deadline.release()
    throw explained(error, options, { call, expired: deadline.expired() })
  }
}

async function* explainedBody(
  body: Readable,
  options: ClientOptions,
  call: Call,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Buffer
  } catch (error) {
    throw explained(error, options, { call, expired: false })
  }
}

function patienceOf(options: ClientOptions, call: Call): number | undefined {
  if (call.patience === 'none') return undefined
  return (options.patience ?? defaultPatience) + (call.patience ?? 0)
}

function versioned({ apiVersion }: ClientOptions, call: Call): HttpRequest {
  return { ...call, path: apiVersion === '' ? call.path : `/v${apiVersion}${call.path}` }
}

function isOk({ status }: HttpAnswer, call: Call): boolean {
  return (status >= 200 && status < 300) || (call.accept ?? []).includes(status)
}

function refuseUnlessOk(answer: HttpAnswer, call: Call, text: string): void {
  if (isOk(answer, call)) return
  throw refusalError({ ...call, status: answer.status, text: messageIn(text, answer.status) })
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

function explained(
  error: unknown,
  options: ClientOptions,
  { call, expired }: { readonly call: Call; readonly expired: boolean },
): unknown {
  if (call.signal?.aborted) return call.signal.reason
  if (expired) return noAnswer(options, call)
  if (error instanceof EngineError) return error
  if (error instanceof Error && /redirect/i.test(error.message)) return redirected(options, call)
  return connectionError(error, { ...options, doing: call.doing })
}

function noAnswer(options: ClientOptions, call: Call): EngineError {
  const seconds = Math.round((patienceOf(options, call) ?? 0) / 1000)
  return new EngineError(
    'engine-unreachable',
    `cannot ${call.doing}: no answer from ${options.address} for ${seconds} s`,
    {
      hint: 'the engine hangs or is overloaded: "docker info" and its log may tell why',
    },
  )
}

function redirected({ address }: ClientOptions, { doing }: Call): EngineError {
  return new EngineError('engine-failed', `cannot ${doing}: ${address} answers with a redirect`, {
    hint: 'that is not how an engine answers: check DOCKER_HOST',
  })
}

function parse(text: string, call: Call): object {
  const value = jsonOf(text)
  if (typeof value !== 'object' || value === null) {
    throw refusalError({
      ...call,
      text: `the answer is not the JSON that was expected: ${text.slice(0, 100)}`,
    })
  }
  return value
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
