/** A lock that lives as long as its holder: a local socket that one process listens at and the others wait on. */
import { unlink } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { readHolder, writeHolder, type Holder } from './holder.ts'
import type { LockPlace } from './place.ts'

export interface Lock {
  /** Gives it back; safe to call twice. */
  readonly release: () => void
}

export interface LockRequest {
  readonly place: LockPlace
  /** What others are told of us, beside the process id. */
  readonly holder: Omit<Holder, 'pid'>
  /** Aborting it ends the wait with its reason. */
  readonly signal: AbortSignal
  /** Milliseconds to wait for another holder; absent: as long as it takes; 0: not at all. */
  readonly patience?: number | undefined
  /** Called once for each holder that is waited for; undefined where it tells nothing of itself. */
  readonly onWait: (holder: Holder | undefined) => void
  /** The error when patience is over. */
  readonly refused: (holder: Holder | undefined) => Error
}

/** Takes the lock, after its holder where there is one. Where no lock can be had at all, everybody gets one. */
export async function acquireLock(request: LockRequest): Promise<Lock> {
  const { place, signal, patience, onWait, refused } = request
  const over = patience ? AbortSignal.timeout(patience) : undefined
  for (;;) {
    signal.throwIfAborted()
    const taken = await listen(place, { ...request.holder, pid: process.pid })
    if (taken !== 'in use') return taken
    let holder: Holder | undefined
    const met = (one: Holder | undefined) => {
      holder = one
      if (patience !== 0) onWait(one)
    }
    const stop = AbortSignal.any(over ? [signal, over] : [signal])
    const found = await untilFree(place, { stop, met, look: patience === 0 })
    signal.throwIfAborted()
    if (over?.aborted || (patience === 0 && found === 'met')) throw refused(holder)
  }
}

/** Listens at the place, or says that somebody does. */
async function listen({ path }: LockPlace, holder: Holder): Promise<Lock | 'in use'> {
  const waiting = new Set<Socket>()
  const server = createServer((socket) => {
    waiting.add(socket)
    socket.on('error', () => undefined).on('close', () => waiting.delete(socket))
    socket.unref()
    socket.write(writeHolder(holder))
  })
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve).listen({ path }, () => resolve(undefined))
  })
  if (failure?.code === 'EADDRINUSE') return 'in use'
  if (failure) return { release: () => undefined }
  server.unref()
  return { release: () => free(server, waiting) }
}

/** The name is free before those who wait are told. */
function free(server: Server, waiting: ReadonlySet<Socket>): void {
  if (server.listening) server.close()
  for (const socket of waiting) socket.destroy()
}

interface Waiting {
  readonly stop: AbortSignal
  readonly met: (holder: Holder | undefined) => void
  /** True: only the holder's name is wanted. */
  readonly look: boolean
}

/** Resolves when the holder is gone, or has told who it is where that is all that is wanted, or at the stop; `missed`: nobody was there. */
async function untilFree(place: LockPlace, { stop, met, look }: Waiting): Promise<'met' | 'missed'> {
  const socket = connect({ path: place.path })
  const end = () => socket.destroy()
  const giveUp = look ? setTimeout(end, shyness) : undefined
  if (stop.aborted && !look) end()
  else stop.addEventListener('abort', end)
  let text = ''
  socket.setEncoding('utf8').on('data', (piece) => {
    if (text.includes('\n')) return
    text += String(piece)
    if (!text.includes('\n')) return
    met(readHolder(text))
    if (look) socket.destroy()
  })
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    socket.on('error', resolve).on('close', () => resolve(undefined))
  })
  clearTimeout(giveUp)
  stop.removeEventListener('abort', end)
  if (!failure) return 'met'
  await afterRefusal(place, failure)
  return 'missed'
}

/** Milliseconds that a holder has to say who it is. */
const shyness = 1000
/** Milliseconds until the next try, where the holder has just gone. */
const breath = 20

/** Nobody listens any more: a file that a killed process left goes, and the next try will tell. */
async function afterRefusal({ path, leavesFile }: LockPlace, { code }: NodeJS.ErrnoException): Promise<void> {
  if (leavesFile && code === 'ECONNREFUSED') await unlink(path).catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, breath))
}
