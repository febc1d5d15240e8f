/** Files that may be absent: commands that need only the project's name do without them. */
import type { LoadedProject } from '../compose/project.ts'
import { ProjectError } from '../errors.ts'
import type { LoadRequest, Session } from './session.ts'

/** The project, or nothing where a name was given and there is no file to read. Rejects with a ProjectError for faulty files. */
export async function loadIfThere(
  session: Session,
  request: LoadRequest,
): Promise<LoadedProject | undefined> {
  try {
    return await session.load(request)
  } catch (error) {
    const named = session.globals['project-name'] ?? session.env['COMPOSE_PROJECT_NAME']
    if (named && isMissingFile(error)) return undefined
    throw error
  }
}

function isMissingFile(error: unknown): boolean {
  return error instanceof ProjectError && error.problems.some(({ code }) => code === 'no-file')
}
