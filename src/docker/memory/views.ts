/** What the in-memory engine shows of a container. */
import type { ContainerDetails, ContainerSummary } from '../engine.ts'
import type { Container, World } from './world.ts'

/** A container as the list shows it. */
export function summaryIn(world: World, container: Container): ContainerSummary {
  const { id, name, body, imageId, created, state, health, ports, mounts, networks } = container
  return {
    id,
    name,
    image: body.Image ?? '',
    imageId,
    command: (body.Cmd ?? []).join(' '),
    created,
    state,
    status: statusOf(world, container),
    health: state === 'running' ? health : 'none',
    labels: body.Labels ?? {},
    ports,
    mounts,
    networks: Object.fromEntries(
      [...networks].map(([network, { networkId, ipAddress }]) => [network, { networkId, ipAddress }]),
    ),
  }
}

function statusOf(world: World, { state, health, exitCode, startedAt, finishedAt }: Container): string {
  const seconds = (since: number | undefined) => `${Math.floor(world.now() - (since ?? world.now()))} seconds`
  if (state === 'created') return 'Created'
  if (state === 'exited') return `Exited (${exitCode}) ${seconds(finishedAt)} ago`
  if (state === 'paused') return `Up ${seconds(startedAt)} (Paused)`
  const words = {
    none: '',
    starting: ' (health: starting)',
    healthy: ' (healthy)',
    unhealthy: ' (unhealthy)',
  }
  return `Up ${seconds(startedAt)}${words[health]}`
}

/** A container as an inspection shows it. */
export function detailsIn(container: Container): ContainerDetails {
  const { id, name, body, state, health, exitCode, error, healthLog, mounts, networks } = container
  return {
    id,
    name,
    image: body.Image ?? '',
    state,
    health,
    exitCode,
    oomKilled: false,
    error,
    healthLog: [...healthLog],
    tty: body.Tty ?? false,
    restartCount: 0,
    labels: body.Labels ?? {},
    mounts,
    networks: Object.fromEntries(networks),
    startedAt: momentOf(container.startedAt),
    finishedAt: momentOf(container.finishedAt),
  }
}

/** RFC 3339, or nothing. */
export function momentOf(seconds: number | undefined): string {
  return seconds === undefined ? '' : new Date(seconds * 1000).toISOString()
}
