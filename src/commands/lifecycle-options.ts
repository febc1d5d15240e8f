/** Options that commands on containers share. */
import type { Options } from './command.ts'

/** `-t`: how long a container may take to stop. */
export const timeoutOption = {
  timeout: {
    type: 'number',
    short: 't',
    value: 'SECONDS',
    description: 'Seconds that a stopping container gets before it is killed',
  },
} as const satisfies Options

/** `{ timeout }` where it was given. */
export function timeoutOf({ timeout }: { readonly timeout: number | undefined }): {
  readonly timeout?: number
} {
  return timeout === undefined ? {} : { timeout }
}
