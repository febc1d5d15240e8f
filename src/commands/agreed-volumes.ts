/** Volumes that are not what the files say: made anew only where the user agrees to lose what is in them. */
import type { DesiredState } from '../plan/desired.ts'
import type { ObservedState } from '../plan/observed.ts'
import { divergedVolumes } from '../plan/volumes.ts'
import type { Session } from './session.ts'

/** Names of the volumes to be made anew: all that differ with `yes`, else those agreed to at the terminal; without one none. */
export async function agreedVolumes(
  session: Pick<Session, 'confirm'>,
  { desired, observed }: { readonly desired: DesiredState; readonly observed: ObservedState },
  yes: boolean,
): Promise<ReadonlySet<string>> {
  const differing = divergedVolumes(desired, observed)
  if (yes) return new Set(differing)
  const agreed = new Set<string>()
  for (const name of differing) {
    const question = `Volume "${name}" exists, but not as the files say. Make it anew? All data in it is lost.`
    if (await session.confirm(question)) agreed.add(name)
  }
  return agreed
}
