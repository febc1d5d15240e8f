/** Values that must not be shown where a container's output is. */
import type { Engine } from '../docker/engine.ts'
import { looksSecret } from '../plan/mask.ts'

/** The values of a container's secret-looking variables; none where it cannot be asked any more. */
export async function secretsOf(engine: Engine, container: string): Promise<readonly string[]> {
  const raw: { readonly Config?: { readonly Env?: readonly string[] | null } } = await engine
    .rawContainer(container)
    .catch(() => ({}))
  return secretsIn(raw.Config?.Env ?? [])
}

/** The values of secret-looking variables in `NAME=value` lines; short ones are left out: they would hide harmless text. */
export function secretsIn(env: readonly string[]): readonly string[] {
  return env.flatMap((line) => {
    const [name = '', value = ''] = line.split(/=(.*)/s)
    return looksSecret(name) && value.length >= shortest ? [value] : []
  })
}

const shortest = 4
