/** The parts of an image's reference as the engine's pull takes them. */
export interface ImageReference {
  /** With the registry, where one is named. */
  readonly name: string
  /** Tag or digest; a digest counts more, and `latest` where neither is given. */
  readonly version: string
  /** `docker.io` where none is named. */
  readonly registry: string
}

/** The parts of `registry/name:tag@digest`. */
export function parseReference(reference: string): ImageReference {
  const [named = '', digest] = reference.split('@')
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1)
  const name = colon < 0 ? named : named.slice(0, colon)
  const tag = colon < 0 ? 'latest' : named.slice(colon + 1)
  return { name, version: digest ?? tag, registry: registryOf(name) }
}

/** The first component is a registry if it looks like a host: `localhost`, or with a dot or a port. */
function registryOf(name: string): string {
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  return first === 'localhost' || /[.:]/.test(first) ? first : 'docker.io'
}
