/** Which service needs which, as the pictures of it want it. */
import { goals } from '../words.ts'

export interface GraphService {
  readonly name: string
  /** In the order of names. */
  readonly dependsOn: readonly GraphEdge[]
}

export interface GraphEdge {
  readonly service: string
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  /** False: the service starts without it if need be. */
  readonly required: boolean
  /** True: it is restarted when the other is. */
  readonly restart: boolean
}

export interface ServiceGraph {
  readonly project: string
  /** Dependencies first; acyclic. */
  readonly services: readonly GraphService[]
}

/** `healthy`, `started, optional, restarts with it` */
export function edgeWords({ condition, required, restart }: GraphEdge): string {
  return [goals[condition], ...(required ? [] : ['optional']), ...(restart ? ['restarts with it'] : [])].join(
    ', ',
  )
}

/** The services that may start together: each layer needs only those before it. */
export function layersOf({ services }: ServiceGraph): readonly (readonly string[])[] {
  const layerOf = new Map<string, number>()
  const layers: string[][] = []
  for (const { name, dependsOn } of services) {
    const layer = Math.max(0, ...dependsOn.map(({ service }) => (layerOf.get(service) ?? -1) + 1))
    layerOf.set(name, layer)
    layers[layer] = [...(layers[layer] ?? []), name]
  }
  return layers
}
