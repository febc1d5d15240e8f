import { formatPlan, planJson } from '../ui/plan.ts'
import { reconcile, refreshPlan } from '../plan/reconcile.ts'
import type { Plan } from '../plan/steps.ts'
import { defineCommand } from './command.ts'
import { prepare } from './prepare.ts'
import { planOptions, planRequest } from './up-options.ts'

/** `gantry plan`: what `up` would do, and why, to the attribute. Reads; never writes. */
export const plan = defineCommand({
  arguments: '[SERVICE...]',
  description: `Shows what "up" would do now, in order and with the reason for every step: what is created, what is made anew and because of which attribute, what is started, what is waited for. Nothing is touched.

Values that look like secrets are hidden.`,
  options: {
    ...planOptions,
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: ['text', 'json'],
      default: 'text',
      description: 'text or json',
    },
    'detailed-exitcode': { type: 'boolean', description: 'Exit with 2 when there is something to do' },
  },
  examples: [
    { line: 'plan', says: 'see what up would change' },
    { line: 'plan --format json', says: 'the steps, for scripts' },
    { line: 'plan --detailed-exitcode', says: 'exit 0 when up has nothing to do, 2 when it has' },
  ],
  run: async ({ options, operands, session }) => {
    const request = planRequest(options, operands)
    const { desired, observed } = await prepare(session, {
      services: operands,
      withoutDependencies: options['no-deps'],
      request,
    })
    const refresh = refreshPlan(desired, observed, request.reconcile)
    const rest = reconcile(desired, observed, request.reconcile)
    const whole = join(refresh, rest)
    session.stdout.write(
      options.format === 'json'
        ? planJson(whole)
        : formatPlan(whole, { color: session.stdout.color, width: session.stdout.columns() }),
    )
    return options['detailed-exitcode'] && whole.steps.length > 0 ? 2 : 0
  },
})

/** Images in use are settled first; what becomes of their containers depends on what arrives, and that is said. */
function join(refresh: Plan, rest: Plan): Plan {
  const open = refresh.steps.map(({ resource }) => ({
    code: 'open-until-then',
    message: `whether containers of image "${resource.name}" are made anew is known when it is here`,
  }))
  return { ...rest, warnings: [...rest.warnings, ...open] }
}
