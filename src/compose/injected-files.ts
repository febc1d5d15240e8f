/** Configs and secrets without a file on the host: they are copied into the container before it starts. */
import { configTarget, secretTarget } from './attributes/file-references.ts'
import { modeBits } from './attributes/grammar/modes.ts'
import type { FileResource, LoadedProject } from './project.ts'
import type { FileReference, Service } from './service.ts'

export interface InjectedFile {
  readonly target: string
  readonly content: string
  readonly uid: number
  readonly gid: number
  /** Octal permission bits as a number: 0o444. */
  readonly mode: number
}

type Loaded = Pick<LoadedProject, 'project' | 'environment' | 'values'>

/** The files that are copied into a service's containers; empty ones are left out, as docker compose does. */
export function injectedFiles(service: Service, loaded: Loaded): readonly InjectedFile[] {
  const files = (section: 'configs' | 'secrets', targetOf: (reference: FileReference) => string) =>
    (service[section] ?? []).flatMap((reference) =>
      toFile({
        reference,
        target: targetOf(reference),
        content: contentOf(section, reference.source ?? '', loaded),
      }),
    )
  return [...files('configs', configTarget), ...files('secrets', secretTarget)]
}

/** The text of a config or secret that is written in the project or stands in a variable; undefined for others, and where the variable is unset. */
export function contentOf(
  section: 'configs' | 'secrets',
  source: string,
  { project, environment, values }: Loaded,
): string | undefined {
  const resource: FileResource | undefined = project[section][source]
  const variable = resource?.environment
  if (variable === undefined) return resource?.content
  return (
    values.get(`${section}.${source}`) ??
    (Object.hasOwn(environment, variable) ? environment[variable] : undefined)
  )
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
