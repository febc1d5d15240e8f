/** Containers of a project as the engine lists them. */
import { createHash } from 'node:crypto'
import type { ContainerSummary, Engine } from '../../src/docker/engine.ts'
import { createMemoryEngine } from '../../src/docker/memory.ts'

export interface Facts extends Partial<ContainerSummary> {
  readonly project?: string
  readonly oneOff?: boolean
}

/** `shop-web-1`, up for five minutes at noon of 2026-11-21, unless told otherwise. */
export function container(service: string, number: number, facts: Facts = {}): ContainerSummary {
  const { project = 'shop', oneOff = false, ...rest } = facts
  const name = oneOff ? `${project}-${service}-run-${number}` : `${project}-${service}-${number}`
  return {
    id: createHash('sha256').update(name).digest('hex'),
    name,
    image: `${service}:1`,
    imageId: `sha256:${service}`,
    command: 'run',
    created: Date.parse('2026-11-21T11:55:00Z') / 1000,
    state: 'running',
    status: 'Up 5 minutes',
    health: 'none',
    ports: [],
    mounts: [],
    networks: {},
    ...rest,
    labels: {
      'com.docker.compose.project': project,
      'com.docker.compose.service': service,
      'com.docker.compose.container-number': String(number),
      'com.docker.compose.oneoff': oneOff ? 'True' : 'False',
      'com.docker.compose.config-hash': 'abc',
      ...rest.labels,
    },
  }
}

/** An engine that lists exactly these containers, by label; the rest of it is the one in memory. */
export function listing(containers: readonly ContainerSummary[]): Engine {
  const has = ({ labels }: ContainerSummary, query: string) => {
    const [key = '', value] = query.split('=')
    return value === undefined ? key in labels : labels[key] === value
  }
  return {
    ...createMemoryEngine(),
    listContainers: async (query) =>
      containers.filter((one) => query.labels.every((label) => has(one, label))),
  }
}
