/** The ways in which a call to the engine goes wrong, as data. */
import type { Engine } from '../../src/docker/engine.ts'
import { EngineError } from '../../src/errors.ts'
import { refusalError } from '../../src/docker/failures.ts'
import type { Fault, Method } from './faulty-engine.ts'

/** A way to fail, with the calls it can happen to and what the run may end with. */
export interface Way extends Fault {
  readonly name: string
  readonly hits: (method: Method) => boolean
  /** Exit codes of a run that ends with it. */
  readonly exitCodes: (method: Method) => readonly number[]
}

/** Calls that give a body over time. */
const streams: ReadonlySet<Method> = new Set([
  'pullImage',
  'buildImage',
  'containerLogs',
  'attachContainer',
  'events',
])

/** What the engine cannot find is no error to these: they list, look or remove. */
const withoutNotFound: ReadonlySet<Method> = new Set([
  'info',
  'listContainers',
  'listNetworks',
  'listVolumes',
  'inspectNetwork',
  'inspectVolume',
  'inspectImage',
  'createVolume',
  'removeContainer',
  'removeNetwork',
  'removeVolume',
  'events',
])

/** Calls that only look closer: a run that cannot make them goes on without. */
const optional: ReadonlySet<Method> = new Set(['rawContainer', 'topContainer', 'containerLogs'])

/** The engine says a volume that strangers use is in use: it stays, with a warning. */
const mayStay: ReadonlySet<Method> = new Set(['removeVolume'])

const any = () => true
const orFine = (method: Method, codes: readonly number[]) => (optional.has(method) ? [0, ...codes] : codes)

/** Every way, `refused` ones first. */
export const ways: readonly Way[] = [
  {
    name: 'refused: 409',
    hits: any,
    before: async (method) => Promise.reject(refused(method, 409)),
    exitCodes: (method) => (mayStay.has(method) ? [0] : orFine(method, refusals(method))),
  },
  {
    name: 'refused: 500',
    hits: any,
    before: async (method) => Promise.reject(refused(method, 500)),
    // A pull is tried again.
    exitCodes: (method) => (method === 'pullImage' ? [0] : orFine(method, refusals(method))),
  },
  {
    name: 'refused: 404',
    hits: (method) => !withoutNotFound.has(method),
    before: async (method) => Promise.reject(refused(method, 404)),
    exitCodes: (method) => orFine(method, refusals(method)),
  },
  {
    name: 'lost before it was done',
    hits: any,
    before: async (method) => Promise.reject(lost(method)),
    exitCodes: (method) => orFine(method, [20]),
  },
  {
    name: 'lost after it was done',
    hits: any,
    after: async (method) => Promise.reject(lost(method)),
    exitCodes: (method) => orFine(method, [20]),
  },
  { name: 'hanging until cancelled', hits: any, hangs: true, exitCodes: () => [130] },
  {
    name: 'cut in the middle',
    hits: (method) => streams.has(method),
    cut: (method) => lost(method),
    // What is followed may have told all that was waited for.
    exitCodes: (method) => (method === 'events' ? [0, 20] : orFine(method, [20])),
  },
]

const making: ReadonlySet<Method> = new Set(['createContainer', 'renameContainer', 'createNetwork'])

/** A name that is taken, or gone, may be another run's doing: exit code 40. */
function refusals(method: Method): readonly number[] {
  if (method === 'pullImage') return [21]
  if (method === 'buildImage') return [22]
  return making.has(method) ? [1, 40] : [1]
}

function refused(method: Method, status: number): EngineError {
  const code = codes[method]
  return refusalError({ doing: method, text: `injected ${status}`, status, ...(code && { code }) })
}

const codes: { readonly [M in keyof Engine]?: 'pull-failed' | 'build-failed' } = {
  pullImage: 'pull-failed',
  buildImage: 'build-failed',
}

function lost(method: Method): EngineError {
  return new EngineError('engine-unreachable', `cannot ${method}: injected loss of the connection`)
}
