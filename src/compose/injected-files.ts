/** Configs and secrets without a file on the host: they are copied into the container before it starts. */
import { configTarget, secretTarget } from './attributes/file-references.ts'
import { modeBits } from './attributes/grammar/modes.ts'
import type { FileResource, Project } from './project.ts'
import type { FileReference, Service, StringMap } from './service.ts'

export interface InjectedFile {
  readonly target: string
  readonly content: string
  readonly uid: number
  readonly gid: number
  /** Octal permission bits as a number: 0o444. */
  readonly mode: number
}

/** The files that are copied into a service's containers; empty ones are left out, as docker compose does. */
export function injectedFiles(
  service: Service,
  project: Project,
  environment: StringMap,
): readonly InjectedFile[] {
  return [
    ...(service.configs ?? []).flatMap((reference) => {
      const resource = project.configs[reference.source ?? '']
      return toFile({ reference, target: configTarget(reference), content: contentOf(resource, environment) })
    }),
    ...(service.secrets ?? []).flatMap((reference) => {
      const resource = project.secrets[reference.source ?? '']
      return toFile({ reference, target: secretTarget(reference), content: contentOf(resource, environment) })
    }),
  ]
}

function contentOf(resource: FileResource | undefined, environment: StringMap): string | undefined {
  if (resource?.content !== undefined) return resource.content
  const name = resource?.environment
  return name !== undefined && Object.hasOwn(environment, name) ? environment[name] : undefined
}

interface Copy {
  readonly reference: FileReference
  readonly target: string
  readonly content: string | undefined
}

function toFile({ reference, target, content }: Copy): readonly InjectedFile[] {
  if (content === undefined || content === '') return []
  const id = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : 0)
  const mode = reference.mode === undefined ? 0o444 : modeBits(reference.mode)
  return [{ target, content, uid: id(reference.uid), gid: id(reference.gid), mode }]
}
