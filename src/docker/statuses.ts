/** Refusals that some engines answer with a status that says nothing; the words tell which one is meant. */

/** The status of a refusal: the engine's own unless it is a plain 500 and its words are known. */
export function statusOf(status: number, text: string): number {
  if (status !== 500) return status
  return known.find(({ words }) => words.test(text))?.status ?? status
}

const known: readonly { readonly words: RegExp; readonly status: number }[] = [
  // Docker, of a container that is not paused.
  { words: /^Container \S+ is not paused$/, status: 409 },
  // Podman ends every refusal with its cause, in the same words each time.
  {
    words: /: (?:that name is already in use|network already exists|container state improper)$/,
    status: 409,
  },
  { words: /: network is (?:being used|already connected)$/, status: 403 },
  { words: /: (?:network not found|no such \w+)$/, status: 404 },
]
