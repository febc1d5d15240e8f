/** What the project wants the engine to hold: names, images, bodies and labels, worked out of the loaded project. */
import { withApiSocket } from '../compose/api-socket.ts'
import { networkBody, volumeBody } from '../compose/container-body.ts'
import { hashNetwork, hashVolume } from '../compose/hash.ts'
import { isRemoteContext } from '../compose/remote.ts'
import type { LoadedProject, Network, Volume } from '../compose/project.ts'
import type { Dependency, Service } from '../compose/service.ts'
import type { NetworkBody, VolumeBody } from '../docker/bodies.ts'
import { buildGraph, type DependencyGraph } from '../graph/graph.ts'
import { composeVersion, labels } from './labels.ts'
import { writeResource, type WantedResource } from './resource-definition.ts'
import type { ImageBuild } from './steps.ts'

export interface DesiredState {
  readonly loaded: LoadedProject
  readonly project: string
  /** Dependencies first. */
  readonly services: readonly DesiredService[]
  readonly graph: DependencyGraph
  /** By top-level key. */
  readonly networks: ReadonlyMap<string, DesiredNetwork>
  readonly volumes: ReadonlyMap<string, DesiredVolume>
  /** SHA-256 of what configs and secrets hold, by `secrets.token`; those that are not known are missing. */
  readonly contents: ReadonlyMap<string, string>
  /** Keys of the models that services use. */
  readonly models: ReadonlySet<string>
  /** Services with variables that a provider or a model is still to tell. */
  readonly unanswered: ReadonlySet<string>
  /** `-`, or `_` with --compatibility. */
  readonly separator: string
}

export interface DesiredService {
  readonly name: string
  readonly service: Service
  readonly image: DesiredImage
  readonly replicas: number
  readonly dependencies: ReadonlyMap<string, Dependency>
}

export interface DesiredImage {
  readonly reference: string
  readonly build?: ImageBuild
  /** `missing` where the file says nothing. */
  readonly pullPolicy: string
  readonly platform?: string
}

export interface DesiredNetwork {
  readonly key: string
  readonly name: string
  readonly external: boolean
  readonly hash: string
  readonly model: Network
  readonly body: NetworkBody
}

export interface DesiredVolume {
  readonly key: string
  readonly name: string
  readonly external: boolean
  readonly hash: string
  readonly model: Volume
  readonly body: VolumeBody
}

export interface DesiredOptions {
  /** `--scale`: replicas by service. */
  readonly scale?: ReadonlyMap<string, number>
  readonly compatibility?: boolean
  /** What `LoadedProject.contents` told; absent: a change of contents is not seen. */
  readonly contents?: ReadonlyMap<string, string>
}

/** Works out the desired state; pure. */
export function desiredState(loaded: LoadedProject, options: DesiredOptions = {}): DesiredState {
  const { project } = loaded
  const separator = options.compatibility ? '_' : '-'
  const services = Object.entries(project.services)
  const known = new Set(services.map(([name]) => name))
  const graph = buildGraph(
    new Map(
      services.map(([name, { depends_on }]) => [
        name,
        Object.keys(depends_on ?? {}).filter((other) => known.has(other)),
      ]),
    ),
  )
  const byName = new Map(
    services.map(([name, service]) => [name, withApiSocket(withLabelFiles(loaded, name, service))]),
  )
  return {
    loaded,
    project: project.name,
    services: graph.order.flatMap((name) => {
      const service = byName.get(name)
      return service
        ? [desiredService(loaded, { name, service, known, separator, scale: options.scale?.get(name) })]
        : []
    }),
    graph,
    networks: new Map(
      Object.entries(project.networks).map(([key, network]) => [
        key,
        desiredNetwork(project.name, key, network),
      ]),
    ),
    volumes: new Map(
      Object.entries(project.volumes).map(([key, volume]) => [key, desiredVolume(project.name, key, volume)]),
    ),
    contents: options.contents ?? new Map(),
    models: new Set(services.flatMap(([, { models }]) => Object.keys(models ?? {}))),
    unanswered: new Set(
      services.flatMap(([name, service]) => (asksOutside(service, project.services) ? [name] : [])),
    ),
    separator,
  }
}

/** True where a model or a provider tells variables for the service. */
function asksOutside(
  { models, depends_on }: Service,
  services: LoadedProject['project']['services'],
): boolean {
  return models !== undefined || Object.keys(depends_on ?? {}).some((name) => services[name]?.provider)
}

/** The name of a service's container: its own, or `<project>-<service>-<number>`. */
export function containerName(
  desired: DesiredState,
  { name, service }: DesiredService,
  number: number,
): string {
  return service.container_name ?? [desired.project, name, number].join(desired.separator)
}

/** The service as docker compose hashes it: with the paths of the files that its labels come from. */
function withLabelFiles({ labelFiles }: LoadedProject, name: string, service: Service): Service {
  const paths = labelFiles?.get(name)
  return paths ? { ...service, label_file: paths } : service
}

interface ServiceInput {
  readonly name: string
  readonly service: Service
  readonly known: ReadonlySet<string>
  readonly separator: string
  readonly scale: number | undefined
}

function desiredService(
  loaded: LoadedProject,
  { name, service, known, separator, scale }: ServiceInput,
): DesiredService {
  return {
    name,
    service,
    image: desiredImage(loaded, { name, service, separator }),
    replicas: service.provider ? 0 : (scale ?? service.scale ?? service.deploy?.replicas ?? 1),
    dependencies: new Map(Object.entries(service.depends_on ?? {}).filter(([other]) => known.has(other))),
  }
}

function desiredImage(
  loaded: LoadedProject,
  { name, service, separator }: { name: string; service: Service; separator: string },
): DesiredImage {
  const project = loaded.project.name
  const reference = service.image ?? [project, name].join(separator)
  const platform = service.platform ?? (loaded.environment['DOCKER_DEFAULT_PLATFORM'] || undefined)
  return {
    reference,
    pullPolicy: service.pull_policy ?? 'missing',
    ...(platform !== undefined && { platform }),
    ...(service.build && {
      build: {
        build: service.build,
        reference,
        tags: service.build.tags ?? [],
        labels: {
          ...service.build.labels,
          [labels.project]: project,
          [labels.service]: name,
          [labels.version]: composeVersion,
        },
        ...(platform !== undefined && { platform }),
        ...(isRemoteContext(service.build.context ?? '') && { remote: true }),
      },
    }),
  }
}

function desiredNetwork(project: string, key: string, network: Network): DesiredNetwork {
  const name = network.name ?? `${project}_${key}`
  const hash = hashNetwork(network)
  const body = networkBody(name, network)
  const Labels = { ...body.Labels, [labels.network]: key, ...ownLabels(project, { hash, model: network }) }
  return { key, name, hash, model: network, external: network.external === true, body: { ...body, Labels } }
}

function desiredVolume(project: string, key: string, volume: Volume): DesiredVolume {
  const name = volume.name ?? `${project}_${key}`
  const hash = hashVolume(volume)
  const body = volumeBody(name, volume)
  const Labels = { ...body.Labels, [labels.volume]: key, ...ownLabels(project, { hash, model: volume }) }
  return { key, name, hash, model: volume, external: volume.external === true, body: { ...body, Labels } }
}

/** What networks and volumes of the project are known by. */
function ownLabels(project: string, { hash, model }: WantedResource) {
  return {
    [labels.project]: project,
    [labels.version]: composeVersion,
    [labels.configHash]: hash,
    [labels.definition]: writeResource(model),
  }
}
