/** The project as the dashboard works with it: from its files where there are any, else by its name alone. */
import { printYaml } from '../../compose/print.ts'
import type { LoadedProject } from '../../compose/project.ts'
import { desiredState, type DesiredState } from '../../plan/desired.ts'
import { labels, readDependsOn } from '../../plan/labels.ts'
import { looksSecret, maskUrls } from '../../plan/mask.ts'
import type { ObservedContainer } from '../../plan/observed.ts'
import type { Declared } from '../../ui/dashboard/state.ts'
import { loadIfThere } from '../load-if-there.ts'
import type { LoadRequest, Session } from '../session.ts'

export interface ProjectFiles {
  readonly name: string
  /** True where all services count; else containers of others are none of our business. */
  readonly whole: boolean
  /** Undefined where the project was named and no file is in reach. */
  readonly loaded: () => LoadedProject | undefined
  /** Reads the files again; rejects with a ProjectError, and then what was read before still counts. */
  readonly reload: () => Promise<LoadedProject>
  /** What is wanted, replicas that were asked for since included; `services`: of these alone, without what they depend on. */
  readonly desired: (services?: readonly string[]) => Promise<DesiredState>
  /** Remembers how many replicas a service is to have. */
  readonly scale: (service: string, count: number) => void
}

export interface OpenRequest {
  /** Default: all services. */
  readonly request?: LoadRequest
  /** Replicas by service, in place of the files'. */
  readonly scale?: ReadonlyMap<string, number>
  /** What was read already. */
  readonly loaded?: LoadedProject
}

/** Reads the files, where there are any; warnings are shown, because the screen is not taken yet. */
export async function openProject(
  session: Session,
  { request = {}, scale = new Map(), ...given }: OpenRequest = {},
): Promise<ProjectFiles> {
  let loaded = given.loaded ?? (await loadIfThere(session, request))
  const name = loaded?.project.name ?? (await session.projectName())
  const replicas = new Map(scale)
  const state = async (from: LoadedProject) => {
    const contents = await from.contents?.()
    const { compatibility } = session.globals
    return desiredState(from, { scale: replicas, compatibility, ...(contents && { contents }) })
  }
  return {
    name,
    whole: !request.services?.length,
    loaded: () => loaded,
    reload: async () => (loaded = await session.loadQuietly(request)),
    desired: async (services) => {
      if (services)
        return state(await session.loadQuietly({ ...request, services, withoutDependencies: true }))
      return state(loaded ?? (await session.loadQuietly(request)))
    },
    scale: (service, count) => void replicas.set(service, count),
  }
}

/** The services in the files' order of dependency. */
export function declaredIn({ services }: DesiredState): readonly Declared[] {
  return services.map(({ name, replicas, dependencies }) => ({
    name,
    replicas,
    dependencies: [...dependencies].map(([service, { condition }]) => ({ service, condition })),
  }))
}

/** What containers tell of their services, where there are no files; by name. */
export function declaredBy(containers: readonly ObservedContainer[]): readonly Declared[] {
  const services = new Map<string, ObservedContainer[]>()
  for (const container of containers) {
    if (container.oneOff) continue
    services.set(container.service, [...(services.get(container.service) ?? []), container])
  }
  return [...services]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => ({
      name,
      replicas: own.length,
      dependencies: own.slice(0, 1).flatMap(requirementsIn),
    }))
}

/** A service of the files as YAML, values of secret-looking variables and passwords in addresses hidden. */
export function definitionText(loaded: LoadedProject | undefined, service: string): string | undefined {
  const definition = loaded?.project.services[service]
  if (!definition) return undefined
  const environment = Object.entries(definition.environment ?? {}).map(([name, value]) => [
    name,
    looksSecret(name) && value ? '***' : value,
  ])
  const shown = {
    ...definition,
    ...(environment.length > 0 && { environment: Object.fromEntries(environment) }),
  }
  return maskUrls(printYaml({ services: { [service]: shown } }))
}

function requirementsIn({ labels: own }: ObservedContainer): Declared['dependencies'] {
  return readDependsOn(own[labels.dependsOn]).map(([service, { condition }]) => ({ service, condition }))
}
