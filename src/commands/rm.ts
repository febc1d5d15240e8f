import { UsageError } from '../errors.ts'
import { removeServicesPlan } from '../plan/lifecycle-stop.ts'
import type { Plan } from '../plan/steps.ts'
import { printable } from '../util/printable.ts'
import { defineCommand } from './command.ts'
import { findExisting, runExisting } from './existing.ts'
import { fullGraceOption } from './lifecycle-options.ts'
import type { Session } from './session.ts'

/** `gantry rm`: removes containers that stand still. */
export const rm = defineCommand({
  arguments: '[SERVICE...]',
  description: `Removes containers that are not running, after a question; with --stop also those that are, which are stopped first. Networks and named volumes stay. Running containers, and those of "run", are left alone.

Without a terminal nobody can be asked: then --force is needed, or nothing is touched.`,
  options: {
    force: { type: 'boolean', short: 'f', description: 'Do not ask' },
    stop: { type: 'boolean', short: 's', description: 'Stop running containers, and remove them too' },
    volumes: {
      type: 'boolean',
      short: 'v',
      description: 'Remove the anonymous volumes of the containers too: their data is lost',
    },
    ...fullGraceOption,
    all: { type: 'boolean', short: 'a', hidden: true, description: 'No effect' },
  },
  examples: [
    { line: 'rm', says: 'remove what has stopped, after a question' },
    { line: 'rm -f', says: 'without one' },
    { line: 'rm -sf web', says: 'stop and remove one service' },
  ],
  run: async ({ options, operands, session }) => {
    const existing = await findExisting(session, operands, { acting: 'rm' })
    const { stop, volumes } = options
    const plan = removeServicesPlan(existing.observed, { ...existing.request, stop, volumes })
    if (!options.force && !(await agreed(session, plan))) return 0
    return runExisting(session, existing, { command: 'rm', plan, fullGrace: options['full-grace'] })
  },
})

/** Asks, where something is to be lost; throws where nobody answers. */
async function agreed(session: Session, { steps }: Plan): Promise<boolean> {
  const names = steps.flatMap(({ kind, resource }) => (kind === 'remove-container' ? [resource.name] : []))
  if (names.length === 0 || session.globals['dry-run']) return true
  const stops = steps.some(({ kind }) => kind === 'stop-container')
  const answer = await session.confirm(
    `${stops ? 'Stop and remove' : 'Remove'} ${printable(names.join(', '))}?`,
  )
  if (answer !== undefined) return answer
  throw new UsageError('nothing is removed: there is no terminal to ask at', {
    hint: 'give --force, which asks nothing',
  })
}
