/** `include`: other projects' resources, loaded with their own folder and variables, become the base of a document. */
import { dirname, relative } from 'node:path'
import { language } from './attributes/index.ts'
import { stepInto } from './attributes/shape.ts'
import { defaultEnvFile, withEnvFiles } from './environment.ts'
import { readIncludes, type Include, type WrittenPath } from './include-entries.ts'
import { merge } from './merge.ts'
import { absolutePath } from './paths.ts'
import { fetchRemote, isRemote } from './remote.ts'
import { removePaths } from './reset.ts'
import type { Environment, Scope } from './session.ts'
import { withoutKeys, type Entry, type MapNode, type Path } from './tree.ts'

/** A file to load: where it is, and what names it. */
export interface FileRef extends WrittenPath {
  readonly path: string
}

/** Loads files as one model. Passed in, since loading includes. `rebase` is what its relative paths are joined to. */
export type LoadFiles = (files: readonly FileRef[], scope: Scope, rebase: string) => Promise<MapNode>

interface Including {
  readonly scope: Scope
  readonly tagged: readonly Path[]
  readonly load: LoadFiles
}

/** The document without `include`, over what it includes; of several, the earlier override the later. */
export async function applyIncludes(document: MapNode, including: Including): Promise<MapNode> {
  const written = document.entries.get('include')
  if (!written) return document
  let result = withoutKeys(document, 'include')
  for (const include of readIncludes(written.value, including.scope.session.report)) {
    const imported = await loadInclude(include, including)
    if (imported) result = importResources(result, imported, including)
  }
  return result
}

async function loadInclude(include: Include, { scope, load }: Including): Promise<MapNode | undefined> {
  const files = await locate(include, scope)
  const [first] = files
  if (!first || !withoutCycle(files, scope)) return undefined
  const { session } = scope
  const home = scope.environment['HOME']
  const folder =
    include.folder === undefined ? dirname(first.path) : absolutePath(include.folder, scope.folder, home)
  const environment = await includedEnvironment(include, folder, scope)
  const known = session.included.get(environment) ?? new Map<string, MapNode>()
  session.included.set(environment, known)
  const key = [folder, ...files.map(({ path }) => path)].join('\n')
  const imported =
    known.get(key) ?? (await load(files, { ...scope, environment, folder }, relative(scope.folder, folder)))
  known.set(key, imported)
  return imported
}

async function locate(
  { paths }: Include,
  { session, folder, environment }: Scope,
): Promise<readonly FileRef[]> {
  const files: FileRef[] = []
  for (const { written, span } of paths) {
    if (isRemote(written)) {
      const copy = await fetchRemote(session, written, { what: 'included file', written, span })
      if (copy !== undefined) files.push({ written, span, path: copy })
    } else files.push({ written, span, path: absolutePath(written, folder, environment['HOME']) })
  }
  return files
}

/** False and a problem where a file includes one of those that led to it. */
function withoutCycle(files: readonly FileRef[], { session, chain }: Scope): boolean {
  const again = files.find(({ path }) => chain.includes(path))
  if (!again) return true
  const links = [...chain.slice(chain.indexOf(again.path)), again.path]
  session.report({
    code: 'include-cycle',
    message: `include cycle: ${links.join(' includes ')}`,
    span: again.span,
  })
  return false
}

async function includedEnvironment(
  { envFiles }: Include,
  folder: string,
  scope: Scope,
): Promise<Environment> {
  const { session, environment } = scope
  if (envFiles.length === 0) {
    return withEnvFiles(session, environment, await defaultEnvFile(session, folder, 'always'))
  }
  const files = envFiles
    .filter(({ written }) => written !== '/dev/null')
    .map(({ written, span }) => ({
      written,
      span,
      path: absolutePath(written, scope.folder, environment['HOME']),
    }))
  return withEnvFiles(session, environment, files)
}

const sections = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models']

/** Only resources are taken over; where the document has one of the same name it is merged over the imported one. */
function importResources(document: MapNode, imported: MapNode, { scope, tagged }: Including): MapNode {
  const entries = new Map(document.entries)
  const cleaned = removePaths(imported, tagged)
  for (const section of sections) {
    const from = imported.entries.get(section)
    const to = document.entries.get(section)
    if (from?.value.kind !== 'map' || (to && to.value.kind !== 'map' && to.value.kind !== 'scalar')) continue
    const base = cleaned.entries.get(section)?.value
    const own = to?.value.kind === 'map' ? to.value : { ...from.value, entries: new Map<string, Entry>() }
    const value = importSection(
      section,
      { from: from.value, cleaned: base?.kind === 'map' ? base : own, own },
      scope,
    )
    entries.set(section, { ...(to ?? from), value })
  }
  return { ...document, entries }
}

interface SectionMaps {
  readonly from: MapNode
  /** `from` without what the document resets. */
  readonly cleaned: MapNode
  readonly own: MapNode
}

function importSection(section: string, { from, cleaned, own }: SectionMaps, { session }: Scope): MapNode {
  const entries = new Map(own.entries)
  for (const [name, entry] of from.entries) {
    const local = own.entries.get(name)
    const base = cleaned.entries.get(name)
    if (!local) entries.set(name, entry)
    else if (base && base !== local) {
      const shape = stepInto(stepInto(language, section), name)
      const value = merge(base.value, local.value, { shape, report: session.report, path: [section, name] })
      entries.set(name, { ...local, value })
    }
  }
  return { ...own, entries }
}
