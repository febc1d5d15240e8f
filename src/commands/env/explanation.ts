/** What `env explain` finds out about a variable; also its JSON. */

/** A place that may set the variable; `value` is absent where it does not. */
export interface Source {
  /** `shell`, `environment`, the path of an env file, … */
  readonly name: string
  /** `compose.yaml:4:12` */
  readonly place?: string
  readonly value?: string | null
  /** Its value is the one that counts. */
  readonly counts: boolean
}

/** A text of the files in which the variable stands. */
export interface Use {
  readonly place: string
  /** `services.web.image` */
  readonly attribute: string
  readonly text: string
}

/** What a container of a service gets; `value` is absent where the variable does not reach it. */
export interface Reach {
  readonly service: string
  readonly value?: string
  /** Strongest first. */
  readonly sources: readonly Source[]
}

export interface Explanation {
  readonly variable: string
  /** What `${…}` becomes in the files; absent where it is unset. */
  readonly value?: string
  /** Strongest first. */
  readonly sources: readonly Source[]
  readonly uses: readonly Use[]
  readonly containers: readonly Reach[]
}

/** Marks the first source that has a value. */
export function markFirst(sources: readonly Omit<Source, 'counts'>[]): readonly Source[] {
  const first = sources.findIndex(({ value }) => value !== undefined)
  return sources.map((source, at) => ({ ...source, counts: at === first }))
}
