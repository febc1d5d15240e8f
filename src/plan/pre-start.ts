/**
 * `pre_start` hooks: each runs in a container of its own, one after the other, before the first container of the service
 * starts; not when one of them runs already (docker compose 5.3).
 */
import type { Hook } from '../compose/service.ts'
import type { ContainerBody } from '../docker/bodies.ts'
import { containerCreation } from './container.ts'
import { containerName, type DesiredService } from './desired.ts'
import { composeVersion, labels } from './labels.ts'
import { containersOf } from './observed.ts'
import { stepId, type Planning } from './planning.ts'

/** Adds the hooks after the service's dependencies; returns the last one's id, nothing where there is none to run. */
export function planPreStart(
  planning: Planning,
  target: DesiredService,
  dependencies: readonly string[],
): readonly string[] {
  const hooks = target.service.pre_start ?? []
  const running = containersOf(planning.observed, target.name).some(({ state }) => state === 'running')
  if (hooks.length === 0 || running || planning.options.start === false) return []
  const number = containersOf(planning.observed, target.name)[0]?.number ?? 1
  const owner = containerName(planning.desired, target, number)
  const ready = ['create', 'rename', 'remove'].map((verb) => stepId.container(target.name, number, verb))
  const ids = hooks.map((_, index) => `${target.name}:pre_start:${index + 1}`)
  hooks.forEach((hook, index) => {
    const image = hook.image ?? target.image.reference
    planning.builder.add({
      id: ids[index] ?? '',
      kind: 'run-hook',
      resource: { kind: 'container', name: owner, service: target.name },
      reason: { text: `pre_start hook ${index + 1} of ${hooks.length}` },
      after:
        index === 0
          ? [...dependencies, ...ready, stepId.image(image)]
          : [ids[index - 1] ?? '', stepId.image(image)],
      args: {
        container: owner,
        hook,
        own: {
          name: `${owner}-pre_start-${index + 1}`,
          body: hookBody(planning, target, { hook, number, image }),
        },
      },
    })
  })
  return ids.slice(-1)
}

interface HookInput {
  readonly hook: Hook
  readonly number: number
  readonly image: string
}

/** The service's environment, networks and volumes; the hook's own image, command, user and folder. */
function hookBody(
  planning: Planning,
  target: DesiredService,
  { hook, number, image }: HookInput,
): ContainerBody {
  const { body } = containerCreation(planning.desired, target, { number, containersOf: () => [] })
  const environment = Object.entries(hook.environment ?? {}).map(([key, value]) =>
    value === null ? key : `${key}=${value}`,
  )
  const endpoints = Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {}).map(
    (name) => [name, {}] as const,
  )
  const { NetworkMode } = body.HostConfig
  return {
    Image: image,
    ...(hook.command && { Cmd: hook.command }),
    Env: [...(body.Env ?? []), ...environment],
    ...(hook.user !== undefined && { User: hook.user }),
    ...(hook.working_dir !== undefined && { WorkingDir: hook.working_dir }),
    Labels: {
      [labels.project]: planning.desired.project,
      [labels.service]: target.name,
      [labels.version]: composeVersion,
      [labels.hook]: 'pre_start',
    },
    HostConfig: {
      VolumesFrom: [containerName(planning.desired, target, number)],
      ...(NetworkMode !== undefined && { NetworkMode }),
      ...(hook.privileged && { Privileged: true }),
    },
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) },
  }
}
