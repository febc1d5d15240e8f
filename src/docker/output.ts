/** The engine's calls that carry a container's output: logs, attach, exec. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from './client.ts'
import type { Engine, ExecRequest, LogOptions, OutputChunk } from './engine.ts'
import { segment } from './names.ts'
import { demultiplex } from './streams.ts'

/** The engine's calls that read containers' output. */
export function outputCalls(
  client: Client,
): Pick<Engine, 'containerLogs' | 'attachContainer' | 'execInContainer'> {
  return {
    containerLogs: (id, options, signal) => logs(client, { id, options }, signal),
    attachContainer: async (id, signal) => {
      const { body } = await client.stream({
        method: 'POST',
        path: `/containers/${segment('container', id)}/attach`,
        query: { stream: true, stdout: true, stderr: true },
        doing: `attach to container "${id}"`,
        signal,
      })
      return demultiplex(body, 'sniff')
    },
    execInContainer: (id, request, signal) => exec(client, { id, request }, signal),
  }
}

async function* logs(
  client: Client,
  { id, options }: { readonly id: string; readonly options: LogOptions },
  signal?: AbortSignal,
): AsyncGenerator<OutputChunk> {
  const { body, headers } = await client.stream({
    method: 'GET',
    path: `/containers/${segment('container', id)}/logs`,
    query: { ...options, stdout: true, stderr: true },
    doing: `read the log of container "${id}"`,
    signal,
  })
  const framed = headers['content-type'] === 'application/vnd.docker.multiplexed-stream'
  yield* demultiplex(body, framed ? 'frames' : 'sniff')
}

async function exec(
  client: Client,
  { id, request }: { readonly id: string; readonly request: ExecRequest },
  signal?: AbortSignal,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const doing = `run a command in container "${id}"`
  const { Id } = await client.json<{ readonly Id?: string }>({
    method: 'POST',
    path: `/containers/${segment('container', id)}/exec`,
    body: execBody(request),
    doing,
    signal,
  })
  const path = `/exec/${segment('exec', Id ?? '')}`
  const start = {
    method: 'POST',
    path: `${path}/start`,
    body: { Detach: false, Tty: false },
    doing,
    signal,
  } as const
  const { body } = await client.stream(start)
  const chunks: Uint8Array[] = []
  for await (const { data } of demultiplex(body, 'frames')) chunks.push(data)
  const exitCode = await exitCodeOf(client, { path: `${path}/json`, doing }, signal)
  return { exitCode, output: Buffer.concat(chunks).toString('utf8') }
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
async function exitCodeOf(
  client: Client,
  { path, doing }: { readonly path: string; readonly doing: string },
  signal?: AbortSignal,
): Promise<number> {
  for (let pause = 5; ; pause = Math.min(pause * 2, 500)) {
    const answer = await client.json<ExecAnswer>({ method: 'GET', path, doing, signal })
    if (answer.Running !== true) return answer.ExitCode ?? 0
    await sleep(pause)
  }
}

interface ExecAnswer {
  readonly Running?: boolean
  readonly ExitCode?: number | null
}
