/** Relative paths of attributes become relative to another folder: absolute for the project, rebased for included and extended files. */
import { isAbsolute, join } from 'node:path'
import type { PathKind } from './attributes/attribute.ts'
import { language } from './attributes/index.ts'
import { stepToward, type Shape } from './attributes/shape.ts'
import { isRemote, isRemoteContext } from './remote.ts'
import { child, stringOf, type Entry, type MapNode, type Node, type ScalarNode } from './tree.ts'

export interface PathOptions {
  /** What relative paths are joined to. */
  readonly folder: string
  /** For `~`; paths with it stay where there is none. */
  readonly home: string | undefined
  /** `COMPOSE_CONVERT_WINDOWS_PATHS`: bind sources `c:\x` become `/c/x`. */
  readonly convertWindows?: boolean
}

/** The tree with its paths joined to the folder. */
export function resolvePaths<T extends Node>(root: T, options: PathOptions): T {
  return visit(root, { ...options, shape: language, parents: [] }) as T
}

/** Absolute, or `~` expanded, or joined to the folder. */
export function absolutePath(path: string, folder: string, home: string | undefined): string {
  const expanded = expandHome(path, home)
  return isAbsolute(expanded) ? expanded : joinClean(folder, expanded)
}

interface Walk extends PathOptions {
  /** What the language knows of the node. */
  readonly shape: Shape
  /** The maps around the node, innermost first. */
  readonly parents: readonly MapNode[]
}

function visit(node: Node, walk: Walk): Node {
  if (node.kind === 'map') return visitMap(node, walk)
  if (node.kind === 'scalar') return visitText(node, walk)
  const shape = stepToward(walk.shape, 0, 'resolve') ?? walk.shape
  const items = node.items.map((value) => visit(value, { ...walk, shape }))
  return items.some((value, index) => value !== node.items[index]) ? { ...node, items } : node
}

function visitMap(map: MapNode, walk: Walk): Node {
  let entries: Map<string, Entry> | undefined
  for (const [key, entry] of map.entries) {
    const shape = stepToward(walk.shape, key, 'resolve')
    if (!shape) continue
    const value = visit(entry.value, { ...walk, shape, parents: [map, ...walk.parents] })
    if (value === entry.value) continue
    entries ??= new Map(map.entries)
    entries.set(key, { ...entry, value })
  }
  return entries ? { ...map, entries } : map
}

function visitText(node: ScalarNode, walk: Walk): Node {
  const kind = walk.shape.attribute?.resolve
  const text = stringOf(node)
  if (!kind || text === undefined) return node
  const path = resolvers[kind](text, walk)
  return path === text ? node : { ...node, value: path }
}

const resolvers: Readonly<Record<PathKind, (path: string, walk: Walk) => string>> = {
  file: (path, { folder, home, shape }) =>
    shape.attribute?.path === 'services.*.extends.file' && isRemote(path)
      ? path
      : absolutePath(path, folder, home),
  watch: (path, { folder, home }) => absolutePath(path, folder, home),
  'build-context': (path, { folder, home }) =>
    path === '' || isRemoteContext(path) || path.startsWith('service:')
      ? path
      : absolutePath(path, folder, home),
  'bind-source': (path, walk) =>
    stringOf(child(walk.parents[0], 'type')) === 'bind' ? bindSource(path, walk) : path,
  'driver-device': (path, walk) => (isBoundVolume(walk.parents) ? bindSource(path, walk) : path),
}

function bindSource(source: string, { folder, home, convertWindows }: Walk): string {
  if (source === '') return source
  const expanded = expandHome(source, home)
  const drive = /^([a-zA-Z]):[\\/]/.exec(expanded)
  if (drive?.[1] && convertWindows)
    return `/${drive[1].toLowerCase()}${expanded.slice(2).replaceAll('\\', '/')}`
  if (drive || expanded.startsWith('\\\\')) return expanded
  return isAbsolute(expanded) ? expanded : joinClean(folder, expanded)
}

function isBoundVolume([options, volume]: readonly MapNode[]): boolean {
  return stringOf(child(options, 'o')) === 'bind' && stringOf(child(volume, 'driver')) === 'local'
}

function expandHome(path: string, home: string | undefined): string {
  return path.startsWith('~') && home !== undefined ? joinClean(home, path.slice(1)) : path
}

/** Joined without a slash at the end, as Go does. */
function joinClean(folder: string, path: string): string {
  const joined = join(folder, path)
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined
}
