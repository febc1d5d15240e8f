import { killPlan } from '../plan/lifecycle-signals.ts'
import { defineCommand } from './command.ts'
import { findExisting, runExisting } from './existing.ts'

/** `gantry kill`: sends a signal to running containers. */
export const kill = defineCommand({
  arguments: '[SERVICE...]',
  description: `Ends running containers at once, without a grace period and without pre_stop hooks, or sends them another signal. Containers of "run" are meant as well. What is not running is left alone.`,
  options: {
    signal: {
      type: 'string',
      short: 's',
      value: 'SIGNAL',
      default: 'SIGKILL',
      description: 'The signal to send: a name, with or without SIG, or a number',
    },
    'remove-orphans': {
      type: 'boolean',
      env: 'COMPOSE_REMOVE_ORPHANS',
      description: 'Containers of services that the files no longer name get the signal too',
    },
  },
  examples: [
    { line: 'kill', says: 'end everything at once' },
    { line: 'kill -s HUP web', says: 'have a service read its configuration again' },
  ],
  run: async ({ options, operands, session }) => {
    const existing = await findExisting(session, operands)
    const plan = killPlan(existing.observed, {
      ...existing.request,
      signal: options.signal,
      orphans: options['remove-orphans'],
    })
    return runExisting(session, existing, { command: 'kill', plan })
  },
})
