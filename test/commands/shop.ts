/**
 * A project on an engine in memory, driven by command lines: real loader, real plans, real runs.
 * What is imported for nothing else is what commands load when they need it: a test's time is not spent on that.
 */
import '../../src/commands/up.ts'
import { parts } from '../../src/commands/parts.ts'
import '../../src/compose/load.ts'
import { createMemoryEngine, type MemoryEngine, type MemoryOptions } from '../../src/docker/memory.ts'
import '../../src/ui/index.ts'
import { onFiles } from './files.ts'
import { run, type Ended, type Run } from './harness.ts'

export interface Shop {
  readonly engine: MemoryEngine
  /** Runs a command line in the project's folder. */
  readonly gantry: (...args: string[]) => Promise<Ended>
  /** As `gantry`, with an answer to questions, variables, or other files. */
  readonly ask: (
    args: readonly string[],
    options: Partial<Run> & { readonly files?: Files },
  ) => Promise<Ended>
  /** `db-1 running, web-1 exited`, by name, without the project's. */
  readonly states: () => Promise<string>
  /** The engine's calls that change containers, in order, since the last look: `stop db-1`. */
  readonly changes: () => readonly string[]
}

type Files = Readonly<Record<string, string>>

/** The project `shop` of this file; nothing of it exists yet. */
export function shop(yaml: string, memory: MemoryOptions = {}): Shop {
  const engine = createMemoryEngine(memory)
  const own = { '/work/compose.yaml': `name: shop\n${yaml}` }
  let seen = 0
  const ask: Shop['ask'] = (args, { files = own, ...options }) =>
    run(args, {
      engine,
      ...options,
      parts: { ...onFiles(files), createRenderer: parts.createRenderer, ...options.parts },
    })
  const names = new Map<string, string>()
  const list = async () => {
    const containers = await engine.listContainers({ labels: [] })
    for (const { id, name } of containers) names.set(id, name)
    return containers
  }
  return {
    engine,
    ask,
    gantry: async (...args) => {
      const ended = await ask(args, {})
      await list()
      return ended
    },
    states: async () =>
      (await list())
        .map(({ name, state }) => `${short(name)} ${state}`)
        .sort()
        .join(', '),
    changes: () => {
      const fresh = engine.calls.slice(seen)
      seen = engine.calls.length
      return fresh.flatMap(({ method, subject }) => {
        const verb = /^(start|stop|kill|remove|pause|unpause|create)Container$/.exec(method)?.[1]
        return verb ? [`${verb} ${short(names.get(subject) ?? subject)}`] : []
      })
    },
  }
}

function short(name: string): string {
  return name.replace(/^shop-/, '')
}

/** What was told on stderr, without how long things took. */
export function told({ err }: Ended): string {
  return err.replaceAll(/ \(\d[^)]*s\)| in \d[\dms. ]*s/g, '')
}

/** Remembers the commands of hooks, which all end well. */
export function hookRecorder(): { readonly commands: readonly string[]; readonly memory: MemoryOptions } {
  const commands: string[] = []
  const exec = (command: readonly string[]) => {
    commands.push(command.join(' '))
    return { exitCode: 0, output: '' }
  }
  return { commands, memory: { behaviour: () => ({ exec }) } }
}
