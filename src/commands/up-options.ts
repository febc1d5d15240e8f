/** The options of `up`, shared with `plan`, and what they mean to the planner. */
import { UsageError } from '../errors.ts'
import type { ReconcileOptions } from '../plan/planning.ts'
import type { Options, Values } from './command.ts'
import { fullGraceOption } from './lifecycle-options.ts'

/** Options that decide what the plan is. */
export const planOptions = {
  build: { type: 'boolean', description: 'Build images before starting containers, even where they exist' },
  'no-build': { type: 'boolean', description: 'Never build an image, even if it is missing' },
  pull: {
    type: 'string',
    value: 'POLICY',
    choices: ['policy', 'always', 'missing', 'never', 'build'],
    default: 'policy',
    description: "When to pull images: always, missing, never, or each service's own policy",
  },
  'force-recreate': { type: 'boolean', description: 'Make containers anew even if nothing changed' },
  'no-recreate': { type: 'boolean', description: 'Leave containers that exist as they are' },
  'always-recreate-deps': {
    type: 'boolean',
    description: 'Make the containers of dependencies anew as well',
  },
  'no-deps': { type: 'boolean', description: 'Leave the dependencies of the named services alone' },
  'remove-orphans': {
    type: 'boolean',
    env: 'COMPOSE_REMOVE_ORPHANS',
    description: 'Remove containers of services that the files no longer name',
  },
  'renew-anon-volumes': {
    type: 'boolean',
    short: 'V',
    description: 'Give new anonymous volumes instead of the old ones',
  },
  scale: { type: 'list', value: 'SERVICE=N', description: 'Run N containers of a service; repeatable' },
  timeout: {
    type: 'number',
    short: 't',
    value: 'SECONDS',
    description: 'Seconds that a stopping container gets before it is killed',
  },
  yes: {
    type: 'boolean',
    short: 'y',
    aliases: ['y'],
    description: 'Answer yes to every question: volumes that differ are made anew and lose their data',
  },
  'no-start': { type: 'boolean', description: 'Create the containers, do not start them' },
  wait: {
    type: 'boolean',
    description: 'Return when every service is healthy, or running where it has no health check; implies -d',
  },
} as const satisfies Options

/** All options of `up`. */
export const upOptions = {
  detach: { type: 'boolean', short: 'd', description: 'Leave the containers running in the background' },
  ...planOptions,
  ...fullGraceOption,
  'wait-timeout': { type: 'number', value: 'SECONDS', description: 'Give up after so many seconds' },
  'abort-on-container-exit': { type: 'boolean', description: 'Stop everything when one container stops' },
  'abort-on-container-failure': { type: 'boolean', description: 'Stop everything when one container fails' },
  'exit-code-from': {
    type: 'string',
    value: 'SERVICE',
    description: 'Exit with the code of this service; implies --abort-on-container-exit',
  },
  attach: {
    type: 'list',
    value: 'SERVICE',
    description: 'Show the output of these services only; repeatable',
  },
  'no-attach': {
    type: 'list',
    value: 'SERVICE',
    description: 'Do not show the output of these services; repeatable',
  },
  'attach-dependencies': { type: 'boolean', description: 'Show the output of dependencies too' },
  'no-color': { type: 'boolean', description: 'Show logs without colours' },
  'no-log-prefix': { type: 'boolean', description: 'Show logs without the name of the container' },
  timestamps: { type: 'boolean', description: 'Show the time of every log line' },
  'quiet-pull': { type: 'boolean', description: 'Show no progress within an image that is pulled' },
  'quiet-build': { type: 'boolean', description: 'Show no output of builds' },
  menu: { type: 'boolean', hidden: true, description: 'No effect: there is no menu' },
} as const satisfies Options

/** What the planner is asked for. */
export interface PlanRequest {
  readonly reconcile: ReconcileOptions
  readonly scale: ReadonlyMap<string, number>
}

/** Reads the options; throws a UsageError where a value makes no sense. */
export function planRequest(options: Values<typeof planOptions>, targets: readonly string[]): PlanRequest {
  return {
    scale: parseScale(options.scale),
    reconcile: {
      targets,
      recreate:
        options['force-recreate'] || options['renew-anon-volumes']
          ? 'force'
          : options['no-recreate']
            ? 'never'
            : 'diverged',
      recreateDependencies: options['always-recreate-deps']
        ? 'force'
        : options['no-recreate']
          ? 'never'
          : 'diverged',
      start: !options['no-start'],
      ...(options.build && { build: true }),
      ...(options['no-build'] && { build: false }),
      pull: options.pull,
      renewVolumes: options['renew-anon-volumes'],
      orphans: options['remove-orphans'] ? 'remove' : 'warn',
      ...(options.timeout !== undefined && { timeout: options.timeout }),
      wait: options.wait,
    },
  }
}

function parseScale(values: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    values.map((value) => {
      const match = /^([^=]+)=(\d+)$/.exec(value)
      if (!match?.[1])
        throw new UsageError(`--scale takes SERVICE=N, not "${value}"`, { hint: 'for example --scale web=3' })
      return [match[1], Number(match[2])]
    }),
  )
}
