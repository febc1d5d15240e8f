/** Restart policies, of the service and of its deploy section. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Service } from '../service.ts'

const NAMES: ReadonlyMap<string, string> = new Map([
  ['none', 'no'],
  ['any', 'always'],
])

/** Writes the restart policy; `deploy.restart_policy` goes before `restart`. */
export function restartPolicy(service: Service, body: ContainerBody): void {
  const deployed = service.deploy?.restart_policy
  const [name = '', attempts] = deployed
    ? [deployed.condition, deployed.max_attempts]
    : (service.restart ?? '').split(':', 2)
  const count = Number(attempts ?? 0)
  body.HostConfig.RestartPolicy = {
    Name: NAMES.get(name) ?? name,
    ...(count > 0 && { MaximumRetryCount: count }),
  }
}
