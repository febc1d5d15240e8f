/** A registry on loopback that speaks as much of the API as reading needs, with logins and faults to order. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface RegistryServer {
  /** `127.0.0.1:port` */
  readonly host: string
  /** `METHOD path authorization` of the requests so far. */
  readonly requests: string[]
  /** Answers before anything else; true: it has. */
  intercept: (listener: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined) => void
  /** How clients log in; undefined: everybody may read. */
  protect: (protection: Protection | undefined) => void
  /** Keeps a blob; its digest. */
  blob: (text: string) => string
  /** Keeps a manifest under a tag as well as its digest. */
  manifest: (tag: string, manifest: object) => string
  close: () => Promise<void>
}

export interface Protection {
  readonly scheme: 'Basic' | 'Bearer'
  /** `user:password`, or an identity token; undefined: a token is given to everybody. */
  readonly login?: string
  /** Where tokens are given, instead of this server. */
  readonly realm?: string
}

interface Stored {
  readonly bytes: Buffer
  readonly type: string
}

export async function startRegistry(tls?: {
  readonly key: string
  readonly cert: string
}): Promise<RegistryServer> {
  const stored = new Map<string, Stored>()
  const requests: string[] = []
  let intercepting: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  let protection: Protection | undefined
  const listener: RequestListener = (request, response) => {
    const { authorization = '' } = request.headers
    requests.push(`${request.method} ${request.url} ${authorization}`.trim())
    if (intercepting?.(request, response)) return
    const found = stored.get((request.url ?? '').replace(/^\/v2\/(?:team\/)?app\//, ''))
    if (request.url?.startsWith('/token')) giveToken(protection, request, response)
    else if (protection && authorization !== accepted(protection)) {
      const own = `${tls ? 'https' : 'http'}://${request.headers.host}/token`
      const scope = `repository:${request.url?.split('/').slice(2, -2).join('/')}:pull`
      const bearer = `Bearer realm="${protection.realm ?? own}",service="test",scope="${scope}"`
      const challenge = protection.scheme === 'Basic' ? 'Basic realm="registry"' : bearer
      response.writeHead(401, { 'www-authenticate': challenge })
      response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}')
    } else if (found) response.writeHead(200, { 'content-type': found.type }).end(found.bytes)
    else response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}')
  }
  const server = tls ? createSecureServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    requests,
    intercept: (next) => {
      intercepting = next
    },
    protect: (next) => {
      protection = next
    },
    blob: (text) => {
      const bytes = Buffer.from(text)
      stored.set(`blobs/${digestOf(bytes)}`, { bytes, type: 'application/octet-stream' })
      return digestOf(bytes)
    },
    manifest: (tag, manifest) => {
      const bytes = Buffer.from(JSON.stringify(manifest))
      const type = 'mediaType' in manifest ? String(manifest.mediaType) : 'application/json'
      stored.set(`manifests/${tag}`, { bytes, type })
      stored.set(`manifests/${digestOf(bytes)}`, { bytes, type })
      return digestOf(bytes)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function digestOf(bytes: string | Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

const token = 'a.token'

function accepted({ scheme, login = '' }: Protection): string {
  return scheme === 'Bearer' ? `Bearer ${token}` : basic(login)
}

function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString('base64')}`
}

function giveToken(
  protection: Protection | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const given = request.method === 'POST' ? form.get('refresh_token') : request.headers.authorization
    const wanted = request.method === 'POST' ? protection?.login : basic(protection?.login ?? '')
    if (protection?.login !== undefined && given !== wanted) {
      response.writeHead(401).end('{"errors":[{"message":"incorrect username or password"}]}')
    } else response.end(JSON.stringify(request.method === 'POST' ? { access_token: token } : { token }))
  })
}
