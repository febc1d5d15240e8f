/** Sources that are fetched: git repositories and OCI artifacts. Loaded only when one is named. */
import type { Mention, Session } from './session.ts'

/** The local copy of a remote source; undefined and a problem where there is none. */
export async function fetchRemote(
  session: Session,
  reference: string,
  { what, span }: Mention,
): Promise<string | undefined> {
  session.incomplete = true
  const message = `${what} "${reference}" is remote: such sources are not read yet`
  const hint = 'clone it, and name the local path'
  session.report({ code: 'remote-source', message, hint, ...(span && { span }) })
  return undefined
}
