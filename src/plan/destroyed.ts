/** What a plan destroys: what is there before it and gone after it, and data that is lost on the way. */
import type { Resource } from '../events.ts'
import type { Plan, Step } from './steps.ts'

export interface Destroyed {
  readonly resource: Resource
  readonly reason: string
  /** True where data is lost that nothing brings back. */
  readonly data: boolean
}

/** In the order of the steps; containers and networks that are made anew are not destroyed, volumes that are made anew are. */
export function destroyed({ steps }: Plan): readonly Destroyed[] {
  const made = new Set(steps.filter(isCreation).map(({ resource }) => keyOf(resource)))
  return steps.flatMap((step) => {
    const { kind, resource, reason } = step
    const data =
      kind === 'remove-volume' || (kind === 'remove-container' && step.args.volumes && !step.args.unused)
    const gone = kind === 'remove-volume' || (isRemoval(step) && !made.has(keyOf(resource)))
    return gone ? [{ resource, reason: reason.text, data }] : []
  })
}

function isCreation({ kind }: Step): boolean {
  return kind === 'create-container' || kind === 'create-network'
}

function isRemoval({ kind }: Step): boolean {
  return kind === 'remove-container' || kind === 'remove-network' || kind === 'remove-image'
}

function keyOf({ kind, name }: Resource): string {
  return `${kind} ${name}`
}
