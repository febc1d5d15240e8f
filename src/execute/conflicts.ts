/** Who stands in the way: what an engine's refusal leaves open is looked up, so that the message can name it. */
import { EngineError } from '../errors.ts'
import type { Engine } from '../docker/engine.ts'
import { labels } from '../plan/labels.ts'

/** Whom to ask. Once the signal has aborted nobody is asked any more, and the refusal stays as it is. */
interface Asking {
  readonly engine: Engine
  readonly signal: AbortSignal
}

/**
 * Creates a container; one that has taken its name since the plan was made, and never ran, goes first: a run that was killed had asked
 * for it, and the engine was still at work on it. Only for who is alone at work on the project.
 */
export async function overLeftover<T>(
  create: () => Promise<T>,
  { engine, signal, name, project }: Asking & { readonly name: string; readonly project?: string },
): Promise<T> {
  try {
    return await create()
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 409) throw error
    const holder = await engine.inspectContainer(name, signal).catch(() => undefined)
    const ours = holder?.labels[labels.project] === project && holder?.labels[labels.definition] !== undefined
    if (!holder || !ours || holder.state !== 'created') throw error
    await engine.removeContainer(holder.id, { force: true })
    return create()
  }
}

/** Waits for the call; a name that is taken becomes an error that says by what: another run of the project, or a stranger. */
export async function namingHolder<T>(
  call: Promise<T>,
  { engine, signal, name, project }: Asking & { readonly name: string; readonly project?: string },
): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 409) throw error
    const holder = await engine.inspectContainer(name, signal).catch(() => undefined)
    if (!holder) throw error
    const owner = holder.labels[labels.project]
    if (owner === project) throw anotherRun(`container "${name}"`, error)
    throw new EngineError(
      error.code,
      `the name "${name}" is taken by ${owner === undefined ? 'a container outside any project' : `a container of project "${owner}"`}, which is ${holder.state}`,
      {
        hint: `remove that container ("docker rm -f ${name}") or give the service another container_name`,
        status: error.status,
        cause: error,
      },
    )
  }
}

/** The error for something that was not there when the plan was made, and now is. */
export function anotherRun(what: string, cause: EngineError): EngineError {
  return new EngineError('locked', `another run is at work on this project: it has made ${what} meanwhile`, {
    hint: 'let it end, then run the command again: it completes what is missing',
    status: cause.status,
    cause,
  })
}

/** Waits for the call; a port that is taken becomes an error that names the container which publishes it. */
export async function namingPublisher(call: Promise<void>, { engine, signal }: Asking): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'port-taken') throw error
    const port = Number(/\bport (\d+)\b/.exec(error.message)?.[1])
    const containers = await engine.listContainers({ labels: [] }, signal).catch(() => [])
    const holder = containers.find(({ ports }) => ports.some(({ publicPort }) => publicPort === port))
    if (!holder) throw error
    const owner = holder.labels[labels.project]
    throw new EngineError(
      error.code,
      `${error.message} by container "${holder.name}"${owner === undefined ? '' : ` of project "${owner}"`}`,
      {
        hint: `stop it (${owner === undefined ? `"docker stop ${holder.name}"` : `"gantry -p ${owner} stop"`}), or publish another port`,
        status: error.status,
        cause: error,
      },
    )
  }
}
