import { unpausePlan } from '../plan/lifecycle-signals.ts'
import { defineCommand } from './command.ts'
import { findExisting, runExisting } from './existing.ts'

/** `gantry unpause`: lets paused containers go on. */
export const unpause = defineCommand({
  arguments: '[SERVICE...]',
  description:
    'Lets the processes of paused containers go on. Containers that are not paused are left alone.',
  options: {},
  examples: [
    { line: 'unpause', says: 'let the whole project go on' },
    { line: 'unpause web', says: 'let one service go on' },
  ],
  run: async ({ operands, session }) => {
    const existing = await findExisting(session, operands, { acting: 'unpause' })
    const plan = unpausePlan(existing.observed, existing.request)
    return runExisting(session, existing, { command: 'unpause', plan })
  },
})
