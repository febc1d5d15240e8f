import { filledLines } from '../util/lines.ts'
import type { ContainerDetails, Engine } from '../docker/engine.ts'

const count = 20

/** The last lines a container wrote and, where it is unhealthy, what its last check said; oldest first, none when it cannot be read. */
export async function lastLinesOf(engine: Engine, details: ContainerDetails): Promise<readonly string[]> {
  const check = details.healthLog.at(-1)
  const checkLines =
    check && check.exitCode !== 0
      ? filledLines(check.output)
          .slice(-5)
          .map((line) => `health check: ${line}`)
      : []
  try {
    const chunks: Uint8Array[] = []
    for await (const { data } of engine.containerLogs(details.id, { tail: count })) chunks.push(data)
    return [...filledLines(Buffer.concat(chunks).toString('utf8')).slice(-count), ...checkLines]
  } catch {
    return checkLines
  }
}
