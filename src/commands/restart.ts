import { restartPlan } from '../plan/lifecycle-restart.ts'
import { defineCommand } from './command.ts'
import { findExisting, runExisting } from './existing.ts'
import { timeoutOf, timeoutOption } from './lifecycle-options.ts'

/** `gantry restart`: stops and starts containers as they are. */
export const restart = defineCommand({
  arguments: '[SERVICE...]',
  description: `Stops containers and starts them again; those that stand still are started. They are stopped in reverse order of dependency and started in order, each when what it depends on is ready, with pre_stop and post_start hooks. Services that depend on a restarted one with "restart: true" are restarted with it.

The containers stay what they are: changes in the Compose file reach them by "up", not by "restart".`,
  options: {
    ...timeoutOption,
    'no-deps': {
      type: 'boolean',
      description: 'Leave services alone that ask to be restarted with a named one',
    },
  },
  examples: [
    { line: 'restart', says: 'restart the whole project' },
    { line: 'restart -t 1 web', says: 'restart one service, with one second to stop' },
    { line: 'restart --no-deps db', says: 'restart db, and nothing that depends on it' },
  ],
  run: async ({ options, operands, session }) => {
    const existing = await findExisting(session, operands, { skip: {}, acting: 'restart' })
    const plan = restartPlan(existing.observed, {
      ...existing.request,
      withoutDependents: options['no-deps'],
      ...timeoutOf(options),
    })
    return runExisting(session, existing, { command: 'restart', plan, fullGrace: options['full-grace'] })
  },
})
