/** `extends`: a service begins with what another one of the document, or of another file, says. */
import { join } from 'node:path'
import { nearest } from '../util/nearest.ts'
import { language } from './attributes/index.ts'
import { stepInto } from './attributes/shape.ts'
import { loadBase, taggedServices } from './extends-base.ts'
import { readTarget, type Target } from './extends-target.ts'
import { merge } from './merge.ts'
import { fetchRemote, isRemote } from './remote.ts'
import { removePaths } from './reset.ts'
import type { Scope, ServiceSet } from './session.ts'
import { child, withoutKeys, type MapNode, type Node, type Path, type Span } from './tree.ts'

/** The document with every service merged with what it extends, and without `extends`. */
export async function applyExtends(
  document: MapNode,
  tagged: readonly Path[],
  scope: Scope,
): Promise<MapNode> {
  const section = document.entries.get('services')
  if (section?.value.kind !== 'map') return document
  const services = section.value
  const extending = [...services.entries.values()].filter(({ value }) => child(value, 'extends'))
  if (extending.length === 0) return document
  const set: ServiceSet = {
    file: scope.chain.at(-1) ?? '-',
    services,
    tagged: taggedServices(tagged),
    merged: new Map(),
  }
  const entries = new Map(services.entries)
  for (const entry of extending) {
    await extendService(entry.key, set, scope)
    entries.set(entry.key, { ...entry, value: set.merged.get(entry.key) ?? entry.value })
  }
  const value: MapNode = { ...services, entries }
  return { ...document, entries: new Map(document.entries).set('services', { ...section, value }) }
}

/** One service that extends another: a link of the chain from the service to its last base. */
interface Link {
  readonly set: ServiceSet
  readonly name: string
  readonly service: MapNode
  readonly target: Target
}

/** Follows the chain to its end, then merges back into `merged`: no recursion, whatever its length. */
async function extendService(name: string, start: ServiceSet, scope: Scope): Promise<void> {
  const links = new Map<string, Link>()
  let at: { readonly set: ServiceSet; readonly name: string } | undefined = { set: start, name }
  let base: Node | undefined
  while (at) {
    const key = `${at.name}\n${at.set.file}`
    if (links.has(key)) return forgetCycle([...links.values()], key, scope)
    const link = readLink(at, scope)
    base = at.set.merged.get(at.name) ?? at.set.services.entries.get(at.name)?.value
    if (!link) break
    links.set(key, link)
    const set = await follow(link, scope)
    at = set && { set, name: link.target.service }
    base = undefined
  }
  for (const link of [...links.values()].toReversed()) {
    base = mergeLink(link, base, scope)
    link.set.merged.set(link.name, base)
  }
}

/** The service's `extends`; undefined where it has none, has been merged, or names none rightly (which is reported). */
function readLink({ set, name }: { set: ServiceSet; name: string }, { session }: Scope): Link | undefined {
  const service = set.services.entries.get(name)?.value
  const written = child(service, 'extends')
  if (service?.kind !== 'map' || !written || set.merged.has(name)) return undefined
  const target = readTarget(name, written, session.report)
  if (target) return { set, name, service, target }
  set.merged.set(name, withoutKeys(service, 'extends'))
  return undefined
}

/** The set in which the extended service stands; undefined and a problem where it does not exist. */
async function follow({ set, name, target }: Link, scope: Scope): Promise<ServiceSet | undefined> {
  const next =
    target.file === undefined
      ? set
      : await openBase(name, { file: target.file, span: target.fileSpan }, scope)
  if (!next || next.services.entries.has(target.service)) return next
  const near = nearest(target.service, next.services.entries.keys())
  const where = target.file === undefined ? 'this file' : `"${target.file}"`
  scope.session.report({
    code: 'undefined-service',
    message: `service "${name}" extends service "${target.service}", which ${where} does not have`,
    span: target.serviceSpan,
    ...(near !== undefined && { hint: `did you mean "${near}"?` }),
  })
  return undefined
}

/** Opens the file; files of files have been rebased, so all begin at the project's folder. */
async function openBase(
  name: string,
  { file, span }: { readonly file: string; readonly span: Span | undefined },
  scope: Scope,
): Promise<ServiceSet | undefined> {
  const mention = { what: `the file that service "${name}" extends,`, written: file, span }
  if (!isRemote(file)) return loadBase(join(scope.folder, file), mention, scope)
  const copy = await fetchRemote(scope.session, file, mention)
  return copy === undefined ? undefined : loadBase(copy, mention, scope)
}

function mergeLink({ set, name, service }: Link, base: Node | undefined, { session }: Scope): Node {
  const own = withoutKeys(service, 'extends')
  if (base?.kind !== 'map') return own
  const cleaned = removePaths(withoutKeys(base, 'extends'), set.tagged.get(name) ?? [])
  const shape = stepInto(stepInto(language, 'services'), name)
  return merge(cleaned, own, { shape, report: session.report, path: ['services', name] })
}

/** Reports a chain that comes back to a service it has passed; each of its services is then what it says itself. */
function forgetCycle(links: readonly Link[], key: string, { session }: Scope): void {
  const start = links.findIndex(({ set, name }) => `${name}\n${set.file}` === key)
  const cycle = links.slice(start)
  const names = [...cycle, ...cycle.slice(0, 1)].map(({ set, name }) => `"${name}" in ${set.file}`)
  const message = `circular reference: service ${names.join(' extends ')}`
  const [first] = cycle
  session.report({ code: 'extends-cycle', message, ...(first && { span: first.target.serviceSpan }) })
  for (const { set, name, service } of links) set.merged.set(name, withoutKeys(service, 'extends'))
}
