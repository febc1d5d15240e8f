/** Profiles: which services are active. */
import type { Service } from './service.ts'
import type { Environment } from './session.ts'

export type Services = Readonly<Record<string, Service>>

export interface Partition {
  readonly active: Services
  readonly inactive: Services
}

/** `--profile` where given, else `COMPOSE_PROFILES`, split at commas: the empty profile when it is unset or empty. */
export function activeProfiles(
  given: readonly string[] | undefined,
  environment: Environment,
): readonly string[] {
  if (given?.length) return given
  const listed = (environment['COMPOSE_PROFILES'] ?? '').split(',')
  return listed.map((profile) => profile.trim())
}

/** A service is active without profiles, with an active one, or when `*` is active. */
export function partition(services: Services, profiles: readonly string[]): Partition {
  const wanted = new Set(profiles)
  const isActive = ({ profiles: own = [] }: Service) =>
    own.length === 0 || wanted.has('*') || own.some((profile) => wanted.has(profile))
  return {
    active: pick(services, (name, service) => isActive(service)),
    inactive: pick(services, (name, service) => !isActive(service)),
  }
}

/** The records that pass, in the same order, in a null-prototype object. */
export function pick<T>(
  records: Readonly<Record<string, T>>,
  wanted: (name: string, value: T) => boolean,
): Readonly<Record<string, T>> {
  const picked: Record<string, T> = Object.create(null)
  for (const [name, value] of Object.entries(records)) if (wanted(name, value)) picked[name] = value
  return picked
}
