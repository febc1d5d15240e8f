/** What exit codes of a container's process say, and what to do about them. */

interface Meaning {
  /** Completes "exited with code 127, …". */
  readonly words: string
  readonly advice?: string
}

const known: ReadonlyMap<number, Meaning> = new Map([
  [
    125,
    { words: 'the engine could not run it', advice: 'see what the engine says: docker inspect CONTAINER' },
  ],
  [
    126,
    {
      words: 'its command cannot be executed',
      advice:
        'make the file executable (chmod +x), and see that its "#!" line names a program that is in the image',
    },
  ],
  [
    127,
    {
      words: 'its command was not found',
      advice: 'check "command" and "entrypoint": the program must be in the image and on its PATH',
    },
  ],
  [130, { words: 'SIGINT' }],
  [134, { words: 'SIGABRT: it ended itself' }],
  [
    137,
    {
      words: 'SIGKILL',
      advice:
        'something killed it: a stop that took too long, or lack of memory on the host (see dmesg there)',
    },
  ],
  [
    139,
    {
      words: 'segmentation fault',
      advice: 'the program crashed; an image made for another processor does that too',
    },
  ],
  [143, { words: 'SIGTERM: it was asked to stop' }],
])

/** The words for an exit code; undefined where it means whatever the program wants it to mean. */
export function meaningOf(exitCode: number): string | undefined {
  return known.get(exitCode)?.words
}

/** What to do about an exit code; undefined where only the log can tell. */
export function adviceOn(exitCode: number): string | undefined {
  return known.get(exitCode)?.advice
}
