/** What a reference to an artifact in a registry says: `oci://registry/repository:tag@digest`. */
import { GantryError } from '../errors.ts'
import { shown } from './shown.ts'

export interface OciReference {
  /** Host, with its port; `docker.io` where none is named. */
  readonly registry: string
  /** `library/…` for a single name on Docker Hub. */
  readonly repository: string
  /** A digest where one is given, else a tag; `latest` where neither is. */
  readonly version: string
  readonly digest?: string
  /** As docker prints it, in full. */
  readonly name: string
}

/** Reads a reference by docker's rules for image names. Throws a GantryError where they are broken. */
export function parseOciReference(reference: string): OciReference {
  const [, written = '', tag, digest] = /^oci:\/\/([^@]*?)(?::([^:/@]*))?(?:@(.*))?$/.exec(reference) ?? []
  const { registry, path } = splitRegistry(written)
  const repository = registry === hub && !path.includes('/') ? `library/${path}` : path
  const wrong = faultOf({ registry, path, tag, digest })
  if (wrong) {
    throw new GantryError('not-supported', `"${shown(reference)}" names no artifact: ${wrong}`, {
      hint: 'write oci://registry/repository:tag, or oci://registry/repository@sha256:…',
    })
  }
  const version = digest ?? tag ?? 'latest'
  const name = `${registry}/${repository}${digest === undefined ? ':' : '@'}${version}`
  return { registry, repository, version, ...(digest !== undefined && { digest }), name }
}

const hub = 'docker.io'

/** The first part is a host when it looks like one: `localhost`, with a dot, a port or a capital letter. */
function splitRegistry(written: string): { readonly registry: string; readonly path: string } {
  const slash = written.indexOf('/')
  const first = written.slice(0, Math.max(slash, 0))
  if (first === 'localhost' || /[.:A-Z]/.test(first)) {
    return { registry: first === `index.${hub}` ? hub : first, path: written.slice(slash + 1) }
  }
  return { registry: hub, path: written }
}

interface Parts {
  readonly registry: string
  readonly path: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

function faultOf({ registry, path, tag, digest }: Parts): string | undefined {
  if (!/^(?:[a-z\d]+(?:[.-]+[a-z\d]+)*|\[[\da-f:]+\])(?::\d+)?$/i.test(registry))
    return `"${registry}" is no registry`
  if (
    path.length > 255 ||
    !/^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*)*$/.test(path)
  )
    return `"${path}" is no repository, which is written in lower case`
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return `"${tag}" is no tag`
  if (digest !== undefined && !/^(?:sha256:[\da-f]{64}|sha512:[\da-f]{128})$/.test(digest))
    return `"${digest}" is no digest`
  return undefined
}
