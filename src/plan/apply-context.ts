/** What writing a container's body may ask about the rest of the project. */
import type { ApplyContext } from '../compose/attributes/attribute.ts'
import type { DesiredState } from './desired.ts'

export interface ContainerIdentity {
  readonly serviceName: string
  readonly containerName: string
  readonly number: number
  readonly containersOf: (serviceName: string) => readonly string[]
}

/** Answers from the desired state; names that the project does not declare are taken as they are. */
export function applyContext(desired: DesiredState, identity: ContainerIdentity): ApplyContext {
  const { project } = desired.loaded
  return {
    ...identity,
    projectName: desired.project,
    volumeName: (key) => desired.volumes.get(key)?.name ?? key,
    networkName: (key) => desired.networks.get(key)?.name ?? key,
    configFile: (key) => project.configs[key]?.file,
    secretFile: (key) => project.secrets[key]?.file,
    containerOf: (serviceName) => identity.containersOf(serviceName)[0] ?? serviceName,
    fileText: (path) => desired.loaded.fileTexts?.get(path),
  }
}
