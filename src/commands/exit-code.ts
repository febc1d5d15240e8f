import { exitCodeOf } from '../errors.ts'
import type { Invocation } from './invocation.ts'

/** The exit code of an error: its own, but for scripts that expect docker compose 1, or 130 where the user stopped us. */
export function exitCodeFor(error: unknown, { asCompose }: Pick<Invocation, 'asCompose'>): number {
  const exitCode = exitCodeOf(error)
  return asCompose && exitCode !== 130 ? 1 : exitCode
}
