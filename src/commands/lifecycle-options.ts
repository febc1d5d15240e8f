/** Options that commands on containers share. */
import type { Options } from './command.ts'

/** `--full-grace`: for commands that stop containers. */
export const fullGraceOption = {
  'full-grace': {
    type: 'boolean',
    description: 'Wait the whole grace period even where the stop signal cannot be heard',
  },
} as const satisfies Options

/** `-t`: how long a container may take to stop, and whether that is waited for in any case. */
export const timeoutOption = {
  timeout: {
    type: 'number',
    short: 't',
    value: 'SECONDS',
    description: 'Seconds that a stopping container gets before it is killed',
  },
  ...fullGraceOption,
} as const satisfies Options

/** `{ timeout }` where it was given. */
export function timeoutOf({ timeout }: { readonly timeout: number | undefined }): {
  readonly timeout?: number
} {
  return timeout === undefined ? {} : { timeout }
}
