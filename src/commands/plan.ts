import { formatPlan } from '../ui/plan.ts'
import { planJson } from '../ui/plan-json.ts'
import { wholePlan } from '../plan/reconcile.ts'
import { agreedVolumes } from './agreed-volumes.ts'
import { defineCommand } from './command.ts'
import { formatOption } from './format-option.ts'
import { prepare, withVolumes } from './prepare.ts'
import { planOptions, planRequest } from './up-options.ts'

/** `gantry plan`: what `up` would do, and why, to the attribute. Reads; never writes. */
export const plan = defineCommand({
  arguments: '[SERVICE...]',
  description: `Shows what "up" would do now, in order and with the reason for every step: what is created, what is made anew and because of which attribute, what is started, what is waited for; then what is destroyed, and the chain of steps that takes longest. Nothing is touched.

Values that look like secrets are hidden.`,
  options: {
    ...planOptions,
    ...formatOption,
    'detailed-exitcode': { type: 'boolean', description: 'Exit with 2 when there is something to do' },
  },
  examples: [
    { line: 'plan', says: 'see what up would change' },
    { line: 'plan --format json', says: 'the steps, for scripts' },
    { line: 'plan --detailed-exitcode', says: 'exit 0 when up has nothing to do, 2 when it has' },
  ],
  run: async ({ options, operands, session }) => {
    const request = planRequest(options, operands)
    const found = await prepare(session, {
      services: operands,
      withoutDependencies: options['no-deps'],
      request,
    })
    const agreed = await agreedVolumes({ confirm: async () => undefined }, found, options.yes)
    const { desired, observed, request: settled } = withVolumes(found, agreed)
    const { warnings, ...steps } = wholePlan(desired, observed, settled.reconcile)
    const told = warnings.map((warning) => ({ ...warning, message: session.advise(warning.message) }))
    const whole = { ...steps, warnings: told }
    session.stdout.write(
      options.format === 'json'
        ? planJson(whole)
        : formatPlan(whole, {
            color: session.stdout.color,
            width: session.stdout.columns(),
            ascii: session.stdout.ascii,
          }),
    )
    return options['detailed-exitcode'] && whole.steps.length > 0 ? 2 : 0
  },
})
