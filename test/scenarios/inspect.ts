/** What the engine says of everything in a project, in the engine's own words, told apart from what no two runs share. */
import { text } from 'node:stream/consumers'
import { resolveEndpoint } from '../../src/docker/endpoint.ts'
import { createHttpClient } from '../../src/docker/node-http.ts'
import { opener } from '../../src/docker/sockets.ts'

/** Values by path: `container web-1.HostConfig.Memory` → `1048576`, as JSON. */
export type Inspection = ReadonlyMap<string, string>

export interface Difference {
  readonly path: string
  readonly one: string | undefined
  readonly other: string | undefined
}

/** Inspects the containers, networks and volumes of a project. Ids are replaced by names, times and other accidents left out. */
export async function inspectProject(project: string): Promise<Inspection> {
  const ask = await asker()
  const filter = `filters=${encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${project}`] }))}`
  const [containers, networks, volumes] = [
    ((await ask(`/containers/json?all=1&${filter}`)) as { Id: string }[]).map(
      ({ Id }) => `/containers/${Id}/json`,
    ),
    ((await ask(`/networks?${filter}`)) as { Id: string }[]).map(({ Id }) => `/networks/${Id}`),
    ((await ask(`/volumes?${filter}`)) as { Volumes: { Name: string }[] | null }).Volumes?.map(
      ({ Name }) => `/volumes/${Name}`,
    ) ?? [],
  ]
  const found = (await Promise.all(
    [...containers, ...networks, ...volumes].map(async (path) => [path.split('/')[1] ?? '', await ask(path)]),
  )) as [string, Inspected][]
  const named = found.map(
    ([kind, value]) => [`${kind.slice(0, -1)} ${value.Name.replace(/^\//, '')}`, value] as const,
  )
  const withoutIds = namesForIds(named)
  return new Map(
    named.flatMap(([name, value]) => [...flat(name, JSON.parse(withoutIds(JSON.stringify(value))))]),
  )
}

/** What is not the same in both, by path. */
export function differences(one: Inspection, other: Inspection): readonly Difference[] {
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((path) => one.get(path) !== other.get(path))
    .map((path) => ({ path, one: one.get(path), other: other.get(path) }))
}

interface Inspected {
  readonly Id?: string
  readonly Name: string
  readonly Mounts?: readonly { readonly Name?: string; readonly Destination: string }[]
}

async function asker(): Promise<(path: string) => Promise<unknown>> {
  const endpoint = await resolveEndpoint({ env: process.env })
  const open = await opener(endpoint.transport, process.env)
  return async (path) => {
    const http = createHttpClient({ open, host: 'docker', prefix: '' })
    try {
      const { body } = await http.send({ method: 'GET', path }, AbortSignal.timeout(60_000))
      return JSON.parse(await text(body))
    } finally {
      http.close()
    }
  }
}

/** Replaces the ids of what was inspected by its names, and the engine's names for anonymous volumes by where they are mounted. */
function namesForIds(named: readonly (readonly [string, Inspected])[]): (json: string) => string {
  const names = new Map(
    named.flatMap(([name, { Id, Mounts = [] }]) => [
      ...(Id === undefined
        ? []
        : ([
            [Id, name],
            [Id.slice(0, 12), `short id of ${name}`],
          ] as const)),
      ...Mounts.flatMap(({ Name = '', Destination }) =>
        /^[0-9a-f]{64}$/.test(Name) ? ([[Name, `volume at ${Destination}`]] as const) : [],
      ),
    ]),
  )
  return (json) =>
    json
      .replace(/\/overlay2\/[0-9a-f]{64}\//g, '/overlay2/LAYER/')
      .replace(/\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b/g, (id) => names.get(id) ?? id)
}

/** Leaves by path. What is empty counts as absent: the engine tells null, [], {} or "" as it was told. */
function flat(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === null || value === '' || accidents.some((accident) => accident.test(path))) return []
  if (typeof value !== 'object') return [[path, JSON.stringify(value)]]
  if (Array.isArray(value))
    return value.flatMap((item, index) => flat(`${path}[${keyOf(path, item) ?? index}]`, item))
  return Object.entries(value ?? {}).flatMap(([key, item]) => flat(`${path}.${key}`, item))
}

/** What tells the items of a list apart whose order means nothing to the engine; undefined for other lists. */
function keyOf(list: string, item: unknown): string | undefined {
  if (
    !/\.(Binds|Mounts|Links|VolumesFrom|CapAdd|CapDrop|Env|ExtraHosts|Aliases|DNSNames|Ulimits)$/.test(list)
  )
    return undefined
  if (typeof item === 'string') return item
  const { Target, Destination, Name } = item as Readonly<Record<string, string | undefined>>
  return Target ?? Destination ?? Name
}

/** Times, addresses that the engine gave, and where it keeps its files. */
const accidents: readonly RegExp[] = [
  /^container \S+\.(Created|State|LogPath|ResolvConfPath|HostnamePath|HostsPath|GraphDriver)$/,
  /\.NetworkSettings\.Sandbox(ID|Key)$/,
  /\.NetworkSettings\.Networks\.[^.]+\.(EndpointID|IPAddress|GlobalIPv6Address|MacAddress|Gateway|IPv6Gateway)$/,
  /^network \S+\.Containers$/,
  /^(network|volume) \S+\.(Created|CreatedAt|Mountpoint)$/,
]
