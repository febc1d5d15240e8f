/** Runs the built program on a project of its own against the real engine, and removes what the project left, come what may. */
import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { connect } from '../../src/docker/connect.ts'
import type { ContainerSummary, Engine } from '../../src/docker/engine.ts'
import type { Event } from '../../src/events.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const program = join(root, 'bin', 'gantry.js')

/** Podman behind its Docker API, as test/lab/beside starts it: what it cannot do is in docs/engines.md. */
export const onPodman = process.env['LAB_BESIDE'] === 'podman'

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** The events of `--progress json`, where that was asked for. */
  readonly events: readonly Event[]
}

export interface Running {
  readonly child: ChildProcess
  readonly result: Promise<Result>
  /** Resolves when stdout or stderr has held the text; rejects when the program ends before. */
  readonly says: (text: string | RegExp) => Promise<void>
  readonly signal: (name: NodeJS.Signals) => void
}

export interface Project {
  readonly dir: string
  /** Its name: unique, so that scenarios never meet. */
  readonly name: string
  readonly engine: Engine
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>
  readonly gantry: (...args: string[]) => Promise<Result>
  /** The same for what the scenario takes for granted: fails with what the program said unless it ends with 0. */
  readonly succeed: (...args: string[]) => Promise<Result>
  /**
   * The same after a run was killed: the engine may still be at work on what that one asked for, and get in the way; then the command
   * is given once more.
   */
  readonly recover: (...args: string[]) => Promise<Result>
  readonly start: (...args: string[]) => Running
  readonly containers: () => Promise<readonly ContainerSummary[]>
  /** One line for each container, network and volume of the project. */
  readonly holdings: () => Promise<readonly string[]>
  /**
   * The same, but for networks that the engine itself cannot free: where the client of a start is killed, Docker may go on counting the
   * endpoint of a container that is gone, until the engine is restarted.
   */
  readonly leftovers: () => Promise<readonly string[]>
}

/** A project folder with these files, or with those of an example or a scenario; the environment goes to the program. */
export async function createProject(
  from: {
    readonly files?: Readonly<Record<string, string>>
    readonly example?: string
    /** The name of a folder beside the scenarios. */
    readonly scenario?: string
  },
  environment: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'gantry-')))
  const name = dir.slice(dir.lastIndexOf('/') + 1).toLowerCase()
  const engine = await connect({ env: process.env })
  if (from.scenario) await cp(join(root, 'test', 'scenarios', from.scenario), dir, { recursive: true })
  if (from.example) await cp(join(root, 'examples', from.example), dir, { recursive: true })
  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true })
      await writeFile(join(dir, path), text)
    }
  }
  await write(from.files ?? {})
  const start = (...args: string[]) =>
    launch(args, { dir, environment: { COMPOSE_PROJECT_NAME: name, ...environment } })
  onTestFinished(async () => {
    await removeAll(engine, name)
    engine.close()
    await rm(dir, { recursive: true, force: true })
  })
  return {
    dir,
    name,
    engine,
    write,
    start,
    gantry: async (...args) => start(...args).result,
    succeed: async (...args) => succeeded(args, await start(...args).result),
    recover: async (...args) => {
      const first = await start(...args).result
      return succeeded(args, first.code === 0 ? first : await start(...args).result)
    },
    containers: async () => engine.listContainers({ labels: [`com.docker.compose.project=${name}`] }),
    holdings: async () => holdingsOf(engine, name),
    leftovers: async () => {
      const held = await holdingsOf(engine, name)
      const haunted = new Set(await removeNetworks(engine, name))
      return held.filter((line) => !haunted.has(line))
    },
  }
}

function succeeded(args: readonly string[], result: Result): Result {
  expect(result.code, `gantry ${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0)
  return result
}

function launch(
  args: readonly string[],
  { dir, environment }: { dir: string; environment: Readonly<Record<string, string>> },
): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: dir,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
      for (const listener of listeners) listener()
    })
  }
  const result = new Promise<Result>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...output, events: eventsIn(output.stderr) })
      for (const listener of listeners) listener()
    })
  })
  const holds = (text: string | RegExp) =>
    [output.stdout, output.stderr].some((said) =>
      typeof text === 'string' ? said.includes(text) : text.test(said),
    )
  const says = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (holds(text)) resolve()
        else if (child.exitCode !== null)
          reject(
            new Error(
              `ended with ${child.exitCode} before it said ${text}:\n${output.stdout}${output.stderr}`,
            ),
          )
        else return
        listeners.delete(look)
      }
      listeners.add(look)
      look()
    })
  return { child, result, says, signal: (name) => void child.kill(name) }
}

function eventsIn(stderr: string): readonly Event[] {
  return stderr.split('\n').flatMap((line) => {
    if (!line.startsWith('{"v":1')) return []
    const event: Event = JSON.parse(line)
    return [event]
  })
}

async function holdingsOf(engine: Engine, name: string): Promise<readonly string[]> {
  const query = { labels: [`com.docker.compose.project=${name}`] }
  const [containers, networks, volumes] = await Promise.all([
    engine.listContainers(query),
    engine.listNetworks(query),
    engine.listVolumes(query),
  ])
  return [
    ...containers.map((container) => `container ${container.name}`),
    ...networks.map((network) => `network ${network.name}`),
    ...volumes.map((volume) => `volume ${volume.name}`),
  ].sort()
}

async function removeAll(engine: Engine, name: string): Promise<void> {
  const query = { labels: [`com.docker.compose.project=${name}`] }
  await Promise.all(
    (await engine.listContainers(query)).map(async ({ id }) =>
      engine.removeContainer(id, { force: true, volumes: true }),
    ),
  )
  await removeNetworks(engine, name)
  await Promise.all((await engine.listVolumes(query)).map(async (volume) => engine.removeVolume(volume.name)))
}

/** Removes the project's networks; resolves with those that the engine refuses to remove though no container is on them. */
async function removeNetworks(engine: Engine, name: string): Promise<readonly string[]> {
  const networks = await engine.listNetworks({ labels: [`com.docker.compose.project=${name}`] })
  const containers = await engine.listContainers({ labels: [] })
  const haunted = await Promise.all(
    networks.map(async (network) => {
      const refusal = await engine.removeNetwork(network.id).then(() => undefined, String)
      if (refusal === undefined) return []
      const used = containers.some((container) => network.name in container.networks)
      if (used || !refusal.includes('active endpoints')) throw new Error(refusal)
      return [`network ${network.name}`]
    }),
  )
  return haunted.flat()
}
