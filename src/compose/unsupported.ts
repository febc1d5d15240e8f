/** What the language has and Gantry cannot run yet: `config` accepts it, `up` refuses it by name. */
import { ProjectError, type Problem } from '../errors.ts'
import type { LoadedProject, Project } from './project.ts'
import type { Build, Service } from './service.ts'
import type { Path } from './tree.ts'

export interface Unsupported {
  /** From the root of the project, for its place in the files. */
  readonly path: Path
  readonly message: string
}

/** Throws a ProjectError that names, with its place, what the language has and Gantry cannot run yet; `counts` narrows it to what matters now. */
export function refuseUnsupported(
  { project, placeOf }: LoadedProject,
  counts: (found: Unsupported) => boolean = () => true,
): void {
  const found = unsupported(project).filter(counts)
  const problems = found.map(({ path, message }): Problem => {
    const place = placeOf(path)
    return { severity: 'error', code: 'not-supported', message, ...(place && { place }) }
  })
  if (problems.length > 0) throw new ProjectError(problems)
}

/** Everything the services of a project ask for that their containers would not get. */
export function unsupported(project: Project): readonly Unsupported[] {
  return Object.entries(project.services).flatMap(([name, service]) => {
    const found = [
      ...ofService(service),
      ...ofBuild(service.build),
      ...ofHooks(service),
      ...ofFiles(service, project, 'configs'),
      ...ofFiles(service, project, 'secrets'),
    ]
    return found.map(({ path, message }) => ({
      path: ['services', name, ...path],
      message: `service "${name}": ${message}`,
    }))
  })
}

function ofService({
  provider,
  use_api_socket: socket,
  read_only,
  healthcheck,
  uts,
}: Service): readonly Unsupported[] {
  const found: Unsupported[] = []
  if (provider?.type === 'compose')
    found.push({ path: ['provider', 'type'], message: '"compose" is no provider' })
  if (socket && read_only)
    found.push({
      path: ['use_api_socket'],
      message:
        'use_api_socket cannot copy the logins into a read-only container: mount the socket as a volume',
    })
  if (uts?.startsWith('service:'))
    found.push({ path: ['uts'], message: 'the engine cannot share the UTS namespace of a container' })
  if (healthcheck?.start_interval !== undefined && healthcheck.start_period === undefined) {
    found.push({
      path: ['healthcheck', 'start_interval'],
      message: 'healthcheck.start_interval needs start_period beside it',
    })
  }
  return found
}

function ofBuild(build: Build | undefined): readonly Unsupported[] {
  if (!build) return []
  const lists = ['ssh', 'secrets', 'cache_to', 'entitlements'] as const
  const found: Unsupported[] = lists
    .filter((key) => build[key] !== undefined)
    .map((key) => ({ path: ['build', key], message: `build.${key} is not supported yet` }))
  if (build.additional_contexts) {
    found.push({
      path: ['build', 'additional_contexts'],
      message: 'build.additional_contexts is not supported yet',
    })
  }
  if (build.privileged)
    found.push({ path: ['build', 'privileged'], message: 'build.privileged is not supported yet' })
  if ((build.platforms?.length ?? 0) > 1) {
    found.push({
      path: ['build', 'platforms'],
      message: 'building for several platforms at once is not supported yet',
    })
  }
  return found
}

function ofHooks({ pre_start: hooks = [] }: Service): readonly Unsupported[] {
  return hooks.flatMap(({ per_replica }, index) =>
    per_replica
      ? [
          {
            path: ['pre_start', index, 'per_replica'],
            message: 'pre_start with per_replica is not supported, in docker compose neither',
          },
        ]
      : [],
  )
}

function ofFiles(service: Service, project: Project, section: 'configs' | 'secrets'): readonly Unsupported[] {
  const kind = section.slice(0, -1)
  return (service[section] ?? []).flatMap(({ source = '' }, index): Unsupported[] => {
    const resource = project[section][source]
    const path = [section, index, 'source']
    if (!resource) return []
    if (resource.external)
      return [{ path, message: `${kind} "${source}" is external: only a cluster has such` }]
    if (resource.driver !== undefined)
      return [{ path, message: `${kind} "${source}" has a driver: only a cluster has such` }]
    if (resource.template_driver !== undefined) {
      return [{ path, message: `${kind} "${source}" has a template_driver: only a cluster has such` }]
    }
    if (service.read_only && resource.file === undefined) {
      return [
        { path, message: `${kind} "${source}" cannot be copied into a read-only container: give it a file` },
      ]
    }
    return []
  })
}
