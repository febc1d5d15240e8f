import { UsageError } from '../errors.ts'
import { defineCommand } from './command.ts'
import { prepare } from './prepare.ts'
import { runPrepared } from './run-prepared.ts'

/** `gantry scale`: runs as many containers of a service as are asked for. */
export const scale = defineCommand({
  arguments: 'SERVICE=N...',
  description: `Brings services to a number of containers: missing ones are made and started, surplus ones are stopped and removed, those that differ from the files first and then the highest numbers. What the services depend on is brought up as well. The files stay as they are: the next "up" goes back to what they say.`,
  options: {
    'no-deps': { type: 'boolean', description: 'Leave the dependencies of the services alone' },
  },
  examples: [
    { line: 'scale web=3', says: 'run three containers of web' },
    { line: 'scale web=3 worker=0', says: 'three of one, none of another' },
  ],
  run: async ({ options, operands, session }) => {
    const wanted = readScale(operands)
    const services = [...wanted.keys()]
    const prepared = await prepare(session, {
      services,
      withoutDependencies: options['no-deps'],
      request: { scale: wanted, reconcile: { targets: services } },
      acting: 'scale',
    })
    return runPrepared(session, prepared, { command: 'scale' })
  },
})

function readScale(operands: readonly string[]): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>()
  for (const operand of operands) {
    const [, name, number] = /^([^=]+)=(\d+)$/.exec(operand) ?? []
    if (name === undefined || number === undefined)
      throw new UsageError(`"${operand}" says no number of containers`, { hint: 'for example web=3' })
    wanted.set(name, Number(number))
  }
  return wanted
}
