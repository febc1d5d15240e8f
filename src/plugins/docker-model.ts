/** Models, which the plugin `docker-model` of the Docker CLI pulls, sets up and serves. */
import { StepError, type GantryError } from '../errors.ts'
import { jsonOf } from '../util/json.ts'
import { findPlugin } from './find-plugin.ts'
import { runProgram } from './run-program.ts'

export interface ModelRequest {
  /** `ai/smollm2` */
  readonly model: string
  /** Tokens; absent: the model's own. */
  readonly contextSize?: number | undefined
  /** Words for the program that serves the model. */
  readonly runtimeFlags: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly onInfo: (text: string) => void
}

/** Sets a model up, pulled where it is missing; resolves with the address under which it is served. Rejects with a `StepError`. */
export async function setUpModel(request: ModelRequest): Promise<{ readonly endpoint: string }> {
  const path = await findPlugin('model', request.env)
  if (path === undefined) {
    throw new StepError(
      'dependency-failed',
      `model "${request.model}": the Docker CLI has no plugin "model"`,
      {
        hint: 'install docker-model (Docker Model Runner)',
      },
    )
  }
  if (!namesIn(await ask(path, ['ls', '--json'], request)).has(withTag(request.model))) {
    await call(path, ['pull', request.model], request)
  }
  const { contextSize, runtimeFlags, model } = request
  if (contextSize !== undefined || runtimeFlags.length > 0) {
    const size = contextSize === undefined ? [] : ['--context-size', String(contextSize)]
    const flags = runtimeFlags.length === 0 ? [] : ['--', ...runtimeFlags]
    await call(path, ['configure', ...size, model, ...flags], request)
  }
  const status = await ask(path, ['status', '--json'], request)
  const endpoint =
    typeof status === 'object' && status !== null && 'endpoint' in status ? status.endpoint : undefined
  if (typeof endpoint === 'string') return { endpoint }
  throw failed(request, 'docker-model does not tell where models are served', [])
}

/** The models there are, by every tag they have. */
function namesIn(list: unknown): ReadonlySet<string> {
  if (!Array.isArray(list)) return new Set()
  return new Set(
    list.flatMap((entry: unknown): readonly string[] => {
      if (typeof entry !== 'object' || entry === null) return []
      const tags = 'tags' in entry ? entry.tags : undefined
      return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string').map(withTag) : []
    }),
  )
}

function withTag(reference: string): string {
  return /:[^/]*$/.test(reference) ? reference : `${reference}:latest`
}

async function ask(path: string, words: readonly string[], request: ModelRequest): Promise<unknown> {
  const lines: string[] = []
  await call(path, words, { ...request, onInfo: (line) => lines.push(line) })
  return jsonOf(lines.join('\n'))
}

async function call(path: string, words: readonly string[], request: ModelRequest): Promise<void> {
  const { code, lastErrors } = await runProgram(path, words, {
    ...request,
    onLine: (line, stream) => stream === 'stdout' && request.onInfo(line),
  })
  if (code !== 0)
    throw failed(request, `docker model ${words[0]} ended with code ${code ?? 'none'}`, lastErrors)
}

function failed({ model }: ModelRequest, what: string, lastLines: readonly string[]): GantryError {
  return new StepError('dependency-failed', `model "${model}": ${what}`, {
    hint: '"docker model status" and "docker model logs" tell more',
    lastLines,
  })
}
