import { stopServicesPlan } from '../plan/lifecycle-stop.ts'
import { defineCommand } from './command.ts'
import { findExisting, runExisting } from './existing.ts'
import { timeoutOf, timeoutOption } from './lifecycle-options.ts'

/** `gantry stop`: stops containers and keeps them. */
export const stop = defineCommand({
  arguments: '[SERVICE...]',
  description: `Stops running containers and keeps them, so that "start" brings them back as they were. What others depend on is stopped last, and pre_stop hooks run first.

With services named only those are stopped: what depends on them goes on. With -p and no Compose file in reach, the project is found by its labels on the engine.`,
  options: timeoutOption,
  examples: [
    { line: 'stop', says: 'stop the whole project' },
    { line: 'stop web', says: 'stop one service, leave the others alone' },
    { line: 'stop -t 1', says: 'give containers one second to stop' },
    { line: '-p shop stop', says: 'from anywhere, without the file' },
  ],
  run: async ({ options, operands, session }) => {
    const existing = await findExisting(session, operands, { acting: 'stop' })
    const plan = stopServicesPlan(existing.observed, { ...existing.request, ...timeoutOf(options) })
    return runExisting(session, existing, { command: 'stop', plan, fullGrace: options['full-grace'] })
  },
})
