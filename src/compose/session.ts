/** What one load shares over all files: options, problems, and every file read once. */
import type { LoadOptions } from './options.ts'
import { createProblems, type Report } from './problems.ts'
import type { Document } from './reading.ts'
import { parseSimple } from './simple.ts'
import { createStages } from './stages.ts'
import { checkCount, checkNesting, checkText, mostValues } from './syntax.ts'
import type { MapNode, Node, Path, Source, Span } from './tree.ts'
import type { StringMap } from './service.ts'

/** The environment of interpolation: null-prototype, so that every name is a variable's. */
export type Environment = StringMap

export interface Session {
  readonly options: LoadOptions
  readonly problems: ReturnType<typeof createProblems>
  /** Drops errors at places where an earlier stage has found one. */
  readonly report: Report
  /** Where errors have been found so far. */
  readonly errorSpans: readonly Span[]
  /** Another stage begins. */
  readonly nextStage: () => void
  /** Variables told as unset so far. */
  readonly unset: Set<string>
  readonly sources: Map<string, Promise<Source>>
  readonly documents: Map<string, readonly Document[] | undefined>
  /** What included files amounted to, by their environment, files and folder. */
  readonly included: Map<Environment, Map<string, MapNode>>
  /** The services of files that others extend, by environment, folder and path. */
  readonly bases: Map<Environment, Map<string, ServiceSet | undefined>>
  /** Values of secrets and configs whose `environment` an included file's own variables decide: `secrets.token` → value. */
  readonly values: Map<string, string>
  /** Which env_file gave a service's variable its value: paths by variable, by service. */
  readonly variableFiles: Map<string, ReadonlyMap<string, string>>
  /** The label_file of services, absolute: their labels are in the service, but the paths count in its hash. */
  readonly labelFiles: Map<string, readonly string[]>
  /** A file could not be read: what is missing in the project may stand there. */
  incomplete: boolean
}

/** A session of one load; nothing is read yet. */
export function startSession(options: LoadOptions): Session {
  const problems = createProblems()
  const { report, next, errorSpans } = createStages(problems.report)
  return {
    options,
    problems,
    report,
    errorSpans,
    nextStage: next,
    unset: new Set(),
    sources: new Map(),
    documents: new Map(),
    included: new Map(),
    bases: new Map(),
    values: new Map(),
    variableFiles: new Map(),
    labelFiles: new Map(),
    incomplete: false,
  }
}

/** Where files are read: the variables they see, and the folder their paths begin at. */
export interface Scope {
  readonly session: Session
  readonly environment: Environment
  /** Absolute: `include` and `extends` look from here. */
  readonly folder: string
  /** The files that led here by include, outermost first. */
  readonly chain: readonly string[]
}

/** Services that `extends` may name, and what has been worked out of them. */
export interface ServiceSet {
  readonly file: string
  readonly services: MapNode
  /** Where `!reset` and `!override` stand in each service of the document or file. */
  readonly tagged: ReadonlyMap<string, readonly Path[]>
  /** Services without their `extends`, once they are merged with what they extend. */
  readonly merged: Map<string, Node>
}

/** How a file that cannot be read is told: where it is named, and as what. */
export interface Mention {
  /** `included file`, `env file`, … */
  readonly what: string
  /** The path as the user wrote it. */
  readonly written: string
  readonly span?: Span | undefined
}

/** A file's text, read once; undefined and a problem where it cannot be read. `-` is standard input. */
export async function readSource(
  session: Session,
  path: string,
  mention: Mention,
): Promise<Source | undefined> {
  const pending = session.sources.get(path) ?? openSource(session, path)
  session.sources.set(path, pending)
  try {
    return await pending
  } catch (error) {
    session.incomplete = true
    session.report({
      code: 'unreadable-file',
      message: unreadable(mention, error),
      ...(mention.span && { span: mention.span }),
    })
    return undefined
  }
}

/** A Compose file's documents, parsed once; undefined where it cannot be read or is no YAML (both are reported). */
export async function readDocuments(
  session: Session,
  path: string,
  mention: Mention,
): Promise<readonly Document[] | undefined> {
  const source = await readSource(session, path, mention)
  if (!source) return undefined
  if (!session.documents.has(path)) session.documents.set(path, await parseSource(source, session.report))
  const documents = session.documents.get(path)
  if (!documents) session.incomplete = true
  return documents
}

/** The YAML library is loaded only for what the quick reader leaves to it. */
async function parseSource(source: Source, report: Report): Promise<readonly Document[] | undefined> {
  if (!checkText(source, report) || !checkCount(source, mostValues.simple, report)) return undefined
  const simple = parseSimple(source)
  if (simple) return simple
  if (!checkNesting(source, report) || !checkCount(source, mostValues.full, report)) return undefined
  const { parseYaml } = await import('./parse.ts')
  return parseYaml(source, report)
}

async function openSource({ options }: Session, path: string): Promise<Source> {
  const text = path === '-' ? await options.reader.stdin() : await options.reader.read(path)
  return { path, text: text.startsWith('\uFEFF') ? text.slice(1) : text }
}

function unreadable({ what, written }: Mention, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return `${what} "${written}" does not exist`
  if (code === 'EISDIR') return `${what} "${written}" is a directory`
  if (code === 'EACCES') return `${what} "${written}" may not be read: permission denied`
  if (code === 'TOO_LARGE') return `${what} "${written}" has more than 16 MB`
  if (code === 'ENCODING') return `${what} "${written}" is not UTF-8 text`
  return `${what} "${written}" cannot be read: ${error instanceof Error ? error.message : String(error)}`
}
