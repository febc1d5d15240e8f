/** Building an image from a packed context, without a session: BuildKit where the engine has it, else the classic builder. */
import { Readable } from 'node:stream'
import { EngineError } from '../errors.ts'
import type { ProgressAnswer } from './answers.ts'
import { createBuildkitReader, createClassicReader } from './build-progress.ts'
import type { Client } from './client.ts'
import type { BuildProgress, BuildRequest, Engine } from './engine.ts'
import { refusalError } from './failures.ts'
import type { Query } from './http.ts'
import { readNdjson } from './ndjson.ts'
import { errorIn } from './pull.ts'

/** The engine's call that builds an image. */
export function buildCalls(client: Client, builderVersion: number): Pick<Engine, 'buildImage'> {
  return { buildImage: (request, signal) => build(client, { request, builderVersion }, signal) }
}

async function* build(
  client: Client,
  { request, builderVersion }: { readonly request: BuildRequest; readonly builderVersion: number },
  signal?: AbortSignal,
): AsyncGenerator<BuildProgress> {
  const reader = builderVersion === 2 ? createBuildkitReader() : createClassicReader()
  const { upload, faults } = uploadOf(request.context)
  const failure = { doing: `build image ${nameOf(request)}`, code: 'build-failed' } as const
  try {
    const { body } = await client.stream({
      method: 'POST',
      path: '/build',
      query: queryOf(request, builderVersion),
      upload,
      ...failure,
      signal,
      patience: 'none',
    })
    for await (const line of readNdjson<ProgressAnswer>(body)) {
      const text = errorIn(line)
      if (text !== undefined) throw yield* failed(reader, refusalError({ ...failure, text: plain(text) }))
      yield* reader.read(line)
    }
    yield* reader.end()
  } catch (error) {
    throw faults[0] ?? error
  } finally {
    upload.destroy()
  }
}

/** The context as a stream; what goes wrong in reading it is kept, because the connection only breaks. */
function uploadOf(context: AsyncIterable<Uint8Array>) {
  const upload = Readable.from(context, { objectMode: false })
  const faults: EngineError[] = []
  upload.on('error', (error) => {
    if (error instanceof EngineError) faults.push(error)
  })
  return { upload, faults }
}

function* failed(reader: ReturnType<typeof createBuildkitReader>, error: EngineError) {
  yield* reader.end()
  return error
}

function nameOf({ tags }: BuildRequest): string {
  return tags[0] === undefined ? 'without a name' : `"${tags[0]}"`
}

/** BuildKit's errors begin with the names of its own layers. */
function plain(text: string): string {
  return text.replace(
    /^(?:failed to solve(?: with frontend \S+)?: |failed to create LLB definition: |rpc error: code = \w+ desc = )+/,
    '',
  )
}

function queryOf(request: BuildRequest, builderVersion: number): Query {
  const { tags, args, labels, platform, target, network, extraHosts, cacheFrom, shmSize, ulimits } = request
  return {
    version: builderVersion === 2 ? '2' : '1',
    dockerfile: request.dockerfile,
    t: tags,
    rm: true,
    forcerm: true,
    buildargs: json(args),
    labels: json(labels),
    cachefrom: json(cacheFrom),
    ulimits: json(ulimits),
    extrahosts: extraHosts,
    target,
    platform,
    networkmode: network,
    shmsize: shmSize,
    memory: request.memory,
    nocache: request.noCache || undefined,
    pull: request.pull || undefined,
  }
}

function json(value: object | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}
