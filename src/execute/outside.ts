/** What stands beside the engine, asked for by steps: providers, models, and what the user's Docker configuration holds. */
import { StepError } from '../errors.ts'
import type { ModelSetup, ProviderCall } from '../plan/steps.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Runs what the Docker CLI's plugins and providers do for a project; all reject with a `GantryError`, or the signal's reason. */
export interface Outside {
  /** Resolves with variables for the services that depend on the provider's. */
  readonly runProvider: (
    call: ProviderCall & { readonly command: 'up' | 'down' | 'stop' },
    talk: Talk,
  ) => Promise<Readonly<Record<string, string>>>
  /** Resolves with the address under which the model is served. */
  readonly setUpModel: (setup: ModelSetup, talk: Talk) => Promise<{ readonly endpoint: string }>
  /** Resolves with the text of a `config.json` that has every login of the user's. Never shown. */
  readonly findLogins: (talk: Talk) => Promise<string>
}

export interface Talk {
  readonly signal: AbortSignal
  readonly onInfo: (text: string) => void
}

export async function runProvider(step: StepOf<'run-provider'>, context: StepContext): Promise<void> {
  const variables = await outsideOf(step, context).runProvider(step.args, talkOf(context))
  if (step.args.command === 'up') context.memo.answers.set(step.id, variables)
}

export async function setUpModel(step: StepOf<'set-up-model'>, context: StepContext): Promise<void> {
  context.memo.answers.set(step.id, await outsideOf(step, context).setUpModel(step.args, talkOf(context)))
}

/** What `use_api_socket` puts into a container. */
export async function findLogins(step: StepOf<'start-container'>, context: StepContext): Promise<string> {
  return outsideOf(step, context).findLogins(talkOf(context))
}

function talkOf({ signal, progress }: StepContext): Talk {
  return { signal, onInfo: (text) => progress({ type: 'step-output', text }) }
}

function outsideOf(
  { resource }: StepOf<'run-provider' | 'set-up-model' | 'start-container'>,
  { outside }: StepContext,
): Outside {
  if (outside) return outside
  throw new StepError(
    'not-supported',
    `${resource.kind} "${resource.name}": this run runs no other programs`,
    {
      hint: 'give the loaded project instead of its name',
    },
  )
}
