/** Before anything is done: is there what images are to be built from? */
import { stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { ProjectError, type Problem } from '../errors.ts'
import type { DesiredState } from '../plan/desired.ts'
import type { ImageNeed } from '../plan/images.ts'

/** Rejects with a ProjectError that names each missing build context and Dockerfile at its place; contexts elsewhere are left to the build. */
export async function checkBuilds(desired: DesiredState, needs: readonly ImageNeed[]): Promise<void> {
  const problems = await Promise.all(needs.map(async (need) => problemOf(desired, need)))
  const found = problems.flatMap((problem) => problem ?? [])
  if (found.length > 0) throw new ProjectError(found)
}

async function problemOf(
  { loaded }: DesiredState,
  { service, image, action }: ImageNeed,
): Promise<Problem | undefined> {
  if (action.kind !== 'build' || !image.build || image.build.remote) return undefined
  const { context = '.', dockerfile = 'Dockerfile', dockerfile_inline: inline } = image.build.build
  if (!isAbsolute(context)) return undefined
  const problem = (key: string, message: string, more: Pick<Problem, 'code' | 'hint'>): Problem => {
    const build = ['services', service, 'build']
    const place = loaded.placeOf([...build, key]) ?? loaded.placeOf(build)
    return { severity: 'error', message, ...more, ...(place && { place }) }
  }
  if (!(await exists(context)))
    return problem('context', `service "${service}": the build context ${context} does not exist`, {
      code: 'missing-build-context',
      hint: 'create the folder, or correct "context"',
    })
  const file = resolve(context, dockerfile)
  if (inline !== undefined || (await exists(file))) return undefined
  return problem('dockerfile', `service "${service}": there is no Dockerfile at ${file}`, {
    code: 'missing-dockerfile',
    hint: 'create it, or name another one with "dockerfile"',
  })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
