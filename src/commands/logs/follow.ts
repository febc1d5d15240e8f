/** Follows containers through restarts, and new ones as they start: told by the engine's events, never by polling. */
import type { ContainerSummary, EngineEvent, LogOptions } from '../../docker/engine.ts'
import { sourceLines, type Source, type SourcedLine, type SourceReader } from './source.ts'

export interface FollowOptions extends SourceReader {
  readonly labels: readonly string[]
  /** The source that a container of the project is, or undefined where it is not wanted. */
  readonly toSource: (container: Pick<ContainerSummary, 'id' | 'name' | 'labels'>) => Source | undefined
}

/** A container to follow from the first. */
export interface Known {
  readonly source: Source
  /** Where to begin: what was shown already is not asked for again. */
  readonly begin: LogOptions
  /** Timestamp of the last line shown. */
  readonly shownUntil?: string
}

export type Print = (line: SourcedLine) => void

/** Resolves when no container is left that runs or will restart; rejects with the signal's reason. */
export type Follow = (known: readonly Known[], print: Print) => Promise<void>

/** Listens to the engine from now on; the returned function follows the known containers and all that start meanwhile. */
export async function startFollowing(options: FollowOptions): Promise<Follow> {
  const over = new AbortController()
  const signal = AbortSignal.any([options.signal, over.signal])
  const events = await options.engine.events({ labels: options.labels }, signal)
  return async (known, print) => {
    if (known.length === 0) return over.abort(finished)
    const tails = createTails({ ...options, signal, print, end: (reason) => over.abort(reason) })
    for (const container of known) tails.open(container)
    try {
      await openStarted(events, options, tails.open)
    } catch (error) {
      if (over.signal.reason !== finished) throw error
    }
  }
}

const finished = Symbol('nothing left to follow')

async function openStarted(
  events: AsyncIterable<EngineEvent>,
  { toSource }: FollowOptions,
  open: (known: Known) => void,
): Promise<void> {
  for await (const { action, containerId, containerName, labels } of events) {
    if (action !== 'start') continue
    const source = toSource({ id: containerId, name: containerName, labels })
    if (source) open({ source, begin: {} })
  }
}

interface Tail {
  readonly source: Source
  begin: LogOptions
  shownUntil: string | undefined
  reading: boolean
  /** It started while its last output was still being read: read again from there. */
  again: boolean
}

interface TailOptions extends FollowOptions {
  readonly print: Print
  readonly end: (reason: unknown) => void
}

function createTails(options: TailOptions) {
  const tails = new Map<string, Tail>()

  const open = ({ source, begin, shownUntil }: Known) => {
    const tail = tails.get(source.id) ?? { source, begin, shownUntil, reading: false, again: false }
    tails.set(source.id, tail)
    if (tail.reading) tail.again = true
    else void run(tail).catch(options.end)
  }

  const run = async (tail: Tail) => {
    tail.reading = true
    do {
      tail.again = false
      await readTail(tail, options)
    } while (tail.again)
    tail.reading = false
    const idle = ![...tails.values()].some(({ reading }) => reading)
    if (idle && !(await anyAlive(options))) options.end(finished)
  }
  return { open }
}

/** One run of the container: ends when it stops. */
async function readTail(tail: Tail, options: TailOptions): Promise<void> {
  const shown = tail.shownUntil
  const begin = shown === undefined ? tail.begin : { since: Math.floor(Date.parse(shown)) / 1000 }
  for await (const line of sourceLines(tail.source, { ...begin, follow: true }, options)) {
    if (shown !== undefined && line.timestamp <= shown) continue
    if (tail.shownUntil === undefined || line.timestamp > tail.shownUntil) tail.shownUntil = line.timestamp
    options.print(line)
  }
}

const alive: ReadonlySet<string> = new Set(['running', 'restarting', 'paused'])

async function anyAlive({ engine, labels, toSource, signal }: FollowOptions): Promise<boolean> {
  const containers = await engine.listContainers({ labels }, signal)
  return containers.some((container) => alive.has(container.state) && toSource(container) !== undefined)
}
