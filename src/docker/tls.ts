/** Connections over TLS. */
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import type { TlsMaterial } from './endpoint.ts'

/** A new connection; a certificate that is not trusted, or a key that is refused, is its `error` event. */
export function openTls(to: {
  readonly host: string
  readonly port: number
  readonly tls: TlsMaterial
}): Duplex {
  const { verify, ...material } = to.tls
  const { host, port } = to
  const name = isIP(host) === 0 ? { servername: host } : {}
  return connect({ host, port, ...material, ...name, rejectUnauthorized: verify })
}
