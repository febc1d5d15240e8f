/** Watched folders are known by their real names: the first symbolic link of each path is followed. */
import { dirname, isAbsolute, join, relative } from 'node:path'
import type { FileReader } from './files.ts'
import { child, stringOf, type Entry, type MapNode, type Node } from './tree.ts'

/** The model with the links of `develop.watch` paths followed. */
export async function followWatchLinks(model: MapNode, reader: FileReader): Promise<MapNode> {
  const section = model.entries.get('services')
  if (section?.value.kind !== 'map') return model
  const paths = [...section.value.entries.values()].flatMap(({ value }) => watchPaths(value))
  if (paths.length === 0) return model
  const real = new Map<string, string>()
  for (const path of new Set(paths)) real.set(path, await followFirstLink(path, reader))
  const services = mapEntries(section.value, (service) => mapWatch(service, real))
  return { ...model, entries: new Map(model.entries).set('services', { ...section, value: services }) }
}

function watchPaths(service: Node): readonly string[] {
  const watch = child(child(service, 'develop'), 'watch')
  return watch?.kind === 'list' ? watch.items.flatMap((item) => stringOf(child(item, 'path')) ?? []) : []
}

function mapWatch(service: Node, real: ReadonlyMap<string, string>): Node {
  if (watchPaths(service).length === 0) return service
  return mapKey(service, 'develop', (develop) =>
    mapKey(develop, 'watch', (watch) => {
      if (watch.kind !== 'list') return watch
      const follow = (path: Node): Node =>
        path.kind === 'scalar' ? { ...path, value: real.get(String(path.value)) ?? path.value } : path
      return { ...watch, items: watch.items.map((item) => mapKey(item, 'path', follow)) }
    }),
  )
}

function mapEntries(map: MapNode, change: (value: Node) => Node): MapNode {
  const entries = new Map<string, Entry>()
  for (const [key, entry] of map.entries) entries.set(key, { ...entry, value: change(entry.value) })
  return { ...map, entries }
}

function mapKey(map: Node, key: string, change: (value: Node) => Node): Node {
  const entry = map.kind === 'map' ? map.entries.get(key) : undefined
  if (map.kind !== 'map' || !entry) return map
  return { ...map, entries: new Map(map.entries).set(key, { ...entry, value: change(entry.value) }) }
}

async function followFirstLink(path: string, reader: FileReader): Promise<string> {
  if (!isAbsolute(path)) return path
  for (const folder of ancestors(path)) {
    const real = await reader.real(folder).catch(() => undefined)
    if (real === undefined) return path
    if (real !== folder) return join(real, relative(folder, path))
  }
  return path
}

/** The path and the folders above it, the topmost first. */
function ancestors(path: string): readonly string[] {
  const above = [path]
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) above.unshift(folder)
  return above
}
