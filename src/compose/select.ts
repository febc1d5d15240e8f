/** The services a command names, with what they depend on, and the resources that services use. */
import { nearest } from '../util/nearest.ts'
import type { Report } from './problems.ts'
import { partition, pick, type Partition, type Services } from './profiles.ts'
import type { Project } from './project.ts'

export interface Selection {
  readonly names: readonly string[]
  readonly withoutDependencies: boolean
  readonly profiles: readonly string[]
}

/** Of all services those that are named, their profiles active, with their dependencies unless left out. */
export function selectServices(
  all: Services,
  { names, withoutDependencies, profiles }: Selection,
  report: Report,
): Partition {
  const enabled = names.flatMap((name) => all[name]?.profiles ?? [])
  const { active } = partition(all, [...profiles, ...enabled])
  const selected = withoutDependencies
    ? new Set(known(names, active, report))
    : closure(names, active, report)
  return {
    active: withKeptDependencies(
      pick(all, (name) => selected.has(name)),
      selected,
    ),
    inactive: pick(all, (name) => !selected.has(name)),
  }
}

function closure(names: readonly string[], active: Services, report: Report): ReadonlySet<string> {
  const selected = new Set(known(names, active, report))
  for (const name of selected) {
    for (const [dependency, { required = true }] of Object.entries(active[name]?.depends_on ?? {})) {
      if (dependency in active || required) {
        for (const found of known([dependency], active, report)) selected.add(found)
      }
    }
  }
  return selected
}

/** The names that are services; the others are reported. */
function known(names: readonly string[], active: Services, report: Report): readonly string[] {
  return names.filter((name) => {
    if (name in active) return true
    const near = nearest(name, Object.keys(active))
    report({
      code: 'undefined-service',
      message: `no such service: "${name}"`,
      hint: near === undefined ? namesHint(Object.keys(active)) : `did you mean "${near}"?`,
    })
    return false
  })
}

/** Nothing where there are so many that nobody reads them. */
function namesHint(names: readonly string[]): string | undefined {
  const few = names.length > 0 && names.length <= 12
  return few ? `the files have ${names.map((name) => `"${name}"`).join(', ')}` : undefined
}

/** Dependencies on what is not selected go. */
function withKeptDependencies(services: Services, selected: ReadonlySet<string>): Services {
  const changed: Record<string, Services[string]> = Object.create(null)
  for (const [name, service] of Object.entries(services)) {
    const dependencies = service.depends_on
    const keeps = !dependencies || Object.keys(dependencies).every((dependency) => selected.has(dependency))
    changed[name] = keeps
      ? service
      : { ...service, depends_on: pick(dependencies, (dependency) => selected.has(dependency)) }
  }
  return changed
}

/** The project without the networks, volumes, configs, secrets and models that none of its services uses. */
export function dropUnused(project: Project): Project {
  const used = usedResources(project.services)
  return {
    ...project,
    networks: pick(project.networks, (name) => used.networks.has(name)),
    volumes: pick(project.volumes, (name) => used.volumes.has(name)),
    configs: pick(project.configs, (name) => used.configs.has(name)),
    secrets: pick(project.secrets, (name) => used.secrets.has(name)),
    models: pick(project.models, (name) => used.models.has(name)),
  }
}

function usedResources(services: Services) {
  const used = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    configs: new Set<string>(),
    secrets: new Set<string>(),
    models: new Set<string>(),
  }
  for (const service of Object.values(services)) {
    for (const name of Object.keys(service.networks ?? {})) used.networks.add(name)
    for (const name of Object.keys(service.models ?? {})) used.models.add(name)
    for (const { source } of service.configs ?? []) if (source) used.configs.add(source)
    for (const { source } of service.secrets ?? []) if (source) used.secrets.add(source)
    for (const { source } of service.build?.secrets ?? []) if (source) used.secrets.add(source)
    for (const { type, source } of service.volumes ?? [])
      if (type === 'volume' && source) used.volumes.add(source)
  }
  return used
}
