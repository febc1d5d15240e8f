/** Calls of the Engine API: versioned paths, statuses to errors, a limit on the time until an answer, aborts with their reason. */
import { jsonOf } from '../util/json.ts'
import type { Duplex, Readable } from 'node:stream'
import type { ErrorCode } from '../errors.ts'
import { atLeast } from './api-version.ts'
import { explained, refusalOf } from './call-errors.ts'
import type { Callee } from './call-errors.ts'
import { startDeadline } from './deadline.ts'
import { refusalError } from './failures.ts'
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
  stream(call: Call): Promise<Stream>
}

export interface Stream {
  readonly headers: HttpAnswer['headers']
  readonly body: AsyncIterable<Uint8Array>
  /** The bare connection of a call with `upgrade`; without that, or when it is not granted, there is none. */
  readonly connection?: Duplex
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
  }
}

/** Sends a call and reads its whole body. */
async function ordinary(options: ClientOptions, call: Call): Promise<string> {
  const callee = calleeOf(options, call)
  const deadline = startDeadline(callee.patience, call.signal)
  try {
    const answer = await options.http.send(versioned(options, call), deadline.signal)
    const text = await textOf(answer.body)
    if (!isOk(answer, call)) throw refusalOf(answer, { call, callee, text })
    return text
  } catch (error) {
    throw explained(error, { call, callee, expired: deadline.expired() })
  } finally {
    deadline.release()
  }
}

async function streaming(options: ClientOptions, call: Call): Promise<Stream> {
  const callee = calleeOf(options, call)
  const deadline = startDeadline(callee.patience, call.signal)
  try {
    const answer = await options.http.send(versioned(options, call), deadline.signal)
    if (!isOk(answer, call)) throw refusalOf(answer, { call, callee, text: await textOf(answer.body) })
    deadline.met()
    answer.body.once('close', () => deadline.release())
    return { ...answer, body: explainedBody(answer.body, callee, call) }
  } catch (error) {
    deadline.release()
    throw explained(error, { call, callee, expired: deadline.expired() })
  }
}

async function* explainedBody(body: Readable, callee: Callee, call: Call): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Buffer
    // An abort may have dropped what was still to be read.
    call.signal?.throwIfAborted()
  } catch (error) {
    throw explained(error, { call, callee, expired: false })
  }
}

function calleeOf({ address, source, patience = defaultPatience }: ClientOptions, call: Call): Callee {
  return { address, source, patience: call.patience === 'none' ? undefined : patience + (call.patience ?? 0) }
}

function versioned({ apiVersion }: ClientOptions, call: Call): HttpRequest {
  return { ...call, path: apiVersion === '' ? call.path : `/v${apiVersion}${call.path}` }
}

function isOk({ status, connection }: HttpAnswer, call: Call): boolean {
  if (connection !== undefined) return true
  return (status >= 200 && status < 300) || (call.accept ?? []).includes(status)
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

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
