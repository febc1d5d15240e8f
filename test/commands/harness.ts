/** A process made of values, so that commands run in tests as they do in a shell. */
import type { LoadedProject } from '../../src/compose/project.ts'
import type { Engine } from '../../src/docker/engine.ts'
import { GantryError, UsageError, type Problem } from '../../src/errors.ts'
import { readInvocation } from '../../src/commands/invocation.ts'
import { runProgram } from '../../src/commands/program.ts'
import type { Environment, Io, Parts } from '../../src/commands/io.ts'
import { noSettings } from '../../src/commands/settings.ts'
import type { Stream } from '../../src/commands/terminal.ts'

export interface Run {
  readonly env?: Environment
  readonly stdin?: string
  /** What is typed at the terminal when a question is asked; absent: nobody sits there. */
  readonly answer?: string
  /** Called by this name: `docker-compose`. */
  readonly calledAs?: string
  readonly parts?: Partial<Parts>
  readonly engine?: Engine
  readonly now?: Date
  /** Called with what interrupts the run as Ctrl-C does. */
  readonly onStart?: (interrupt: () => void) => void
  /** Told of what is written to stdout, as it is written. */
  readonly onWrite?: (text: string) => void
}

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Exit codes the process was killed with. */
  readonly killed: readonly number[]
}

/** Runs a command line to its end. */
export async function run(args: readonly string[], options: Run = {}): Promise<Ended> {
  const stdout = createStream({}, options.onWrite)
  const stderr = createStream()
  const listeners: (() => void)[] = []
  const killed: number[] = []
  const io: Io = {
    env: options.env ?? {},
    cwd: '/work',
    stdin: async () => options.stdin ?? '',
    ask: options.answer === undefined ? undefined : async (text) => answered(stderr, text, options.answer),
    stdout,
    stderr,
    onSignal: (listener) => listeners.push(listener),
    kill: (code) => killed.push(code),
    hold: () => () => undefined,
    keyboard: async () => ({
      isTTY: false,
      listen: () => () => undefined,
      suspend: () => undefined,
      run: async () => 0,
    }),
    now: () => options.now ?? new Date('2026-11-21T12:00:00Z'),
    versions: {},
  }
  options.onStart?.(() => listeners.forEach((listener) => listener()))
  const invocation = readInvocation(options.calledAs ?? 'gantry', args)
  const parts = { ...fakeParts, ...engineParts(options.engine), ...options.parts }
  const code = await runProgram({ invocation, io, parts })
  return { code, out: stdout.text(), err: stderr.text(), killed }
}

function answered(stderr: Stream, text: string, answer = ''): string {
  stderr.write(text)
  return answer
}

/** A stream that remembers. */
export function createStream(
  facts: { isTTY?: boolean; columns?: number } = {},
  onWrite: (text: string) => void = () => undefined,
): Stream & { text(): string } {
  const written: string[] = []
  const write = (text: string) => {
    written.push(text)
    onWrite(text)
  }
  return { ...facts, write, on: () => undefined, text: () => written.join('') }
}

/** A loaded project with the named services. */
export function loaded(
  name: string,
  services: readonly string[] = [],
  warnings: readonly Problem[] = [],
): LoadedProject {
  const entries = services.map(
    (service) => [service, { command: null, entrypoint: null, image: service }] as const,
  )
  return {
    project: {
      name,
      services: Object.fromEntries(entries),
      networks: {},
      volumes: {},
      configs: {},
      secrets: {},
      models: {},
    },
    inactiveServices: [],
    workingDirectory: '/work',
    files: ['/work/compose.yaml'],
    envFiles: [],
    environment: {},
    values: new Map(),
    warnings,
    placeOf: () => undefined,
  }
}

function engineParts(engine: Engine | undefined): Partial<Parts> {
  return engine ? { connect: async () => engine } : {}
}

const absent = async (): Promise<never> => {
  throw new GantryError('not-supported', 'this test has no such part')
}

const fakeParts: Parts = {
  createReader: async () => ({
    read: absent,
    kind: async () => undefined,
    real: async (path) => path,
    stdin: absent,
  }),
  load: absent,
  loadModel: absent,
  projectName: async ({ projectName }) => projectName ?? 'shop',
  completeEnv: async ({ env }) => env,
  connect: absent,
  readSettings: async () => noSettings,
  createRenderer: async () => ({ handle: () => undefined, close: async () => undefined }),
  formatError: async (error) => {
    if (!(error instanceof GantryError)) return `bug: ${error}\n`
    const usage = error instanceof UsageError && error.usage !== undefined ? [`usage: ${error.usage}`] : []
    const hint = error.hint === undefined ? [] : [`hint: ${error.hint}`]
    return [error.message, ...hint, ...usage].map((line) => `${line}\n`).join('')
  },
  formatWarnings: async (warnings) => warnings.map(({ message }) => `warning: ${message}\n`).join(''),
}
