/** What must be remembered while YAML becomes a tree: anchors, tagged paths, and the limits of size and depth. */
import type { Finding, Report } from './problems.ts'
import { isNull, type Entry, type Node, type Path, type Source, type Span } from './tree.ts'

/** One YAML document. */
export interface Document {
  readonly root: Node
  /** Where `!reset` and `!override` stand: these paths are removed from what the document is merged into. */
  readonly tagged: readonly Path[]
}

/** An anchor's node with what an alias to it repeats. */
interface Anchored {
  readonly node: Node
  /** Nodes in it, those behind aliases counted each time. */
  readonly size: number
  readonly tagged: readonly Path[]
  readonly reset: boolean
}

export interface Reading {
  readonly source: Source
  readonly report: Report
  /** Anchors last for the whole file, across its documents. */
  readonly anchors: Map<string, Anchored>
  /** Anchors whose nodes have begun. */
  readonly open: Set<string>
  readonly path: (string | number)[]
  tagged: Path[]
  size: number
  /** Nodes that aliases have repeated. */
  repeated: number
  depth: number
}

/** Maps and lists in each other. */
export const deepest = 200

/** The reference's limit of nodes; ours counts only what aliases repeat. */
const mostRepeated = 100_000

/** The state at the beginning of a file. */
export function startReading(source: Source, report: Report): Reading {
  return {
    source,
    report,
    anchors: new Map(),
    open: new Set(),
    path: [],
    tagged: [],
    size: 0,
    repeated: 0,
    depth: 0,
  }
}

interface AnchorRecord {
  readonly name: string
  readonly node: Node
  readonly reset: boolean
  /** The counts before the node was read. */
  readonly before: { readonly size: number; readonly tagged: number }
}

/** Makes a node known to the aliases that follow. */
export function recordAnchor(reading: Reading, { name, node, before, reset }: AnchorRecord): void {
  const tagged = reading.tagged.slice(before.tagged).map((path) => path.slice(reading.path.length))
  reading.anchors.set(name, { node, size: reading.size - before.size, tagged, reset })
  reading.open.delete(name)
}

/** Counts an alias; false and a problem (the first time) where aliases repeat too much. */
export function aliasSize({ size }: Anchored, reading: Reading, span: Span): boolean {
  if (reading.repeated > mostRepeated) return false
  reading.size += size
  reading.repeated += size
  if (reading.repeated <= mostRepeated) return true
  const message = `the aliases of this file repeat more than ${mostRepeated} values`
  reading.report({ code: 'too-many-aliases', message, span })
  return false
}

/** What is wrong with an alias that has no anchor before it. */
export function nearAnchor(name: string, { open, anchors }: Reading): Finding {
  if (open.has(name)) {
    return {
      code: 'alias-cycle',
      message: `alias *${name} stands inside the value it refers to: that is a cycle`,
    }
  }
  const known = [...anchors.keys()].slice(0, 5).map((anchor) => `&${anchor}`)
  return {
    code: 'unknown-alias',
    message: `alias *${name} has no anchor &${name} before it in this file`,
    hint:
      known.length > 0
        ? `anchors of this file: ${known.join(', ')}`
        : 'anchors do not reach into other files',
  }
}

/** Adds what `<<` names: a map, or a list of maps of which the earlier win. Entries that are there already stay. */
export function takeMergedEntries(entries: Map<string, Entry>, value: Node, { report }: Reading): void {
  for (const map of value.kind === 'list' ? value.items : [value]) {
    if (map.kind === 'map') {
      for (const [key, entry] of map.entries) if (!entries.has(key)) entries.set(key, entry)
    } else {
      const what = isNull(map) ? 'nothing' : map.kind === 'list' ? 'a list' : 'a single value'
      const message = `the merge key << takes a map or a list of maps, here it has ${what}`
      report({ code: 'bad-merge-key', message, span: map.span })
    }
  }
}
