/** The engine's calls that carry a container's output: logs, attach, exec. */
import type { OutputCall } from './call-groups.ts'
import type { Client } from './client.ts'
import type { Engine, LogOptions, OutputChunk } from './engine.ts'
import { execInContainer } from './exec.ts'
import { segment } from './names.ts'
import { demultiplex } from './streams.ts'

/** The engine's calls that read containers' output. */
export function outputCalls(client: Client): Pick<Engine, OutputCall> {
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
    execInContainer: (id, request, signal) => execInContainer(client, { id, request }, signal),
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
