/** The door of the loader: the files of a project → its canonical model, or the project itself. Problems are thrown all at once. */
import { ProjectError, type Problem } from '../errors.ts'
import { contentDigests } from './contents.ts'
import { checkConsistency } from './consistency.ts'
import { decodeProject } from './decode.ts'
import { discover } from './discovery.ts'
import { foldFiles, inheritBareNames } from './env-files.ts'
import { faultyServices, withoutConsequences } from './faulty.ts'
import { loadFiles } from './model.ts'
import { projectName } from './name.ts'
import { normalize } from './normalize.ts'
import type { LoadOptions } from './options.ts'
import { readProfileFiles } from './profile-files.ts'
import { activeProfiles, partition, type Partition } from './profiles.ts'
import type { LoadedProject, Project } from './project.ts'
import { dropUnused, selectServices } from './select.ts'
import { readDocuments, startSession, type Environment, type Session } from './session.ts'
import { spansAt } from './spans.ts'
import { child, placeOf, stringNode, stringOf, withEntry, type MapNode, type Path } from './tree.ts'
import { followWatchLinks } from './watch-paths.ts'

/** The model before it is typed, for `config --no-interpolate`, `--variables`, `--profiles` and the like. */
export interface LoadedModel extends Omit<LoadedProject, 'project' | 'inactiveServices' | 'placeOf'> {
  /** Canonical: short forms are long, paths absolute, names set, unless `skip` says otherwise. All services are in it. */
  readonly root: MapNode
  /** Every profile that a service names, sorted. */
  readonly profiles: readonly string[]
}

/** Reads the files of a project as one model. Throws `ProjectError` with all problems of all files where one is an error. */
export async function loadModel(options: LoadOptions): Promise<LoadedModel> {
  const session = startSession(options)
  const model = await readModel(session)
  throwProblems(session)
  return { ...model, warnings: session.problems.warnings() }
}

/** Reads a project: its active or selected services, and what they use. Throws `ProjectError` as `loadModel` does. */
export async function loadProject(options: LoadOptions): Promise<LoadedProject> {
  const session = startSession(options)
  const { root, profiles: _, ...facts } = await readModel(session)
  session.nextStage()
  const decoded = decodeProject(root, session.report)
  const spanOf = (path: Path) => spansAt(root, path).value
  const { active, inactive } = selectFrom(session, { decoded, root, environment: facts.environment })
  const services = options.skip?.envResolution
    ? inheritBareNames(active, facts.environment)
    : await foldFiles(active, { session, environment: facts.environment, spanOf })
  throwProblems(session)
  const all = { ...decoded, services }
  const project = options.allResources ? all : dropUnused(all)
  return {
    ...facts,
    project,
    variableFiles: session.variableFiles,
    labelFiles: session.labelFiles,
    contents: async () => contentDigests({ ...facts, project }, options.reader),
    inactiveServices: Object.keys(inactive).toSorted(),
    warnings: session.problems.warnings(),
    fileTexts: await readProfileFiles(services, facts.workingDirectory, options.reader),
    placeOf: (path) => {
      const span = spanOf(path)
      return span && placeOf(span)
    },
  }
}

async function readModel(
  session: Session,
): Promise<Omit<LoadedModel, 'warnings'> & { readonly warnings: readonly Problem[] }> {
  const { options } = session
  const {
    files,
    written,
    startFolder,
    workingDirectory,
    environment: base,
    envFiles,
  } = await discover(session)
  const refs = files.map((path, index) => ({ path, written: written[index] ?? path }))
  const documents = []
  for (const { path, written } of refs)
    documents.push(...((await readDocuments(session, path, { what: 'file', written })) ?? []))
  throwEnvironmentProblems(session)
  const name = projectName(session, { documents, environment: base, workingDirectory: startFolder })
  const environment = withName(base, name)
  const scope = { session, environment, folder: workingDirectory, chain: [] }
  const loaded = await loadFiles(refs, scope, workingDirectory)
  if (loaded.entries.size === 0 && session.problems.errors().length === 0) {
    session.report({
      code: 'empty-file',
      message: `empty compose file: ${written.map((file) => `"${file}"`).join(', ')} holds nothing`,
    })
  }
  session.nextStage()
  const named = withEntry(loaded, nameEntry(loaded, name))
  const normal = options.skip?.normalization
    ? named
    : normalize(named, { projectName: name, environment, report: session.report })
  return {
    root: options.skip?.pathResolution ? normal : await followWatchLinks(normal, options.reader),
    workingDirectory,
    files,
    envFiles,
    environment,
    values: session.values,
    profiles: allProfiles(normal),
    warnings: [],
  }
}

function selectFrom(
  session: Session,
  { decoded, root, environment }: { decoded: Project; root: MapNode; environment: Environment },
): Partition {
  const { options, report } = session
  const profiles = activeProfiles(options.profiles, environment)
  const parts = partition(decoded.services, profiles)
  if (!options.skip?.consistency && !session.incomplete) {
    const faulty = faultyServices(root, session.errorSpans)
    session.nextStage()
    const context = {
      project: { ...decoded, services: parts.active },
      inactive: parts.inactive,
      spanOf: (path: Path) => spansAt(root, path).value,
      keySpanOf: (path: Path) => spansAt(root, path).key,
    }
    checkConsistency(context, withoutConsequences(report, faulty))
  }
  if (!options.services?.length) return parts
  const { services: names, withoutDependencies = false } = options
  return selectServices(decoded.services, { names, withoutDependencies, profiles }, report)
}

function throwProblems({ problems }: Session): void {
  if (problems.errors().length > 0) throw new ProjectError(problems.all())
}

/** Without its variables a file only seems wrong: faults of .env files, of missing files and of YAML are told first. */
function throwEnvironmentProblems(session: Session): void {
  if (session.problems.errors().some(({ code }) => environmental.has(code))) throwProblems(session)
}

const environmental: ReadonlySet<string> = new Set([
  'unreadable-file',
  'no-file',
  'invalid-env-file',
  'remote-failed',
  'not-supported',
])

function withName(environment: Environment, name: string): Environment {
  const named: Record<string, string> = Object.create(null)
  return Object.assign(named, environment, { COMPOSE_PROJECT_NAME: name })
}

function nameEntry(model: MapNode, name: string) {
  const written = model.entries.get('name')
  const span = written?.value.span ?? model.span
  return { key: 'name', keySpan: written?.keySpan ?? span, value: stringNode(name, span) }
}

function allProfiles(model: MapNode): readonly string[] {
  const services = child(model, 'services')
  const found = new Set<string>()
  if (services?.kind !== 'map') return []
  for (const { value } of services.entries.values()) {
    const profiles = child(value, 'profiles')
    if (profiles?.kind !== 'list') continue
    for (const profile of profiles.items) found.add(stringOf(profile) ?? '')
  }
  return [...found].filter(Boolean).toSorted()
}
