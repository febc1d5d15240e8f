/** Texts of the seccomp profiles that services name: the engine takes them as text. */
import { resolve } from 'node:path'
import { seccompFile } from './attributes/security.ts'
import type { FileReader } from './files.ts'
import type { Services } from './profiles.ts'

/** By path as written and by absolute path; files that cannot be read are left out: the engine then refuses the option. */
export async function readProfileFiles(
  services: Services,
  folder: string,
  reader: FileReader,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const options = Object.values(services).flatMap((service) => service.security_opt ?? [])
  for (const written of new Set(options.flatMap((option) => seccompFile(option) ?? []))) {
    const path = resolve(folder, written)
    const text = await reader.read(path).catch(() => undefined)
    if (text !== undefined) texts.set(written, text).set(path, text)
  }
  return texts
}
