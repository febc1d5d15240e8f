/**
 * The only file that knows dockerode. Of it we use the one primitive below all its calls, and always as a stream: bodies are read,
 * and their faults seen, by our own code. Connections are our own too, so that every transport is plain HTTP to it.
 */
import { Agent } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import Docker from 'dockerode'
import type { HttpAnswer, HttpClient, HttpRequest, Query } from './http.ts'

/** An HTTP client over connections that `open` makes. `host` is what the Host header says, `prefix` comes before every path. */
export function createHttpClient(options: {
  readonly open: () => Duplex
  readonly host: string
  readonly prefix: string
}): HttpClient {
  const agent = Object.assign(new Agent({ keepAlive: true }), { createConnection: () => options.open() })
  const ours: object = { ...onlyOurs, agent }
  const { modem } = new Docker(ours)
  refuseRedirects(modem)
  return {
    send: (request, signal) =>
      new Promise((resolve, reject) => {
        const headers = { Host: options.host, ...request.headers }
        const dialled = {
          ...dialOptions(request),
          path: options.prefix + pathOf(request),
          headers,
          abortSignal: signal,
        }
        modem.dial(dialled, (error, message) =>
          error ? reject(error) : resolve(answerOf(message as IncomingMessage)),
        )
      }),
    close: () => agent.destroy(),
  }
}

/** Overrides what dockerode would read from the process's environment. */
const onlyOurs = { socketPath: 'engine', host: undefined, protocol: 'http', timeout: undefined } as const

const everyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [100 + i, true]))

/** dockerode drops the last character of a path with `?`, and takes options for body and query unless they are separate. */
function pathOf({ path, query }: HttpRequest): string {
  return query === undefined ? path : `${path}?`
}

function dialOptions({ method, query, body, upload }: HttpRequest) {
  const separate = { _query: definedOnly(query ?? {}), _body: body ?? {} }
  return {
    method,
    isStream: true,
    statusCodes: everyStatus,
    ...(query !== undefined || body !== undefined ? { options: separate } : {}),
    ...(upload === undefined ? {} : { file: upload instanceof Uint8Array ? Buffer.from(upload) : upload }),
  }
}

function definedOnly(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}

function answerOf(message: IncomingMessage): HttpAnswer {
  // A fault that comes before anyone reads must not end the process; the reader still sees it.
  message.on('error', () => {})
  return { status: message.statusCode ?? 0, headers: message.headers, body: message }
}

/** Its redirects resolve relative places against nothing, which ends the process. */
function refuseRedirects(modem: object): void {
  const internals = modem as { buildRequest: (options: object, ...rest: unknown[]) => void }
  const build = internals.buildRequest.bind(modem)
  internals.buildRequest = (options, ...rest) => build({ ...options, maxRedirects: 0 }, ...rest)
}
