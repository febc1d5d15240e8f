import { UsageError } from '../errors.ts'
import type { Operation } from '../events.ts'
import { settle } from '../execute/settle.ts'
import type { LogStyle } from '../ui/renderer.ts'
import { agreedVolumes } from './agreed-volumes.ts'
import { attachedRun } from './attached.ts'
import { openCommandRun, type CommandRun } from './carry-out.ts'
import { defineCommand, type CommandContext, type Values } from './command.ts'
import { dryRunEngine } from './dry-run.ts'
import { prepare, withVolumes, type Prepared } from './prepare.ts'
import type { Session } from './session.ts'
import { upOptions, planRequest } from './up-options.ts'
import { within } from './within.ts'

/** `gantry up`: makes the engine hold what the files say, and follows the output until Ctrl-C, or leaves with -d. */
export const up = defineCommand({
  arguments: '[SERVICE...]',
  description: `Creates and starts containers: pulls or builds the images that are missing, creates networks and volumes, and starts every service as soon as what it depends on is ready. What is already as the files say is left alone; what differs is made anew, with the reason.

Without -d the output of the containers is shown until Ctrl-C, which stops them; a second Ctrl-C kills them. With services named, they and what they depend on are brought up.`,
  options: upOptions,
  examples: [
    { line: 'up', says: 'bring everything up and watch it' },
    { line: 'up -d --wait', says: 'return when every service is healthy or running' },
    { line: 'up --build web', says: 'build web again and replace its container if the image changed' },
    { line: '--dry-run up -d', says: 'show what would happen, touch nothing' },
  ],
  run,
})

async function run({ options, operands, session }: CommandContext<typeof upOptions>): Promise<number> {
  const dry = session.globals['dry-run']
  const detached = options.detach || options.wait || options['no-start'] || dry
  checkCombination(options, detached)
  const inWindow = !detached && (await takesWindow(session, options))
  const request = planRequest(options, operands)
  const found = await prepare(session, {
    services: operands,
    withoutDependencies: options['no-deps'],
    request,
    acting: 'up',
  })
  const asking = dry ? { confirm: async () => undefined } : session
  const recreateVolumes = await agreedVolumes(asking, found, options.yes)
  const prepared = withVolumes(found, recreateVolumes)
  if (inWindow) {
    const { upInDashboard } = await import('./dashboard/up.ts')
    const load = { services: operands, withoutDependencies: options['no-deps'] }
    return upInDashboard(session, { prepared, load, scale: request.scale, fullGrace: options['full-grace'] })
  }
  const engine = dry ? await dryRunEngine(prepared.observed, prepared.desired) : prepared.engine
  const { project, loaded } = prepared.desired
  const opened = await openCommandRun(session, {
    engine,
    project,
    loaded,
    command: 'up',
    silent: silentSteps(options),
    logs: logStyle(options),
    fullGrace: options['full-grace'],
  })
  try {
    if (detached) return await detachedRun({ ...prepared, engine }, { session, run: opened, options })
    return await attachedRun({ ...prepared, session, run: opened, options, targets: operands })
  } finally {
    opened.end()
    prepared.lock?.release()
  }
}

/** The dashboard was asked for, and there is a terminal for its keys and its screen. It stays until its user leaves. */
async function takesWindow(session: Session, options: Values<typeof upOptions>): Promise<boolean> {
  if ((await session.mode()) !== 'dashboard' || !session.stdout.isTTY) return false
  if (!(await session.keyboard()).isTTY) return false
  const ending = endingOption(options)
  if (ending === undefined) return true
  if (session.globals.ui !== 'dashboard') return false
  throw new UsageError(`--${ending} and the dashboard cannot be used together`, {
    hint: 'with --ui inline the output is shown, and the run ends with the containers',
  })
}

/** The option that lets a container's exit end the run. */
function endingOption(options: Values<typeof upOptions>) {
  const names = ['abort-on-container-exit', 'abort-on-container-failure', 'exit-code-from'] as const
  return names.find((name) => options[name])
}

interface Detached {
  readonly session: Session
  readonly run: CommandRun
  readonly options: Values<typeof upOptions>
}

/** Runs the plan to its end, or to the deadline of --wait-timeout. */
async function detachedRun(prepared: Prepared, { session, run: opened, options }: Detached): Promise<number> {
  await within({ seconds: options['wait-timeout'], signal: session.signal }, async (signal) => {
    const { plan } = await settle(prepared, opened, signal)
    if (plan) await opened.carryOut(plan, { signal })
  })
  return opened.finish()
}

function silentSteps(options: Values<typeof upOptions>): readonly Operation[] {
  return [
    ...(options['quiet-pull'] ? (['pull-image'] as const) : []),
    ...(options['quiet-build'] ? (['build-image'] as const) : []),
  ]
}

function logStyle(options: Values<typeof upOptions>): LogStyle {
  return { prefix: !options['no-log-prefix'], color: !options['no-color'], timestamps: options.timestamps }
}

function checkCombination(options: CommandContext<typeof upOptions>['options'], detached: boolean): void {
  const refuse = (one: string, other: string) => {
    throw new UsageError(`${one} and ${other} cannot be used together`)
  }
  if (options.build && options['no-build']) refuse('--build', '--no-build')
  if (options['force-recreate'] && options['no-recreate']) refuse('--force-recreate', '--no-recreate')
  if (options['always-recreate-deps'] && options['no-recreate'])
    refuse('--always-recreate-deps', '--no-recreate')
  if (options['renew-anon-volumes'] && options['no-recreate']) refuse('--renew-anon-volumes', '--no-recreate')
  const ending = endingOption(options)
  if (detached && ending) refuse(`--${ending}`, options.wait ? '--wait' : '--detach')
}
