/** What the in-memory engine holds, how things in it are found, and the events it tells. */
import type { EngineError } from '../../errors.ts'
import { sha256 } from '../../util/sha256.ts'
import type { ContainerBody } from '../bodies.ts'
import type {
  ContainerState,
  EngineEvent,
  Health,
  ImageDetails,
  MountPoint,
  NetworkSummary,
  OutputChunk,
  PublishedPort,
  StatsSample,
  VolumeSummary,
} from '../engine.ts'
import { refusalError } from '../failures.ts'
import { parseReference } from '../image-reference.ts'
import type { Channel } from './channel.ts'
import type { Behaviour, MemoryOptions } from './options.ts'

export interface World {
  readonly options: MemoryOptions
  readonly containers: Map<string, Container>
  readonly networks: Map<string, NetworkSummary>
  readonly volumes: Map<string, VolumeSummary>
  readonly images: Map<string, ImageDetails>
  readonly events: EngineEvent[]
  readonly subscribers: Set<Channel<EngineEvent>>
  now(): number
  nextId(): string
}

/** What a container printed, and when: seconds since the epoch. */
export interface Printed extends OutputChunk {
  readonly time: number
}

export interface Container {
  readonly id: string
  name: string
  readonly body: ContainerBody
  readonly imageId: string
  readonly created: number
  state: ContainerState
  health: Health
  exitCode: number
  error: string
  startedAt: number | undefined
  finishedAt: number | undefined
  readonly healthLog: { readonly exitCode: number; readonly output: string }[]
  readonly mounts: readonly MountPoint[]
  /** By network name. */
  readonly networks: Map<string, Endpoint>
  ports: readonly PublishedPort[]
  readonly log: Printed[]
  readonly followers: Set<Channel<Printed>>
  /** Those who read what it uses. */
  readonly watchers: Set<Channel<StatsSample>>
  /** Grows with each start, so that what an earlier run had in mind does not happen to a later one. */
  runs: number
}

export interface Endpoint {
  /** Empty until the container starts: till then a network is known by its name alone. */
  readonly networkId: string
  readonly ipAddress: string
  readonly aliases: readonly string[]
}

/** An empty world. */
export function createWorld(options: MemoryOptions): World {
  let ticks = 0
  let ids = 0
  const containers: World['containers'] = new Map()
  /** What another in-memory engine listed, and this one was filled with, has ids of the same series. */
  const nextId = () => {
    let id = sha256(`id ${++ids}`)
    while (containers.has(id)) id = sha256(`id ${++ids}`)
    return id
  }
  return {
    options,
    containers,
    networks: new Map(),
    volumes: new Map(),
    images: new Map(),
    events: [],
    subscribers: new Set(),
    now: options.now ?? (() => 1_700_000_000 + ++ticks / 1000),
    nextId,
  }
}

/** The error of a call that is refused with this status, in the engine's words. */
export function refuse(status: number, doing: string, text: string): EngineError {
  return refusalError({ status, doing, text })
}

/** By name, id or the beginning of an id. */
export function lookUpContainer(world: World, id: string): Container | undefined {
  const all = [...world.containers.values()]
  return (
    world.containers.get(id) ??
    all.find((container) => container.name === id) ??
    all.find((container) => id !== '' && container.id.startsWith(id))
  )
}

/** As `lookUpContainer`, but a 404 without it. */
export function findContainer(world: World, id: string, doing: string): Container {
  const found = lookUpContainer(world, id)
  if (found === undefined) throw refuse(404, doing, `No such container: ${id}`)
  return found
}

/** By id or name. */
export function findNetwork(world: World, id: string): NetworkSummary | undefined {
  return world.networks.get(id) ?? [...world.networks.values()].find(({ name }) => name === id)
}

/** By id, with or without `sha256:`, or by reference in any of its spellings. */
export function findImage(world: World, reference: string): ImageDetails | undefined {
  const images = [...world.images.values()]
  return (
    world.images.get(reference) ??
    world.images.get(`sha256:${reference}`) ??
    images.find(({ tags }) => tags.some((tag) => isSame(tag, reference)))
  )
}

/** Whether two references name the same image. */
export function isSame(one: string, other: string): boolean {
  return canonicalReference(one) === canonicalReference(other)
}

function canonicalReference(reference: string): string {
  const { name, version } = parseReference(reference)
  const short = name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '')
  return version.startsWith('sha256:') ? `${short}@${version}` : `${short}:${version}`
}

/** Whether all wanted labels are there: `key`, or `key=value`. */
export function hasLabels(labels: Readonly<Record<string, string>>, wanted: readonly string[]): boolean {
  return wanted.every((label) => {
    const [key = '', value] = label.split(/=(.*)/s)
    return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value)
  })
}

/** Tells everyone who follows the events. */
export function tell(
  world: World,
  container: Container,
  event: { readonly action: string; readonly health?: Health; readonly exitCode?: number },
): void {
  const labels = { image: container.body.Image ?? '', ...container.body.Labels }
  const { id: containerId, name: containerName } = container
  const told = { ...event, containerId, containerName, labels, time: world.now() }
  world.events.push(told)
  for (const subscriber of world.subscribers) subscriber.push(told)
}

/** What the test wants of the container. */
export function behaviourOf({ options }: World, { name, body }: Container): Behaviour {
  return options.behaviour?.({ name, body }) ?? {}
}
