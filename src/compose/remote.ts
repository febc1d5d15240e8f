/** Compose files that are not on this disk: in git repositories and registries. The reader fetches them, where it can. */
import { GantryError } from '../errors.ts'
import type { Mention, Session } from './session.ts'

/**
 * Whether `-f`, `include` or `extends` names a file that must be fetched. Every address with a scheme counts,
 * so that what cannot be fetched is refused by name, and not looked for on the disk.
 */
export function isRemote(reference: string): boolean {
  return /^(?:[a-zA-Z][a-zA-Z\d+.-]+:(?:\/\/|:)|github\.com\/|\w[\w-]*@[a-zA-Z\d][a-zA-Z\d.-]*:)/.test(
    reference,
  )
}

/** A build context that is not a path of this machine: a git repository, an archive, another scheme. */
export function isRemoteContext(source: string): boolean {
  return source.includes('://') || /^(https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/.test(source)
}

/** The path of the local copy of a remote file; undefined and a problem where there is none. */
export async function fetchRemote(
  session: Session,
  reference: string,
  { what, span }: Mention,
): Promise<string | undefined> {
  const { remote } = session.options.reader
  try {
    if (remote) return await remote(reference)
    throw new GantryError(
      'not-supported',
      `${what} "${reference}" is remote, and only local files are read here`,
    )
  } catch (error) {
    if (!(error instanceof GantryError) || error.code === 'cancelled') throw error
    const { code, message, hint } = error
    session.incomplete = true
    session.report({ code, message, ...(hint !== undefined && { hint }), ...(span && { span }) })
    return undefined
  }
}
