/** Opens connections to an endpoint: Unix sockets, pipes, TCP, TLS, and ssh through the user's own ssh. */
import { spawn } from 'node:child_process'
import { connect as connectSocket } from 'node:net'
import { Duplex, PassThrough } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import type { Environment } from './docker-config.ts'
import type { TlsMaterial, Transport } from './endpoint.ts'

/** A new connection; errors come as its `error` event. */
export function openSocket(transport: Transport, env: Environment): Duplex {
  if (transport.kind === 'socket') return connectSocket(transport.path)
  if (transport.kind === 'ssh') return openSsh(transport, env)
  const { host, port, tls } = transport
  return tls === undefined ? connectSocket(port, host) : connectTls({ host, port, ...tlsOptions(host, tls) })
}

function tlsOptions(host: string, { verify, ...material }: TlsMaterial) {
  return { ...material, servername: host, rejectUnauthorized: verify }
}

/** As the docker command does it: the remote docker speaks HTTP on its standard streams. */
function openSsh(transport: Extract<Transport, { kind: 'ssh' }>, env: Environment): Duplex {
  const remote = transport.socket === undefined ? [] : ['--host', `unix://${transport.socket}`]
  const child = spawn(
    'ssh',
    ['-o', 'ConnectTimeout=30', '-T', ...transport.destination, 'docker', ...remote, 'system', 'dial-stdio'],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...env } },
  )
  // Its end waits for the exit, which tells whether it is a fault.
  const readable = child.stdout.pipe(new PassThrough(), { end: false })
  const stream = Duplex.from({ readable, writable: child.stdin })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-1000)))
  child.on('error', (error) => stream.destroy(error))
  child.on('close', (code) => {
    if (code === 0) readable.end()
    else stream.destroy(new Error(said.trim() || `ssh exited with ${code}`))
  })
  stream.on('close', () => child.kill())
  return asSocket(stream)
}

/** The socket methods that an HTTP agent calls and a pipe does not have. */
function asSocket(stream: Duplex): Duplex {
  const nothing = () => stream
  return Object.assign(stream, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
  })
}
