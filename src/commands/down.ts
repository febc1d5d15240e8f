import { observe } from '../execute/observe.ts'
import { downPlan } from '../plan/down.ts'
import { openCommandRun } from './carry-out.ts'
import { defineCommand, type CommandContext, type Options } from './command.ts'
import { both } from './prepare.ts'
import { dryRunEngine } from './dry-run.ts'
import { timeoutOption } from './lifecycle-options.ts'
import { loadIfThere } from './load-if-there.ts'
import { lockProject } from './project-lock.ts'

const options = {
  volumes: {
    type: 'boolean',
    short: 'v',
    aliases: ['volume'],
    description: 'Remove named volumes that the files declare, and anonymous ones: their data is lost',
  },
  rmi: {
    type: 'string',
    value: 'WHICH',
    choices: ['local', 'all'],
    description: 'Remove images too: "local" those without a name of their own, or "all"',
  },
  'remove-orphans': {
    type: 'boolean',
    env: 'COMPOSE_REMOVE_ORPHANS',
    description: 'Remove containers of services that the files no longer name',
  },
  ...timeoutOption,
} as const satisfies Options

/** `gantry down`: stops and removes what `up` made. */
export const down = defineCommand({
  arguments: '[SERVICE...]',
  description: `Stops the containers, those that others depend on last, and removes them and the project's networks. Volumes stay, unless --volumes is given; external networks and volumes are never touched.

With -p and no Compose file in reach, the project is found by its labels on the engine.`,
  options,
  examples: [
    { line: 'down', says: 'stop and remove containers and networks; data stays' },
    { line: 'down -v', says: 'volumes too: nothing of the project remains' },
    { line: 'down -t 1', says: 'give containers one second to stop' },
    { line: '-p shop down', says: 'from anywhere, without the file' },
  ],
  run,
})

async function run({ options: given, operands, session }: CommandContext<typeof options>): Promise<number> {
  const [loaded, engine] = await both(loadIfThere(session, { allResources: true }), session.engine())
  const project = loaded?.project.name ?? (await session.projectName())
  const lock = await lockProject(session, { engine, project, command: 'down' })
  const observed = await observe(engine, { project }, session.signal)
  const plan = downPlan(observed, {
    project,
    loaded,
    targets: operands,
    volumes: given.volumes,
    ...(given.rmi !== undefined && { images: given.rmi }),
    removeOrphans: given['remove-orphans'],
    ...(given.timeout !== undefined && { timeout: given.timeout }),
  })
  const target = session.globals['dry-run'] ? await dryRunEngine(observed) : engine
  const opened = await openCommandRun(session, {
    engine: target,
    project,
    loaded,
    command: 'down',
    fullGrace: given['full-grace'],
  })
  try {
    await opened.carryOut(plan)
    return await opened.finish()
  } finally {
    opened.end()
    lock.release()
  }
}
