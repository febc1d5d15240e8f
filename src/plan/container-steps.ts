/** The steps that one container of a service goes through. */
import { loginsTarget } from '../compose/api-socket.ts'
import { injectedFiles } from '../compose/injected-files.ts'
import { containerCreation } from './container.ts'
import { containerName, type DesiredService } from './desired.ts'
import { planHooks } from './hooks.ts'
import { containersOf, type ObservedContainer } from './observed.ts'
import type { Outcomes } from './outcomes.ts'
import { stepId, type Planning } from './planning.ts'
import type { Reason } from './steps.ts'
import { stopArgs } from './stop-args.ts'

/** What the steps of one service's containers share. */
export interface ServicePlanning {
  readonly planning: Planning
  readonly target: DesiredService
  readonly outcomes: Outcomes
  /** Steps that remove what a cut recreate left: a second try gives its replacement the same temporary name. */
  readonly removals: readonly string[]
  /** Steps to await before a start: dependencies, then pre_start hooks. Made only when something starts. */
  readonly dependencies: () => readonly string[]
}

interface CreationStep {
  readonly number: number
  readonly reason: Reason
  readonly name?: string
  readonly replaces?: ObservedContainer
  /** Steps to await beside those for its image, networks and volumes. */
  readonly after?: readonly string[]
}

/** Adds the creation of a container; returns the step's id. */
export function addCreation(
  { planning, target, outcomes, removals }: ServicePlanning,
  { number, reason, name, replaces, after = [] }: CreationStep,
): string {
  const { desired, observed, builder, options } = planning
  const { service } = target
  const image = builder.has(stepId.image(target.image.reference))
    ? undefined
    : observed.images.get(target.image.reference)
  const creation = containerCreation(desired, target, {
    number,
    ...(name !== undefined && { name }),
    ...(replaces && !options.renewVolumes && { replaces }),
    renewedVolumes: planning.renewedVolumes,
    ...(image && { image }),
    containersOf: (other) => outcomes.get(other)?.containers.map((container) => container.name) ?? [],
  })
  const others = new Set([
    ...Object.keys(creation.references),
    ...(service.links ?? []).map((link) => link.split(':')[0] ?? link),
  ])
  return builder.add({
    id: stepId.container(target.name, number, 'create'),
    kind: 'create-container',
    resource: { kind: 'container', name: containerName(desired, target, number), service: target.name },
    reason,
    after: [
      ...after,
      ...removals,
      ...Object.keys(service.networks ?? {}).map((key) => stepId.network(key, 'create')),
      ...(service.volumes ?? []).flatMap(({ type, source }) =>
        type === 'volume' && source ? [stepId.volume(source, 'create')] : [],
      ),
      stepId.image(target.image.reference),
      ...[...others].flatMap(
        (other) => outcomes.get(other)?.containers.flatMap(({ exists }) => exists ?? []) ?? [],
      ),
    ],
    args: creation,
  })
}

/** Adds the stop of a running container, after its dependents' stops; returns the step's id. */
export function addStop(
  { planning, target }: ServicePlanning,
  container: ObservedContainer,
  { reason, after }: { readonly reason: Reason; readonly after: readonly string[] },
): string {
  const { timeout } = planning.options
  const dependents = planning.desired.graph
    .dependentsOf(target.name)
    .flatMap((name) => containersOf(planning.observed, name))
  return planning.builder.add({
    id: stepId.container(container.service, container.number, 'stop'),
    kind: 'stop-container',
    resource: { kind: 'container', name: container.name, service: container.service },
    reason,
    after: [
      ...after,
      ...dependents.map((dependent) => stepId.container(dependent.service, dependent.number, 'stop')),
    ],
    args: stopArgs(container, timeout),
  })
}

interface StartInput {
  readonly name: string
  readonly number: number
  readonly after: readonly string[]
  readonly reason: string
}

/** Adds the start of a container and its post_start hooks; `runs` is the step after which it runs. Nothing where nothing is to start. */
export function startStep(
  { planning, target, dependencies }: ServicePlanning,
  { name, number, after, reason }: StartInput,
): { readonly runs?: string } {
  if (planning.options.start === false) return {}
  const started = planning.builder.add({
    id: stepId.container(target.name, number, 'start'),
    kind: 'start-container',
    resource: { kind: 'container', name, service: target.name },
    reason: { text: reason },
    after: [...after, ...dependencies()],
    args: {
      container: name,
      files: injectedFiles(target.service, planning.desired.loaded),
      ...(target.service.use_api_socket && { loginsAt: loginsTarget }),
    },
  })
  const hooks = (target.service.post_start ?? []).map((hook, index) => ({
    hook,
    id: stepId.container(target.name, number, `post_start:${index + 1}`),
  }))
  return {
    runs:
      planHooks(planning.builder, hooks, {
        container: name,
        service: target.name,
        event: 'post_start',
        after: [started],
      }).at(-1) ?? started,
  }
}
