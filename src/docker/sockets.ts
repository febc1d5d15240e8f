/** Opens connections to an endpoint: Unix sockets, pipes, TCP, TLS, and ssh through the user's own ssh. */
import { spawn } from 'node:child_process'
import { connect as connectSocket, isIP } from 'node:net'
import { Duplex } from 'node:stream'
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
  return { ...material, ...(isIP(host) === 0 ? { servername: host } : {}), rejectUnauthorized: verify }
}

/** As the docker command does it: the remote docker speaks HTTP on its standard streams. */
function openSsh(transport: Extract<Transport, { kind: 'ssh' }>, env: Environment): Duplex {
  const remote = transport.socket === undefined ? [] : ['--host', `unix://${transport.socket}`]
  const child = spawn(
    'ssh',
    ['-o', 'ConnectTimeout=30', '-T', ...transport.destination, 'docker', ...remote, 'system', 'dial-stdio'],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...env } },
  )
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk: Buffer, _, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill()
      done(error)
    },
  })
  child.stdout.on('data', (chunk: Buffer) => stream.push(chunk) || child.stdout.pause())
  // What breaks is told by the exit, with the words of ssh.
  child.stdin.on('error', () => {})
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-1000)))
  child.on('error', (error) => stream.destroy(error))
  child.on('close', (code) => {
    if (code === 0) stream.push(null)
    else stream.destroy(new Error(said.trim() || `ssh exited with ${code}`))
  })
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
