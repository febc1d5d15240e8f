/** Connections through the user's own ssh, with its configuration, agent and known hosts. */
import { spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import type { Environment } from './docker-config.ts'
import type { Transport } from './endpoint.ts'

/** As the docker command does it: the remote docker speaks HTTP on its standard streams. */
export function openSsh(transport: Extract<Transport, { readonly kind: 'ssh' }>, env: Environment): Duplex {
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
