/** The Compose file in a fetched folder. */
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { GantryError } from '../errors.ts'
import { shown } from './shown.ts'

export interface Place {
  /** Absolute: the root of what was fetched. */
  readonly folder: string
  /** A folder or a file, relative to the root. */
  readonly below: string
  /** For messages. */
  readonly reference: string
}

/** The file itself, or the first of docker compose's names in a folder. Rejects where there is none, or where a link leads out. */
export async function findComposeFile({ folder, below, reference }: Place): Promise<string> {
  const root = await realpath(folder)
  const refuse = (what: string, hint: string) =>
    new GantryError('remote-failed', `"${shown(reference)}" ${what}`, { hint })
  const inside = async (path: string): Promise<boolean | undefined> => {
    const real = await realpath(path).catch(() => undefined)
    if (real === undefined) return undefined
    const way = relative(root, real).split(sep)
    if (way[0] === '..' || way[0] === '.git' || real.startsWith(join(root, '.git') + sep)) {
      throw refuse(`leads out of the repository by a symbolic link`, 'name the place that the link leads to')
    }
    return (await stat(real)).isFile()
  }
  const target = join(root, below)
  const isFile = await inside(target)
  if (isFile === undefined) throw refuse(`has no "${below}"`, await namesIn(root))
  if (isFile) return target
  for (const name of fileNames) {
    if (await inside(join(target, name))) return join(target, name)
  }
  const hint = `name the file behind the ref: #ref:${below === '' ? '' : `${below}/`}file.yaml; ${await namesIn(target)}`
  throw refuse(`has no Compose file${below === '' ? '' : ` in "${below}"`}`, hint)
}

const fileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']

async function namesIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name !== '.git').sort()
  const some = names.slice(0, 10).map((name) => shown(name))
  return `there is ${some.length === 0 ? 'nothing' : some.join(', ')}${names.length > some.length ? ', …' : ''}`
}
