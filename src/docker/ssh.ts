/** Connections through the user's own ssh, with its configuration, agent and known hosts. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { Duplex } from 'node:stream'
import type { Environment } from './docker-config.ts'
import type { Transport } from './endpoint.ts'

/** sshd drops connections at random where more than ten (`MaxStartups`) have not logged in yet, and we are not alone there. */
const loggingIn = 4

/** Milliseconds after which a connection counts as logged in though nothing has come from it: the engine may be slow to answer. */
const longestLogin = 3000

/** What opens a connection each time; those that are too many to log in at once wait for their turn. */
export function sshOpener(transport: SshTransport, env: Environment): () => Duplex {
  const waiting: (() => void)[] = []
  let count = 0
  const admit = () => {
    if (count === loggingIn) return
    const first = waiting.shift()
    if (first) count++
    first?.()
  }
  const countUntilIn = (child: ChildProcessWithoutNullStreams) => {
    let counts = true
    const leave = () => {
      if (counts) count--
      counts = false
      admit()
    }
    setTimeout(leave, longestLogin).unref()
    child.stdout.once('data', leave)
    child.once('close', leave)
  }
  return () =>
    openStream((started) => {
      waiting.push(() => {
        const child = startSsh(transport, env)
        countUntilIn(child)
        started(child)
      })
      admit()
    })
}

type SshTransport = Extract<Transport, { readonly kind: 'ssh' }>

/** As the docker command does it: the remote docker speaks HTTP on its standard streams. */
function startSsh(transport: SshTransport, env: Environment): ChildProcessWithoutNullStreams {
  const remote = transport.socket === undefined ? [] : ['--host', `unix://${transport.socket}`]
  return spawn(
    'ssh',
    ['-o', 'ConnectTimeout=30', '-T', ...transport.destination, 'docker', ...remote, 'system', 'dial-stdio'],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...env } },
  )
}

/** A stream that begins once `start` has got it a process. */
function openStream(start: (started: (child: ChildProcessWithoutNullStreams) => void) => void): Duplex {
  let child: ChildProcessWithoutNullStreams | undefined
  const stream = new Duplex({
    construct: (done) =>
      start((started) => {
        child = started
        passOn(child, stream)
        done()
      }),
    read: () => void child?.stdout.resume(),
    write: (chunk: Buffer, _, done) => void child?.stdin.write(chunk, () => done()),
    final: (done) => void child?.stdin.end(() => done()),
    destroy: (error, done) => {
      child?.kill()
      done(error)
    },
  })
  return asSocket(stream)
}

/** What comes from the process, and its end. */
function passOn(child: ChildProcessWithoutNullStreams, stream: Duplex): void {
  child.stdout.on('data', (chunk: Buffer) => stream.push(chunk) || child.stdout.pause())
  // What breaks is told by the exit, with the words of ssh.
  child.stdin.on('error', () => {})
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-1000)))
  child.on('error', (error) => stream.destroy(isMissing(error) ? new Error('ssh is not installed') : error))
  child.on('close', (code) => {
    if (code === 0) stream.push(null)
    else stream.destroy(new Error(said.trim() || `ssh exited with ${code}`))
  })
}

function isMissing(error: Error): boolean {
  return 'code' in error && error.code === 'ENOENT'
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
