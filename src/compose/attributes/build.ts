/** How the image of a service is built. */
import type { Entry, Node } from '../tree.ts'
import type { Attribute, ReadContext } from './attribute.ts'
import { bytes, flag, keyValues, keyValuesOrNull, scalarText, texts } from './decoders.ts'
import { longReferences, parts } from './file-references.ts'
import { beforeEquals, textToMap, toList } from './forms.ts'
import { hostList } from './hosts.ts'
import { nameOf, quote } from './messages.ts'
import { scalar, textOf } from './nodes.ts'
import { limits } from './ulimits.ts'

const path = 'services.*.build'
const client = { effect: 'client', recreates: false } as const

/** `build` */
export const build: readonly Attribute[] = [
  { path, ...client, mergeForm: textToMap('context'), canonical: textToMap('context') },
  { path: `${path}.context`, ...client, resolve: 'build-context' },
  { path: `${path}.dockerfile`, ...client },
  { path: `${path}.dockerfile_inline`, ...client },
  { path: `${path}.args`, ...client, merge: 'key-values', unique: beforeEquals, decode: keyValuesOrNull },
  {
    path: `${path}.additional_contexts`,
    ...client,
    merge: 'key-values',
    unique: beforeEquals,
    canonical: contexts,
    decode: keyValues,
  },
  { path: `${path}.additional_contexts.*`, ...client, resolve: 'build-context' },
  { path: `${path}.ssh`, ...client, canonical: sshKeys, decode: sshList },
  { path: `${path}.ssh.*`, ...client, resolve: 'file' },
  { path: `${path}.labels`, ...client, merge: 'key-values', unique: beforeEquals, decode: keyValues },
  { path: `${path}.cache_from`, ...client, decode: texts },
  { path: `${path}.cache_to`, ...client, decode: texts },
  { path: `${path}.no_cache`, ...client, decode: flag },
  { path: `${path}.no_cache_filter`, ...client, canonical: toList, decode: texts },
  { path: `${path}.pull`, ...client, decode: flag },
  { path: `${path}.entitlements`, ...client, decode: texts },
  { path: `${path}.privileged`, ...client, decode: flag },
  { path: `${path}.extra_hosts`, ...client, merge: 'append-new', decode: hostList },
  { path: `${path}.isolation`, effect: 'none', note: 'BuildKit has no such choice', recreates: false },
  { path: `${path}.network`, ...client },
  { path: `${path}.platforms`, ...client, decode: texts },
  { path: `${path}.provenance`, ...client, canonical: toText },
  { path: `${path}.sbom`, ...client, canonical: toText },
  { path: `${path}.secrets`, ...client, canonical: longReferences },
  ...parts(`${path}.secrets.[]`).map((part): Attribute => ({ ...part, ...client })),
  { path: `${path}.shm_size`, ...client, decode: bytes },
  { path: `${path}.tags`, ...client, unique: beforeEquals, decode: texts },
  { path: `${path}.target`, ...client },
  { path: `${path}.ulimits`, ...client, decode: limits },
  { path: `${path}.ulimits.*`, ...client, cast: 'int' },
  { path: `${path}.ulimits.*.soft`, ...client, cast: 'int' },
  { path: `${path}.ulimits.*.hard`, ...client, cast: 'int' },
]

function toText(node: Node): Node {
  return node.kind === 'scalar' && typeof node.value === 'boolean'
    ? scalar(String(node.value), node.span)
    : node
}

function contexts(node: Node, context: ReadContext): Node {
  return listToMap(node, (item) => {
    const [key, value] = divide(scalarText(item))
    if (value !== undefined) return { key, keySpan: item.span, value: scalar(value, item.span) }
    refuseItem(item, context, 'a name and a context: write name=context')
    return undefined
  })
}

function sshKeys(node: Node, context: ReadContext): Node {
  return listToMap(node, (item) => {
    const [key, value] = divide(scalarText(item))
    if (value !== undefined || key === 'default') {
      return { key, keySpan: item.span, value: scalar(value ?? null, item.span) }
    }
    refuseItem(item, context, '"default" or a key and its path: write id=path')
    return undefined
  })
}

/** `default`, or `id=path`. */
function sshList(node: Node): readonly string[] | undefined {
  if (node.kind !== 'map' || node.entries.size === 0) return undefined
  return [...node.entries.values()].map(({ key, value }) => {
    const path = textOf(value) ?? ''
    return path === '' ? key : `${key}=${path}`
  })
}

function listToMap(node: Node, read: (item: Extract<Node, { kind: 'scalar' }>) => Entry | undefined): Node {
  if (node.kind !== 'list') return node
  const entries = new Map<string, Entry>()
  let whole = true
  for (const item of node.items) {
    const entry = item.kind === 'scalar' && item.value !== null ? read(item) : undefined
    if (entry) entries.set(entry.key, entry)
    else whole = false
  }
  return whole ? { kind: 'map', entries, span: node.span } : node
}

function divide(text: string): [key: string, value: string | undefined] {
  const at = text.indexOf('=')
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function refuseItem(node: Node, context: ReadContext, expected: string): void {
  context.report({
    code: 'invalid-value',
    message: `${nameOf(context.path)} has ${quote(node)}, expected ${expected}`,
    node,
  })
}
