/** A way to the engine that can be cut, for what a lost connection does. */
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectTo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { connect } from '../../src/docker/connect.ts'

export interface Proxy {
  /** For DOCKER_HOST. */
  readonly host: string
  /** Ends all connections and refuses new ones. */
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

/** A socket that leads to the engine until it is cut, as when the engine is restarted. */
export async function openProxy(): Promise<Proxy> {
  const engine = await connect({ env: process.env })
  const { address } = engine
  engine.close()
  const folder = await mkdtemp(join(tmpdir(), 'gantry-proxy-'))
  const path = join(folder, 'docker.sock')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const upstream = address.startsWith('unix://')
      ? connectTo(address.slice('unix://'.length))
      : connectTo(Number(new URL(address).port), new URL(address).hostname)
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  const mend = async () => new Promise<void>((resolve) => server.listen(path, resolve))
  await mend()
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  onTestFinished(async () => {
    if (server.listening) await cut()
    await rm(folder, { recursive: true, force: true })
  })
  return { host: `unix://${path}`, cut, mend }
}
