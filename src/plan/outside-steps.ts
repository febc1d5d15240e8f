/** The steps for what stands beside the engine: providers are run, models set up. */
import type { Service } from '../compose/service.ts'
import type { PlanBuilder } from './builder.ts'
import type { DesiredService } from './desired.ts'
import { stepId, stopId, type Planning } from './planning.ts'
import type { ObservedContainer } from './observed.ts'
import type { ProviderCall } from './steps.ts'

/** Adds a step for every model that a service uses. */
export function planModels({ desired, builder, options }: Planning): void {
  if (options.outside === 'done' || options.start === false) return
  for (const key of desired.models) {
    const model = desired.loaded.project.models?.[key]
    if (!model) continue
    builder.add({
      id: stepId.model(key),
      kind: 'set-up-model',
      resource: { kind: 'model', name: model.model },
      reason: { text: `services use it as "${key}"` },
      args: {
        model: model.model,
        runtimeFlags: model.runtime_flags ?? [],
        ...(model.context_size !== undefined && { contextSize: model.context_size }),
      },
    })
  }
}

/** Adds the step that has a provider bring its service up: at every run, because only the provider knows what there is. Its id, where there is one. */
export function planProvider(
  { builder, options }: Planning,
  target: DesiredService,
  after: readonly string[],
): string | undefined {
  const call = providerCall(target)
  if (!call || options.outside === 'done' || options.start === false) return undefined
  return builder.add({
    id: stepId.provider(target.name, 'up'),
    kind: 'run-provider',
    resource: { kind: 'provider', name: call.type, service: target.name },
    reason: { text: 'the provider is asked at every run' },
    after,
    args: { ...call, command: 'up' },
  })
}

/** Adds the steps that have providers take their services down, or stop them; each after the stops of what depends on it. */
export function planProviderEnds(
  builder: PlanBuilder,
  services: Readonly<Record<string, Service>>,
  { command, targets = [], stopping }: ProviderEnds,
): void {
  for (const [name, service] of Object.entries(services)) {
    const call = providerCall({ name, service })
    if (!call || (targets.length > 0 && !targets.includes(name))) continue
    const isDependent = (other: string) => name in (services[other]?.depends_on ?? {})
    builder.add({
      id: stepId.provider(name, command),
      kind: 'run-provider',
      resource: { kind: 'provider', name: call.type, service: name },
      reason: { text: command === 'down' ? 'taken down' : 'asked for' },
      after: stopping.filter((container) => isDependent(container.service)).map(stopId),
      args: { ...call, command },
    })
  }
}

interface ProviderEnds {
  readonly command: 'down' | 'stop'
  /** Services named on the command line. Empty: all. */
  readonly targets?: readonly string[] | undefined
  /** The containers that the plan stops. */
  readonly stopping: readonly ObservedContainer[]
}

function providerCall({ name, service }: Pick<DesiredService, 'name' | 'service'>): ProviderCall | undefined {
  const { provider } = service
  return provider && { service: name, type: provider.type, options: provider.options ?? {} }
}
