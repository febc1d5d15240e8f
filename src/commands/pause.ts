import { pausePlan } from '../plan/lifecycle-signals.ts'
import { defineCommand } from './command.ts'
import { findExisting, runExisting } from './existing.ts'

/** `gantry pause`: freezes running containers. */
export const pause = defineCommand({
  arguments: '[SERVICE...]',
  description:
    'Freezes the processes of running containers where they are: they use no processor time, keep their memory and their connections, and go on with "unpause". What is not running, or paused already, is left alone.',
  options: {},
  examples: [
    { line: 'pause', says: 'freeze the whole project' },
    { line: 'pause web', says: 'freeze one service' },
  ],
  run: async ({ operands, session }) => {
    const existing = await findExisting(session, operands, { acting: 'pause' })
    const plan = pausePlan(existing.observed, existing.request)
    return runExisting(session, existing, { command: 'pause', plan })
  },
})
