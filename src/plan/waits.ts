/** Waiting as steps: for what a service depends on, and at the end for everything to be ready. */
import type { DesiredService } from './desired.ts'
import { runningSteps, type ContainerOutcome, type Outcomes, type ServiceOutcome } from './outcomes.ts'
import { stepId, type Planning } from './planning.ts'
import type { Wait } from './steps.ts'

/** The steps that must be done before a container of the service may start; adds waits where the engine has not answered yet. */
export function dependencySteps(
  planning: Planning,
  target: DesiredService,
  outcomes: Outcomes,
): readonly string[] {
  return [...target.dependencies].flatMap(([name, dependency]) => {
    const outcome = outcomes.get(name)
    if (outcome?.provider !== undefined) return [outcome.provider]
    if (!outcome || outcome.containers.length === 0) return []
    if (dependency.condition === 'service_started') return runningSteps(outcome)
    if (outcome.containers.every((container) => satisfied(container, dependency.condition))) return []
    return [
      addWait(planning, outcome, {
        service: name,
        condition: dependency.condition,
        required: dependency.required,
        reason: `"${target.name}" depends on it: ${dependency.condition}`,
      }),
    ]
  })
}

/** `--wait`: a wait for every service that is not ready yet, and that no dependent waits for already. */
export function planReadiness(planning: Planning, outcomes: Outcomes): void {
  const awaited = (service: string) =>
    (['service_healthy', 'service_completed_successfully'] as const).some((condition) =>
      planning.builder.has(stepId.wait(service, condition)),
    )
  for (const [service, outcome] of outcomes) {
    if (awaited(service)) continue
    if (
      outcome.containers.length === 0 ||
      outcome.containers.every((container) => satisfied(container, 'ready'))
    )
      continue
    addWait(planning, outcome, { service, condition: 'ready', required: true, reason: 'asked for by --wait' })
  }
}

/** True where the observed container meets the condition already and no step of the plan touches it. */
function satisfied({ observed, exists, runs }: ContainerOutcome, condition: Wait['condition']): boolean {
  if (!observed || exists !== undefined || runs !== undefined) return false
  if (condition === 'service_completed_successfully') return observed.exitCode === 0
  if (condition === 'service_healthy') return observed.health === 'healthy'
  if (condition === 'service_started') return true
  return observed.state === 'running'
    ? observed.health === 'none' || observed.health === 'healthy'
    : observed.exitCode === 0
}

interface WaitInput {
  readonly service: string
  readonly condition: Wait['condition']
  readonly required: boolean
  readonly reason: string
}

function addWait(
  { builder }: Planning,
  outcome: ServiceOutcome,
  { service, condition, required, reason }: WaitInput,
): string {
  const containers = outcome.containers.map(({ name }) => name)
  // One wait serves all dependents; it may only be optional where it is for every one of them, hence its own id.
  const id = stepId.wait(service, required ? condition : `${condition}:optional`)
  return builder.add({
    id,
    kind: 'wait',
    resource: { kind: 'container', name: containers[0] ?? service, service },
    reason: { text: reason },
    after: runningSteps(outcome),
    args: { service, condition, containers, required },
  })
}
