/** Opens connections to an endpoint: Unix sockets, pipes and TCP here, TLS and ssh in files of their own. */
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Environment } from './docker-config.ts'
import type { Transport } from './endpoint.ts'

/** What opens a new connection each time; faults come as the connection's `error` event. */
export async function opener(transport: Transport, env: Environment): Promise<() => Duplex> {
  if (transport.kind === 'socket') return () => connect(transport.path)
  if (transport.kind === 'ssh') {
    const { sshOpener } = await import('./ssh.ts')
    return sshOpener(transport, env)
  }
  const { host, port, tls } = transport
  if (tls === undefined) return () => connect(port, host)
  const { openTls } = await import('./tls.ts')
  return () => openTls({ host, port, tls })
}
