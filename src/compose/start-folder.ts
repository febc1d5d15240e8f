/** Where a project lives as far as the command line tells. */
import { dirname, resolve } from 'node:path'
import type { LoadOptions } from './options.ts'
import { isRemote } from './remote.ts'

/** The folder of the first `.env` and of the default name: --project-directory, or that of the first file; the current one where that is remote. */
export function startFolder({
  cwd,
  projectDirectory,
  files = [],
}: Pick<LoadOptions, 'cwd' | 'projectDirectory' | 'files'>): string {
  if (projectDirectory !== undefined) return resolve(cwd, projectDirectory)
  const first = files.find((file) => file !== '-')
  return first === undefined || isRemote(first) ? cwd : dirname(resolve(cwd, first))
}
