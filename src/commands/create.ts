import { UsageError } from '../errors.ts'
import { agreedVolumes } from './agreed-volumes.ts'
import { defineCommand } from './command.ts'
import { prepare, withVolumes } from './prepare.ts'
import { runPrepared } from './run-prepared.ts'
import { planOptions, planRequest } from './up-options.ts'

const { build, pull, scale } = planOptions

/** `gantry create`: makes what `up` makes, and starts nothing. */
export const create = defineCommand({
  arguments: '[SERVICE...]',
  description: `Makes containers, and the images, networks and volumes that they need, and starts nothing. What is already as the files say is left alone, running or not; what differs is made anew, with the reason, and then stands still. "start" starts it.`,
  options: {
    build,
    'no-build': planOptions['no-build'],
    pull,
    'force-recreate': planOptions['force-recreate'],
    'no-recreate': planOptions['no-recreate'],
    'remove-orphans': planOptions['remove-orphans'],
    scale,
    'quiet-pull': { type: 'boolean', description: 'Show no progress within an image that is pulled' },
    yes: planOptions.yes,
  },
  examples: [
    { line: 'create', says: 'have everything ready to start' },
    { line: 'create --build web', says: 'build web again, and make its container of the new image' },
    { line: 'create --scale web=3', says: 'make three containers of web' },
  ],
  run: async ({ options, operands, session }) => {
    if (options.build && options['no-build'])
      throw new UsageError('--build and --no-build cannot be used together')
    if (options['force-recreate'] && options['no-recreate'])
      throw new UsageError('--force-recreate and --no-recreate cannot be used together')
    const request = planRequest({ ...options, ...unasked }, operands)
    const found = await prepare(session, { services: operands, request, acting: 'create' })
    const asking = session.globals['dry-run'] ? { confirm: async () => undefined } : session
    const agreed = await agreedVolumes(asking, found, options.yes)
    return runPrepared(session, withVolumes(found, agreed), {
      command: 'create',
      ...(options['quiet-pull'] && { silent: ['pull-image'] }),
    })
  },
})

/** What `up` can be asked beside this. */
const unasked = {
  'always-recreate-deps': false,
  'no-deps': false,
  'renew-anon-volumes': false,
  timeout: undefined,
  'no-start': true,
  wait: false,
}
