/** Programs that keep logins for the docker command: `docker-credential-<helper>`. */
import { spawn } from 'node:child_process'
import { parseObject } from './docker-config.ts'
import type { Environment } from './docker-config.ts'

/** A user and password, or an identity token in their place. */
export interface Credentials {
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
}

export interface Question {
  readonly env: Environment
  /** Names the program: `docker-credential-<helper>`. */
  readonly helper: string
  /** The registry, as the configuration writes it. */
  readonly key: string
}

/** Runs `docker-credential-<helper> get`: the registry goes in by standard input, the secret comes out by standard output. */
export async function askHelper(
  { env, helper, key }: Question,
  signal?: AbortSignal,
): Promise<Credentials | undefined> {
  const program = `docker-credential-${helper}`
  const { code, output } = await run({ env, program, action: 'get', input: key }, signal)
  if (code !== 0 && /credentials not found/.test(output)) return undefined
  if (code !== 0) throw new Error(`${program} failed with exit code ${code}`)
  const answer: HelperAnswer = parseObject(output, `the answer of ${program}`)
  return answer.Username === '<token>'
    ? { identitytoken: answer.Secret ?? '' }
    : { username: answer.Username ?? '', password: answer.Secret ?? '' }
}

/** The registries that a helper has logins for: `docker-credential-<helper> list`. */
export async function listHelper(
  { env, helper }: Omit<Question, 'key'>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const program = `docker-credential-${helper}`
  const { code, output } = await run({ env, program, action: 'list', input: 'unused' }, signal)
  if (code !== 0) throw new Error(`${program} failed with exit code ${code}`)
  return Object.keys(parseObject(output, `the answer of ${program}`))
}

interface HelperAnswer {
  readonly Username?: string
  readonly Secret?: string
}

interface Run {
  readonly env: Environment
  readonly program: string
  readonly action: 'get' | 'list'
  readonly input: string
}

async function run({ env, program, action, input }: Run, signal?: AbortSignal) {
  const child = spawn(program, [action], {
    env: { ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: 60_000,
    ...(signal === undefined ? {} : { signal }),
  })
  return new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stdin.on('error', () => {})
    child.on('error', (error) =>
      reject(new Error(`${program} cannot be run: ${codeOf(error)}`, { cause: error })),
    )
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }))
    child.stdin.end(input)
  })
}

function codeOf(error: Error): string {
  if (!('code' in error)) return error.message
  return error.code === 'ENOENT' ? 'it is not installed' : String(error.code)
}
