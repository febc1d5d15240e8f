/** What configs and secrets hold, as digests: the only part of a project that its files name but do not show. */
import { sha256 } from '../util/sha256.ts'
import type { FileReader } from './files.ts'
import { contentOf } from './injected-files.ts'
import type { LoadedProject } from './project.ts'

/**
 * SHA-256 in hexadecimal of every config and secret, by `configs.<key>` and `secrets.<key>`: of the file, of the variable's value,
 * or of the text. What is external, unset, no regular file or unreadable is left out.
 */
export async function contentDigests(
  loaded: Pick<LoadedProject, 'project' | 'environment' | 'values'>,
  { digest }: Pick<FileReader, 'digest'>,
): Promise<ReadonlyMap<string, string>> {
  const sections = ['configs', 'secrets'] as const
  const found = await Promise.all(
    sections.flatMap((section) =>
      Object.entries(loaded.project[section]).map(async ([key, { file }]) => {
        const text = contentOf(section, key, loaded)
        const own = text === undefined ? undefined : sha256(text)
        return [`${section}.${key}`, file === undefined ? own : await digest?.(file)] as const
      }),
    ),
  )
  return new Map(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
}
