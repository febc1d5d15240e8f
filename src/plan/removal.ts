/** Stopping and removing one container that is no longer wanted. */
import type { Removal } from './decisions.ts'
import { isUp } from './observed.ts'
import { stepId, type Planning } from './planning.ts'
import { stopArgs } from './stop-args.ts'

/** Adds its stop, where it runs, and its removal; returns the id of the last step. */
export function planRemoval(
  { builder, options }: Pick<Planning, 'builder' | 'options'>,
  { container, role, reason, unused = false }: Removal,
): string {
  const { name, id, service } = container
  const resource = { kind: 'container', name, service } as const
  const stopped = stepId.removal(role, name, 'stop')
  if (isUp(container))
    builder.add({
      id: stopped,
      kind: 'stop-container',
      resource,
      reason,
      args: stopArgs(container, options.timeout),
    })
  return builder.add({
    id: stepId.removal(role, name, 'remove'),
    kind: 'remove-container',
    resource,
    reason,
    after: [stopped],
    args: { container: id, volumes: unused, ...(unused && { unused }) },
  })
}
