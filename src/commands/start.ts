import { startPlan } from '../plan/lifecycle-start.ts'
import { defineCommand } from './command.ts'
import { findExisting, runExisting } from './existing.ts'
import { within } from './within.ts'

/** `gantry start`: starts containers that exist. */
export const start = defineCommand({
  arguments: '[SERVICE...]',
  description: `Starts containers that exist and stand still, dependencies first: each as soon as what it depends on is ready. With services named, what they depend on is started too. Nothing is created: that is what "up" and "create" do.

A container whose work others waited for, and which has done it, is not started again unless it is named.`,
  options: {
    wait: {
      type: 'boolean',
      description: 'Return when every service is healthy, or running where it has no health check',
    },
    'wait-timeout': { type: 'number', value: 'SECONDS', description: 'Give up after so many seconds' },
  },
  examples: [
    { line: 'start', says: 'bring back what "stop" has stopped' },
    { line: 'start web', says: 'one service and what it depends on' },
    { line: 'start --wait --wait-timeout 60', says: 'return when all is ready, after a minute at most' },
  ],
  run: async ({ options, operands, session }) => {
    const existing = await findExisting(session, operands, { skip: {}, acting: 'start' })
    const plan = startPlan(existing.observed, { ...existing.request, wait: options.wait })
    return runExisting(session, existing, {
      command: 'start',
      plan,
      carryOut: (run) =>
        within({ seconds: options['wait-timeout'], signal: session.signal }, (signal) =>
          run.carryOut(plan, { signal }),
        ),
    })
  },
})
