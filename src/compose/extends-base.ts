/** A file that others extend: its services interpolated, merged over its documents, canonical, with rebased paths; not validated. */
import { dirname, relative } from 'node:path'
import { language } from './attributes/index.ts'
import { canonicalize } from './canonical.ts'
import { prepareDocument } from './document.ts'
import { merge } from './merge.ts'
import { resolvePaths } from './paths.ts'
import type { Document } from './reading.ts'
import { removePaths } from './reset.ts'
import { readDocuments, type Mention, type Scope, type ServiceSet } from './session.ts'
import { child, type MapNode, type Path } from './tree.ts'
import { makeUnique } from './unique.ts'

/** The file's services, read once for each environment and folder; undefined and a problem where it has none. */
export async function loadBase(
  path: string,
  mention: Mention,
  scope: Scope,
): Promise<ServiceSet | undefined> {
  const { bases } = scope.session
  const known = bases.get(scope.environment) ?? new Map<string, ServiceSet | undefined>()
  bases.set(scope.environment, known)
  const key = `${scope.folder}\n${path}`
  if (!known.has(key)) known.set(key, await readBase(path, mention, scope))
  const set = known.get(key)
  if (set || scope.session.incomplete) return set
  const message = `${mention.what} "${mention.written}" has no services`
  scope.session.report({ code: 'no-services', message, ...(mention.span && { span: mention.span }) })
  return undefined
}

/** The paths by service, from the service on. */
export function taggedServices(tagged: readonly Path[]): ReadonlyMap<string, readonly Path[]> {
  const found = new Map<string, Path[]>()
  for (const [section, name, ...path] of tagged) {
    if (section !== 'services' || typeof name !== 'string') continue
    const paths = found.get(name) ?? []
    paths.push(path)
    found.set(name, paths)
  }
  return found
}

async function readBase(path: string, mention: Mention, scope: Scope): Promise<ServiceSet | undefined> {
  const { session, folder } = scope
  const documents = await readDocuments(session, path, mention)
  const root = documents && foldDocuments(documents, scope)
  if (!documents || !root) return undefined
  const rebased = resolvePaths(root, {
    folder: relative(folder, dirname(path)),
    home: scope.environment['HOME'],
  })
  const services = child(rebased, 'services')
  if (services?.kind !== 'map') return undefined
  return {
    file: path,
    services,
    tagged: taggedServices(documents.flatMap(({ tagged }) => tagged)),
    merged: new Map(),
  }
}

function foldDocuments(documents: readonly Document[], scope: Scope): MapNode | undefined {
  const { report, options } = scope.session
  let model: MapNode | undefined
  for (const document of documents) {
    const root = prepareDocument(document, scope)
    if (!root) continue
    const merged = model
      ? merge(removePaths(model, document.tagged), root, { shape: language, report })
      : root
    const canonical = canonicalize(
      makeUnique(merged, report),
      options.skip?.interpolation ? () => {} : report,
    )
    model = makeUnique(canonical, report)
  }
  return model
}
