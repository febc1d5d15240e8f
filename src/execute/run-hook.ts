import { StepError } from '../errors.ts'
import { filledLines } from '../util/lines.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Runs a post_start or pre_stop hook in its container; an exit code other than 0 fails the step. */
export async function runHook(
  { args, resource }: StepOf<'run-hook'>,
  { engine, signal, progress }: StepContext,
): Promise<void> {
  const { hook, container } = args
  const command = hook.command ?? []
  const environment = Object.entries(hook.environment ?? {}).map(([key, value]) =>
    value === null ? key : `${key}=${value}`,
  )
  const { exitCode, output } = await engine.execInContainer(
    container,
    {
      command,
      ...(hook.user !== undefined && { user: hook.user }),
      ...(hook.privileged !== undefined && { privileged: hook.privileged }),
      ...(hook.working_dir !== undefined && { workingDir: hook.working_dir }),
      ...(environment.length > 0 && { env: environment }),
    },
    signal,
  )
  const lines = filledLines(output)
  for (const text of lines) progress({ type: 'step-output', text })
  if (exitCode === 0) return
  throw new StepError(
    'dependency-failed',
    `hook "${command.join(' ')}" of container "${resource.name}" exited with code ${exitCode}`,
    {
      hint: 'run the command in the container to see what it needs',
      lastLines: lines.slice(-10),
    },
  )
}
