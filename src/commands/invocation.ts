/** How we were called: as `gantry`, in place of `docker-compose`, or by the Docker CLI as its plugin. */
import { gantryVersion } from './about.ts'

export interface Invocation {
  /** What the user typed: `gantry`, `docker-compose`, `docker compose`. */
  readonly program: string
  /** True where scripts expect docker compose's exit codes: every failure is 1. */
  readonly asCompose: boolean
  readonly args: readonly string[]
  /** What the Docker CLI's own flags say, in the variables that mean the same. */
  readonly env: Readonly<Record<string, string>>
}

/** `name` is the file we were called by; `args` what follows it. */
export function readInvocation(name: string, args: readonly string[]): Invocation {
  const file = name.replace(/^.*[\\/]/, '').replace(/\.(js|exe)$/, '')
  if (!file.startsWith('docker-')) return { program: 'gantry', asCompose: false, args, env: {} }
  const plugin = file.slice('docker-'.length)
  const { env, rest } = dockerFlags(args)
  const asCompose = plugin === 'compose'
  if (rest[0] === plugin) return { program: `docker ${plugin}`, asCompose, args: rest.slice(1), env }
  return { program: file, asCompose, args: rest, env }
}

/** What the Docker CLI asks every plugin. */
export const metadataCommand = 'docker-cli-plugin-metadata'

/** Answers `docker-cli-plugin-metadata`. */
export function pluginMetadata(): string {
  return JSON.stringify({
    SchemaVersion: '0.1.0',
    Vendor: 'Gantry',
    Version: `v${gantryVersion}`,
    ShortDescription: 'Plans, explains and runs Compose projects',
  })
}

/** Flags of `docker` that stand before the plugin's name: the variable that says the same, or nothing. */
const valueFlags: ReadonlyMap<string, string | undefined> = new Map([
  ['-H', 'DOCKER_HOST'],
  ['--host', 'DOCKER_HOST'],
  ['--context', 'DOCKER_CONTEXT'],
  ['--config', 'DOCKER_CONFIG'],
  ['--log-level', undefined],
  ['--tlscacert', undefined],
  ['--tlscert', undefined],
  ['--tlskey', undefined],
])
const switches: ReadonlyMap<string, string | undefined> = new Map([
  ['--tlsverify', 'DOCKER_TLS_VERIFY'],
  ['--tls', undefined],
  ['-D', undefined],
  ['--debug', undefined],
])

function dockerFlags(args: readonly string[]) {
  const env: Record<string, string> = {}
  const rest = [...args]
  for (let arg = rest[0]; arg !== undefined; arg = rest[0]) {
    const { flag, inline } = arg.startsWith('--') ? splitOnce(arg) : { flag: arg, inline: undefined }
    const table = valueFlags.has(flag) ? valueFlags : switches
    if (!table.has(flag)) break
    rest.shift()
    const value = inline ?? (table === switches ? '1' : rest.shift())
    const variable = table.get(flag)
    if (variable && value !== undefined) env[variable] = value
  }
  return { env, rest }
}

function splitOnce(arg: string) {
  const at = arg.indexOf('=')
  return at === -1 ? { flag: arg, inline: undefined } : { flag: arg.slice(0, at), inline: arg.slice(at + 1) }
}
