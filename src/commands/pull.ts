import { observeFor } from '../execute/observe.ts'
import { desiredState } from '../plan/desired.ts'
import { pullPlan } from '../plan/image-plans.ts'
import { defineCommand } from './command.ts'
import { runImages } from './images-run.ts'
import { both } from './prepare.ts'

/** `gantry pull`: fetches the images of services. */
export const pull = defineCommand({
  arguments: '[SERVICE...]',
  description: `Fetches the images of services from their registries, each once and several at a time; when one fails the others go on. Containers stay what they are: "up" makes them anew where their image has changed.

Without --policy each service's own pull_policy counts; a service that has none gets the newest image. An image that is only built is passed over.`,
  options: {
    'include-deps': { type: 'boolean', description: 'Also what the named services depend on' },
    'ignore-buildable': { type: 'boolean', description: 'Leave out images that can be built' },
    'ignore-pull-failures': {
      type: 'boolean',
      description: 'Take an image that cannot be pulled for a warning',
    },
    policy: {
      type: 'string',
      value: 'POLICY',
      choices: ['missing', 'always'],
      description: "missing or always, in place of each service's own policy",
    },
    quiet: { type: 'boolean', short: 'q', description: 'Show no progress within an image' },
    parallel: { type: 'boolean', hidden: true, description: 'No effect' },
    'no-parallel': { type: 'boolean', hidden: true, description: 'No effect' },
  },
  examples: [
    { line: 'pull', says: 'fetch the newest image of every service' },
    { line: 'pull --policy missing', says: 'only what is not there' },
    { line: 'pull --include-deps web', says: 'one service and what it depends on' },
  ],
  run: async ({ options, operands, session }) => {
    const request = { services: operands, withoutDependencies: !options['include-deps'] }
    const [loaded, engine] = await both(session.load(request), session.engine())
    const desired = desiredState(loaded, { compatibility: session.globals.compatibility })
    const observed = await observeFor(desired, engine, session.signal)
    const plan = pullPlan(desired, observed, {
      targets: operands,
      ignoreBuildable: options['ignore-buildable'],
      ignoreFailures: options['ignore-pull-failures'],
      policy: options.policy,
    })
    const buildable = (name: string) => loaded.project.services[name]?.build !== undefined
    return runImages(session, {
      engine,
      observed,
      plan,
      command: 'pull',
      quiet: options.quiet,
      advice: (failed) => adviceFor(failed.filter(buildable)),
    })
  },
})

function adviceFor(services: readonly string[]): string | undefined {
  if (services.length === 0) return undefined
  return `what could not be pulled can be built: "gantry build ${services.join(' ')}"`
}
