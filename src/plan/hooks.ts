/** Hooks of a service as steps, one after the other. */
import type { Hook, Service } from '../compose/service.ts'
import type { PlanBuilder } from './builder.ts'

export interface HookPlanning {
  readonly container: string
  readonly service: string
  readonly event: 'post_start' | 'pre_stop'
  readonly after: readonly string[]
}

/** Adds the hooks in order; returns their ids. */
export function planHooks(
  { add }: PlanBuilder,
  hooks: readonly { readonly id: string; readonly hook: Hook }[],
  { container, service, event, after }: HookPlanning,
): readonly string[] {
  return hooks.map(({ id, hook }, index) =>
    add({
      id,
      kind: 'run-hook',
      resource: { kind: 'container', name: container, service },
      reason: { text: `${event} hook ${index + 1} of ${hooks.length}` },
      after: index === 0 ? after : [hooks[index - 1]?.id ?? ''],
      args: { container, hook },
    }),
  )
}

/** The `pre_stop` hooks of all services, for those who stop containers. */
export function preStopHooks(
  services: Readonly<Record<string, Service>>,
): ReadonlyMap<string, readonly Hook[]> {
  return new Map(
    Object.entries(services).flatMap(([name, { pre_stop }]) => (pre_stop ? [[name, pre_stop] as const] : [])),
  )
}
