/** Stopping and removing one container that is no longer wanted. */
import { stepId, type Planning } from './planning.ts'
import type { ObservedContainer } from './observed.ts'
import type { Reason } from './steps.ts'

/** Adds its stop, where it runs, and its removal; returns the id of the last step. */
export function planRemoval(
  { builder, options }: Pick<Planning, 'builder' | 'options'>,
  container: ObservedContainer,
  reason: Reason,
): string {
  const { name, id, state } = container
  const resource = { kind: 'container', name, service: container.service } as const
  const running = state === 'running' || state === 'restarting' || state === 'paused'
  const stopped = running
    ? [
        builder.add({
          id: stepId.orphan(name, 'stop'),
          kind: 'stop-container',
          resource,
          reason,
          args: { container: id, ...(options.timeout !== undefined && { timeout: options.timeout }) },
        }),
      ]
    : []
  return builder.add({
    id: stepId.orphan(name, 'remove'),
    kind: 'remove-container',
    resource,
    reason,
    after: stopped,
    args: { container: id, volumes: false },
  })
}
