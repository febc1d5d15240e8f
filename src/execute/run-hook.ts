import { StepError } from '../errors.ts'
import { filledLines } from '../util/lines.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Milliseconds after which an exec is waiting for the command, not for the engine. */
const brief = 250

/** Runs a hook to its end, in its container or in one made for it; an exit code other than 0 fails the step. While the command runs, others have the slot. */
export async function runHook(step: StepOf<'run-hook'>, context: StepContext): Promise<void> {
  const { hook, own } = step.args
  const { exitCode, output } = own ? await runInOwn(own, context) : await runInside(step, context)
  const lines = filledLines(output)
  for (const text of lines) context.progress({ type: 'step-output', text })
  if (exitCode === 0) return
  const command = (hook.command ?? []).join(' ')
  throw new StepError(
    'dependency-failed',
    `hook "${command}" of container "${step.resource.name}" exited with code ${exitCode}`,
    {
      hint: 'run the command in the container to see what it needs',
      lastLines: lines.slice(-10),
    },
  )
}

interface HookResult {
  readonly exitCode: number
  readonly output: string
}

async function runInside(
  { args }: StepOf<'run-hook'>,
  { engine, signal, slot }: StepContext,
): Promise<HookResult> {
  const { hook, container } = args
  const environment = Object.entries(hook.environment ?? {}).map(([key, value]) =>
    value === null ? key : `${key}=${value}`,
  )
  const timer = setTimeout(slot.leave, brief)
  try {
    return await engine.execInContainer(
      container,
      {
        command: hook.command ?? [],
        ...(hook.user !== undefined && { user: hook.user }),
        ...(hook.privileged !== undefined && { privileged: hook.privileged }),
        ...(hook.working_dir !== undefined && { workingDir: hook.working_dir }),
        ...(environment.length > 0 && { env: environment }),
      },
      signal,
    )
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The container of a run that was cut short is in the way of this one, and goes first; from then on it is spoken of by its id, so that a
 * late removal of that run does not meet this one's.
 */
async function runInOwn(
  { name, body }: NonNullable<StepOf<'run-hook'>['args']['own']>,
  { engine, states, signal, slot }: StepContext,
): Promise<HookResult> {
  await engine.removeContainer(name, { force: true })
  const { id } = await engine.createContainer({ name, body })
  try {
    const chunks: Uint8Array[] = []
    const output = await engine.attachContainer(id, signal)
    await engine.startContainer(id)
    slot.leave()
    for await (const { data } of output) chunks.push(data)
    const exitCode = await exitOf(id, { engine, states, signal })
    return { exitCode, output: Buffer.concat(chunks).toString('utf8') }
  } finally {
    await slot.retake()
    await engine.removeContainer(id, { force: true, volumes: true })
  }
}

async function exitOf(
  id: string,
  { engine, states, signal }: Pick<StepContext, 'engine' | 'states' | 'signal'>,
): Promise<number> {
  await states.open()
  for (;;) {
    const changed = states.next(id, signal)
    changed.catch(() => {})
    const { state, exitCode } = await engine.inspectContainer(id, signal)
    if (state === 'exited' || state === 'dead') return exitCode
    await changed
  }
}
