/**
 * Services that a provider runs instead of the engine: `<program> compose --project-name=P up|down|stop --option=value… SERVICE`.
 * The protocol is docker compose's; these are the only programs that a Compose file makes us run.
 */
import { StepError, type GantryError } from '../errors.ts'
import { findPlugin, findProgram } from './find-plugin.ts'
import { readMessage, variableName } from './provider-messages.ts'
import { missingOptions, optionWords, readMetadata, type ProviderMetadata } from './provider-metadata.ts'
import { runProgram } from './run-program.ts'

export interface ProviderRequest {
  readonly command: 'up' | 'down' | 'stop'
  /** A plugin of the Docker CLI or a program. */
  readonly type: string
  readonly options: Readonly<Record<string, readonly string[]>>
  readonly project: string
  readonly service: string
  /** The project's folder. */
  readonly cwd: string
  /** The project's environment: the shell's, and `.env`. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** A line for whoever watches. */
  readonly onInfo: (text: string) => void
}

/** Variables for the services that depend on the provider. */
export type ProviderAnswer = Readonly<Record<string, string>>

/** Runs a provider's command to its end. Rejects with a `StepError` that carries its last words, or the signal's reason. */
export async function runProvider(request: ProviderRequest): Promise<ProviderAnswer> {
  const path = await programOf(request)
  const metadata = await metadataOf(path, request)
  const { command, options, project, service } = request
  if (command === 'stop' && !metadata?.commands.has('stop')) return {}
  const missing = missingOptions(options, command, metadata)
  if (missing.length > 0) throw failed(request, `it needs the option "${missing[0]}"`, [])
  const words = [
    'compose',
    `--project-name=${project}`,
    command,
    ...optionWords(options, command, metadata),
    service,
  ]
  return converse(path, words, request)
}

async function converse(
  path: string,
  words: readonly string[],
  request: ProviderRequest,
): Promise<ProviderAnswer> {
  const variables: Record<string, string> = {}
  const errors: string[] = []
  const { code, lastErrors } = await runProgram(path, words, {
    ...request,
    onLine: (line, stream) => {
      const message = stream === 'stdout' ? readMessage(line) : undefined
      if (message?.type === 'variable') variables[variableName(request.service, message)] = message.value
      if (message?.type === 'info') request.onInfo(message.message)
      if (message?.type === 'error') errors.push(message.message)
    },
  })
  const said = errors.length > 0 ? errors : lastErrors
  if (code !== 0) throw failed(request, code === null ? 'it was killed' : `it ended with code ${code}`, said)
  if (errors.length > 0) throw failed(request, errors.at(-1) ?? '', errors)
  return variables
}

async function metadataOf(path: string, request: ProviderRequest): Promise<ProviderMetadata | undefined> {
  const lines: string[] = []
  const { code } = await runProgram(path, ['compose', 'metadata'], {
    ...request,
    onLine: (line, stream) => stream === 'stdout' && lines.push(line),
  })
  return code === 0 ? readMetadata(lines.join('\n')) : undefined
}

async function programOf(request: ProviderRequest): Promise<string> {
  const { type, env } = request
  const path =
    type === 'compose' ? undefined : ((await findPlugin(type, env)) ?? (await findProgram(type, request)))
  if (path !== undefined) return path
  throw new StepError('dependency-failed', `service "${request.service}": there is no provider "${type}"`, {
    hint: `install the plugin docker-${type} of the Docker CLI, or a program "${type}" in the PATH`,
  })
}

function failed(
  { service, type, command }: ProviderRequest,
  what: string,
  lastLines: readonly string[],
): GantryError {
  return new StepError(
    'dependency-failed',
    `provider "${type}" of service "${service}": ${command}: ${what}`,
    {
      hint: 'what it said last stands above; the provider decides what it needs',
      lastLines,
    },
  )
}
