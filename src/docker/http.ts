/** One HTTP exchange with the engine, as `node-http.ts` offers it to the rest. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Duplex, Readable } from 'node:stream'

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** With the version's prefix, without a query. */
  readonly path: string
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: object
  /** Sent as a tar archive. */
  readonly upload?: Uint8Array | Readable
  readonly headers?: Readonly<Record<string, string>>
  /** Asks for the bare connection, for both sides to write on as they like. */
  readonly upgrade?: boolean
}

/** `undefined` is left out, lists repeat the key, objects become JSON. */
export type Query = Readonly<
  Record<string, string | number | boolean | object | readonly string[] | undefined>
>

/** Any answer, whatever its status; its body is still to be read. A body that breaks off is an error of its reader. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Readable
  /** Where an upgrade was asked for and granted: the connection, beginning after the answer's head. */
  readonly connection?: Duplex
}

export interface HttpClient {
  /** Rejects with Node's own errors when there is no answer. An abort destroys the connection, until the body has ended. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>
  /** Destroys every connection, busy ones too. */
  close(): void
}
