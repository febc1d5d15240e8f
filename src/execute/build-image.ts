import { EngineError, StepError } from '../errors.ts'
import { packContext } from '../docker/build-context.ts'
import type { BuildProgress, BuildRequest } from '../docker/engine.ts'
import { filledLines } from '../util/lines.ts'
import { buildSettings } from '../plan/build-settings.ts'
import type { ImageBuild } from '../plan/steps.ts'
import type { StepContext, StepOf } from './handlers.ts'

const keptLines = 20

/** Builds an image of a service; its output goes out line by line, its last lines into the error where it fails. */
export async function buildImage(
  { args }: StepOf<'build-image'>,
  context: StepContext,
): Promise<string | void> {
  const { engine, signal } = context
  const settings = buildSettings(args)
  context.memo.images.delete(args.reference)
  const packed = await packContext({
    ...(await contextOf(args, context)),
    dockerfile: args.build.dockerfile ?? 'Dockerfile',
    ...(args.build.dockerfile_inline !== undefined && { dockerfileInline: args.build.dockerfile_inline }),
    signal,
  })
  await run({ ...settings, ...packed }, context)
  for (const tag of args.tags) await engine.tagImage(args.reference, tag)
}

/** The folder to build from; what is fetched may not lead out of it. */
async function contextOf(
  { build: { context = '.' }, reference, remote }: ImageBuild,
  { fetchContext, signal }: StepContext,
): Promise<{ readonly directory: string; readonly confined?: boolean }> {
  if (!remote) return { directory: context }
  if (fetchContext) return { directory: await fetchContext(context, signal), confined: true }
  throw new EngineError('not-supported', `the build context of "${reference}" is not on this machine`, {
    hint: 'get a copy, and name its folder',
  })
}

async function run(request: BuildRequest, { engine, signal, progress }: StepContext): Promise<void> {
  const lines: string[] = []
  const vertices = { total: new Set<string>(), completed: new Set<string>() }
  try {
    for await (const update of engine.buildImage(request, signal))
      report(update, { lines, vertices, progress })
  } catch (error) {
    if (!(error instanceof EngineError) || lines.length === 0) throw error
    throw new StepError(error.code, error.message, {
      hint: error.hint,
      cause: error,
      lastLines: lines.slice(-keptLines),
    })
  }
}

interface Reporting {
  readonly lines: string[]
  readonly vertices: { readonly total: Set<string>; readonly completed: Set<string> }
  readonly progress: StepContext['progress']
}

function report(update: BuildProgress, { lines, vertices, progress }: Reporting): void {
  if (update.kind === 'output') {
    for (const line of filledLines(update.text)) {
      lines.push(line)
      progress({ type: 'step-output', text: line })
    }
    if (lines.length > keptLines * 2) lines.splice(0, lines.length - keptLines)
  } else if (update.kind === 'vertex') {
    vertices.total.add(update.id)
    if (update.completed) vertices.completed.add(update.id)
    progress({
      type: 'step-progress',
      text: update.name,
      current: vertices.completed.size,
      total: vertices.total.size,
    })
  }
}
