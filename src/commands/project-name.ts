/** The project's name alone, for commands that find everything else by labels. */
import { discover } from '../compose/discovery.ts'
import { projectName } from '../compose/name.ts'
import type { LoadOptions } from '../compose/options.ts'
import { readDocuments, startSession } from '../compose/session.ts'
import { ProjectError } from '../errors.ts'

/** The name by the loader's rules. Files are parsed for their `name:` and no further: a project with faults can still be listed. */
export async function readProjectName(options: LoadOptions): Promise<string> {
  const session = startSession(options)
  const { files, written, environment, startFolder } = await discover(session)
  const documents = []
  for (const [at, path] of files.entries()) {
    const mention = { what: 'Compose file', written: written[at] ?? path }
    documents.push(...((await readDocuments(session, path, mention)) ?? []))
  }
  const name = projectName(session, { documents, environment, workingDirectory: startFolder })
  if (session.problems.errors().length > 0) throw new ProjectError(session.problems.all())
  return name
}
