/** The folder of a build context in what was fetched. */
import { realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { GantryError } from '../errors.ts'
import type { Place } from './compose-file.ts'
import { shown } from './shown.ts'

/** The folder itself. Rejects where there is none, or where a link leads out. */
export async function findFolder({ folder, below, reference }: Place): Promise<string> {
  const root = await realpath(folder)
  const real = await realpath(join(root, below)).catch(() => undefined)
  const refuse = (what: string, hint: string) =>
    new GantryError('remote-failed', `"${shown(reference)}" ${what}`, { hint })
  if (real === undefined || !(await stat(real)).isDirectory())
    throw refuse(`has no folder "${shown(below)}"`, 'name the folder behind the ref: #ref:folder')
  const [first] = relative(root, real).split(sep)
  if (first === '..' || first === '.git')
    throw refuse('leads out of the repository by a symbolic link', 'name the place that the link leads to')
  return real
}
