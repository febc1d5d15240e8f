/** Runs the user's git: with their configuration and logins, without questions, hooks or other protocols. */
import { devNull } from 'node:os'
import { runChild } from '../util/child.ts'
import type { Environment } from './cache.ts'

/** `code` is null where git was stopped by a signal. */
export interface GitResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface GitOptions {
  readonly env: Environment
  /** The folder of the repository; absent: none is looked for. */
  readonly folder?: string
  readonly signal?: AbortSignal | undefined
}

/** Rejects with the system's error where git cannot be started, and with the signal's reason when it is aborted. */
export async function runGit(
  args: readonly string[],
  { env, folder, signal }: GitOptions,
): Promise<GitResult> {
  const place = folder === undefined ? [] : ['-C', folder]
  let outputs = { stdout: () => '', stderr: () => '' }
  const code = await runChild('git', [...settings, ...place, ...args], {
    env: gitEnvironment(env),
    signal,
    onStart: ({ stdout, stderr }) => (outputs = { stdout: collect(stdout), stderr: collect(stderr) }),
  })
  return { code, stdout: outputs.stdout(), stderr: outputs.stderr() }
}

/** The environment with an ssh that leaves no master connection behind, which would hold our pipes; not where the user has chosen one. */
export async function withQuietSsh(env: Environment, signal?: AbortSignal): Promise<Environment> {
  if (env['GIT_SSH_COMMAND'] || env['GIT_SSH']) return env
  const chosen = await runGit(['config', '--get', 'core.sshCommand'], { env, signal })
  return chosen.code === 0 ? env : { ...env, GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ControlMaster=no' }
}

const settings = Object.entries({
  'core.hooksPath': devNull,
  'submodule.recurse': 'false',
  'fetch.recurseSubmodules': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'credential.interactive': 'false',
  'advice.detachedHead': 'false',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`])

/**
 * A group of its own has no terminal, so neither git nor ssh can ask there; the variables close the ways by windows.
 * What a git hook or alias around us has set of another repository is taken out.
 */
function gitEnvironment(env: Environment): NodeJS.ProcessEnv {
  const outer = Object.entries(env).filter(([name]) => !ofRepository.has(name))
  return {
    ...Object.fromEntries(outer),
    GIT_ALLOW_PROTOCOL: env['GIT_ALLOW_PROTOCOL'] || 'https:http:ssh:git',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    LC_ALL: 'C',
    LANGUAGE: '',
  }
}

const ofRepository: ReadonlySet<string> = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_SHALLOW_FILE',
  'GIT_TEMPLATE_DIR',
  'GIT_WORK_TREE',
])

const longestOutput = 1024 * 1024

/** The text that arrives; beyond a mebibyte it is dropped. */
function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size < longestOutput) chunks.push(chunk)
    size += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8')
}
