/** HTTP by Node's own client, over connections that we open ourselves: the same for sockets, pipes, TCP, TLS and ssh. */
import { Agent, request as startRequest } from 'node:http'
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { pipeline } from 'node:stream'
import type { Duplex } from 'node:stream'
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts'
import { queryText } from './query.ts'

export interface HttpOptions {
  /** Begins a connection; its faults come as its `error` event. */
  readonly open: () => Duplex
  /** What the Host header says. */
  readonly host: string
  /** Comes before every path; empty as a rule. */
  readonly prefix: string
}

/** A client that keeps its connections for the next request. Idle ones do not keep the process alive. */
export function createHttpClient(options: HttpOptions): HttpClient {
  const agent = Object.assign(new Agent({ keepAlive: true }), { createConnection: () => options.open() })
  const taken = new Set<Duplex>()
  return {
    send: async (request, signal) => {
      const answer = await exchange({ agent, ...options }, request, signal)
      if (answer.connection !== undefined) hold(taken, answer.connection)
      return answer
    },
    close: () => {
      agent.destroy()
      for (const connection of taken) connection.destroy()
    },
  }
}

/** The agent forgets connections that were taken over. */
function hold(taken: Set<Duplex>, connection: Duplex): void {
  taken.add(connection)
  connection.once('close', () => taken.delete(connection))
}

type Surroundings = HttpOptions & { readonly agent: Agent }

function exchange(around: Surroundings, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const sent = startRequest({
      agent: around.agent,
      method: request.method,
      path: around.prefix + request.path + queryText(request.query),
      headers: headersOf(request, around.host),
      signal,
    })
    sent.on('response', (message) => resolve(answerOf(message)))
    sent.on('upgrade', (message, connection, head) =>
      resolve(upgraded({ message, connection, head }, signal)),
    )
    sent.on('error', (error) =>
      wasStale(sent, request, error) ? resolve(exchange(around, request, signal)) : reject(error),
    )
    send(sent, request)
  })
}

/** The other side may close an idle connection just when we use it again: what only reads is asked anew. */
function wasStale(sent: ClientRequest, { method }: HttpRequest, error: Error): boolean {
  const broke = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
  return broke && sent.reusedSocket && (method === 'GET' || method === 'HEAD')
}

function headersOf({ body, upload, headers, upgrade }: HttpRequest, host: string): OutgoingHttpHeaders {
  return {
    Host: host,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(upload === undefined ? {} : { 'Content-Type': 'application/x-tar' }),
    ...(upgrade ? { Connection: 'Upgrade', Upgrade: 'tcp' } : {}),
    ...headers,
  }
}

function send(sent: ClientRequest, { body, upload }: HttpRequest): void {
  if (upload === undefined) sent.end(body === undefined ? undefined : JSON.stringify(body))
  else if (upload instanceof Uint8Array) sent.end(upload)
  else pipeline(upload, sent, () => {})
}

function answerOf(message: IncomingMessage): HttpAnswer {
  // A fault that comes before anyone reads must not end the process; the reader still sees it.
  message.on('error', () => {})
  return { status: message.statusCode ?? 0, headers: message.headers, body: message }
}

interface Upgrade {
  readonly message: IncomingMessage
  readonly connection: Duplex
  readonly head: Buffer
}

function upgraded({ message, connection, head }: Upgrade, signal: AbortSignal): HttpAnswer {
  const stop = () => connection.destroy(new Error('aborted'))
  signal.addEventListener('abort', stop, { once: true })
  connection.once('close', () => signal.removeEventListener('abort', stop))
  connection.on('error', () => {})
  if (head.length > 0) connection.unshift(head)
  return { status: message.statusCode ?? 0, headers: message.headers, body: connection, connection }
}
