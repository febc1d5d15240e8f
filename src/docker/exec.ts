/** Commands in running containers: made first, then started, and asked for their exit code when the output has ended. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from './client.ts'
import type { ExecRequest } from './engine.ts'
import { segment } from './names.ts'
import { demultiplex } from './streams.ts'

/** A command that the engine knows. */
export interface Exec {
  /** Of its calls. */
  readonly path: string
  readonly doing: string
}

/** Runs a command to its end and gives all its output. */
export async function execInContainer(
  client: Client,
  { id, request }: { readonly id: string; readonly request: ExecRequest },
  signal?: AbortSignal,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const exec = await createExec(client, { id, request, streams: {} }, signal)
  const { body } = await client.stream({
    method: 'POST',
    path: `${exec.path}/start`,
    body: { Detach: false, Tty: false },
    doing: exec.doing,
    signal,
  })
  const chunks: Uint8Array[] = []
  for await (const { data } of demultiplex(body, 'frames')) chunks.push(data)
  const exitCode = await exitCodeOf(client, exec, signal)
  return { exitCode, output: Buffer.concat(chunks).toString('utf8') }
}

/** Tells the engine of the command; `streams` are fields of the body about its streams. */
export async function createExec(
  client: Client,
  { id, request, streams }: { readonly id: string; readonly request: ExecRequest; readonly streams: object },
  signal?: AbortSignal,
): Promise<Exec> {
  const doing = `run a command in container "${id}"`
  const { Id } = await client.json<{ readonly Id?: string }>({
    method: 'POST',
    path: `/containers/${segment('container', id)}/exec`,
    body: { ...execBody(request), ...streams },
    doing,
    signal,
  })
  return { path: `/exec/${segment('exec', Id ?? '')}`, doing }
}

function execBody({ command, user, privileged, workingDir, env }: ExecRequest) {
  return {
    Cmd: command,
    User: user,
    Privileged: privileged,
    WorkingDir: workingDir,
    Env: env,
    AttachStdout: true,
    AttachStderr: true,
  }
}

/** The output may end a moment before the engine knows the exit code. */
export async function exitCodeOf(
  client: Client,
  { path, doing }: Exec,
  signal?: AbortSignal,
): Promise<number> {
  for (let pause = 5; ; pause = Math.min(pause * 2, 500)) {
    const answer = await client.json<ExecAnswer>({ method: 'GET', path: `${path}/json`, doing, signal })
    if (answer.Running !== true) return answer.ExitCode ?? 0
    await sleep(pause)
  }
}

interface ExecAnswer {
  readonly Running?: boolean
  readonly ExitCode?: number | null
}
