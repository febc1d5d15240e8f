/** Helpers of `apply`: writing values into the engine's body. */
import type { ContainerBody, EndpointBody, MountBody } from '../../docker/bodies.ts'
import { parseDuration } from './grammar/durations.ts'

/** Sets a field unless the value is undefined. */
export function put<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value
}

/** A number of the engine from decimal text. */
export function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

/** Nanoseconds of a printed duration. */
export function toNanoseconds(duration: string | undefined): number | undefined {
  const time = duration === undefined ? undefined : parseDuration(duration)
  return time === undefined ? undefined : Number(time)
}

/** Adds a mount to those that the body has. */
export function addMount(body: ContainerBody, mount: MountBody): void {
  body.HostConfig.Mounts = [...(body.HostConfig.Mounts ?? []), mount]
}

/** Changes every endpoint of the container. */
export function eachEndpoint(body: ContainerBody, change: (endpoint: EndpointBody) => void): void {
  Object.values(body.NetworkingConfig?.EndpointsConfig ?? {}).forEach(change)
}

/** `K=V` lines of an environment, sorted by name; names without a value stand alone. */
export function environmentLines(environment: Readonly<Record<string, string | null>> | undefined): string[] {
  return Object.entries(environment ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === null ? name : `${name}=${value}`))
}
