/** Whether a project fits together: what it refers to exists, what excludes each other does not meet, nothing waits for itself. */
import { findCycles } from './cycles.ts'
import { checkReferences } from './check-references.ts'
import { checkService } from './check-service.ts'
import { checkAmounts } from './check-amounts.ts'
import type { Report } from './problems.ts'
import type { Project } from './project.ts'
import type { Service } from './service.ts'
import type { Path, Span } from './tree.ts'

export interface ConsistencyContext {
  readonly project: Project
  /** Services that profiles or the selection leave out, by name. */
  readonly inactive: Readonly<Record<string, Service>>
  /** Where the value at a path was written. */
  readonly spanOf: (path: Path) => Span | undefined
  /** Where the key at the end of a path was written; where it is left out, the value's place is told. */
  readonly keySpanOf?: (path: Path) => Span | undefined
}

/** One service under examination, and how to tell what is wrong with it. */
export interface Examination {
  readonly name: string
  readonly service: Service
  readonly project: Project
  readonly inactive: Readonly<Record<string, Service>>
  /** `at` is the path within the service; `key`: the key is the fault, not the value. */
  readonly tell: (fault: Fault) => void
}

export interface Fault {
  readonly code: string
  readonly message: string
  readonly at: Path
  readonly key?: boolean
  readonly hint?: string | undefined
}

/** Reports everything that does not fit, each at its place. Time grows with the size of the project. */
export function checkConsistency(context: ConsistencyContext, report: Report): void {
  const { project, inactive } = context
  const tell = teller(context, report)
  for (const [name, service] of Object.entries(project.services)) {
    const examination: Examination = {
      name,
      service,
      project,
      inactive,
      tell: (fault) => tell({ ...fault, at: ['services', name, ...fault.at] }),
    }
    checkService(examination)
    checkAmounts(examination)
    checkReferences(examination)
  }
  checkContainerNames(project, tell)
  checkSecrets(project, tell)
  for (const cycle of findCycles(dependenciesOf(project))) tell(cycleFault(cycle))
}

function teller({ spanOf, keySpanOf = spanOf }: ConsistencyContext, report: Report): (fault: Fault) => void {
  return ({ at, key, code, message, hint }) => {
    const span = key ? keySpanOf(at) : spanOf(at)
    report({ code, message, ...(span && { span }), ...(hint !== undefined && { hint }) })
  }
}

function checkContainerNames({ services }: Project, tell: (fault: Fault) => void): void {
  const owners = new Map<string, string>()
  for (const [name, { container_name: own }] of Object.entries(services)) {
    if (own === undefined) continue
    const owner = owners.get(own)
    owners.set(own, owner ?? name)
    if (owner === undefined) continue
    tell({
      code: 'duplicate-container-name',
      message: `container_name "${own}" of service "${name}" is already that of service "${owner}"`,
      at: ['services', name, 'container_name'],
      hint: 'names of containers are unique on a host: change one, or leave it out',
    })
  }
}

function checkSecrets({ secrets }: Project, tell: (fault: Fault) => void): void {
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret.external || secret.file !== undefined || secret.environment !== undefined) continue
    tell({
      code: 'missing-attribute',
      message: `secret "${name}" must have file or environment`,
      at: ['secrets', name],
      key: true,
    })
  }
}

/** Of the services that have any: the others are in no cycle. */
function dependenciesOf({ services }: Project): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, readonly string[]>()
  for (const [name, { depends_on: dependencies }] of Object.entries(services)) {
    if (dependencies) graph.set(name, Object.keys(dependencies))
  }
  return graph
}

function cycleFault(cycle: readonly string[]): Fault {
  const [first = '', second = first] = cycle
  const at = ['services', first, 'depends_on', second]
  const hint = 'services can only wait for one another in one direction: remove one of these dependencies'
  if (cycle.length === 2 && first === second) {
    return {
      code: 'dependency-cycle',
      message: `service "${first}" depends on itself: dependency cycle detected: ${cycle.join(' -> ')}`,
      at,
      key: true,
    }
  }
  return {
    code: 'dependency-cycle',
    message: `dependency cycle detected: ${cycle.join(' -> ')}`,
    at,
    key: true,
    hint,
  }
}
