/**
 * What a project needs beside the engine: services that a provider runs, and models. Both tell variables for the services that
 * use them, so they are brought up first, with what they depend on; the rest is planned with what they said.
 */
import { closure } from '../graph/graph.ts'
import type { DesiredService, DesiredState } from './desired.ts'
import type { ObservedState } from './observed.ts'
import { stepId, type ReconcileOptions } from './planning.ts'
import { reconcile } from './reconcile.ts'
import type { Plan } from './steps.ts'

/** Variables that a provider told, or where models are served (`endpoint`), by the id of the step that asked. */
export type Answers = ReadonlyMap<string, Readonly<Record<string, string>>>

/** The steps that bring up providers and models, and what they depend on. Empty where the project has none. */
export function outsidePlan(
  desired: DesiredState,
  observed: ObservedState,
  options: ReconcileOptions = {},
): Plan {
  const providers = desired.services.filter(({ service }) => service.provider).map(({ name }) => name)
  if ((providers.length === 0 && desired.models.size === 0) || options.start === false)
    return { project: desired.project, steps: [], warnings: [] }
  const needed = closure(providers, (name) => [
    ...(desired.services.find((target) => target.name === name)?.dependencies.keys() ?? []),
  ])
  const part = {
    ...desired,
    services: desired.services.filter(({ name }) => needed.has(name)),
    ...(providers.length === needed.size && { networks: new Map(), volumes: new Map() }),
  }
  return reconcile(part, observed, { ...options, orphans: 'ignore', wait: false })
}

/** The desired state with what providers and models told; services whose variables nobody told stay `unanswered`. */
export function withAnswers(desired: DesiredState, answers: Answers): DesiredState {
  const unanswered = new Set(desired.unanswered)
  const services = desired.services.map((target) => {
    const found = variablesFor(desired, target, answers)
    if (!found) return target
    unanswered.delete(target.name)
    const environment = { ...target.service.environment, ...found }
    return { ...target, service: { ...target.service, environment } }
  })
  return { ...desired, services, unanswered }
}

/** Undefined where the service asks nobody, or one that it asks did not answer. */
function variablesFor(
  { loaded }: DesiredState,
  { service, dependencies }: DesiredService,
  answers: Answers,
): Readonly<Record<string, string>> | undefined {
  const providers = [...dependencies.keys()].filter((name) => loaded.project.services[name]?.provider)
  const models = Object.entries(service.models ?? {})
  if (providers.length === 0 && models.length === 0) return undefined
  const told: Record<string, string> = {}
  for (const name of providers) {
    const variables = answers.get(stepId.provider(name, 'up'))
    if (!variables) return undefined
    Object.assign(told, variables)
  }
  for (const [key, names] of models) {
    const endpoint = answers.get(stepId.model(key))?.['endpoint']
    const model = loaded.project.models?.[key]?.model
    if (endpoint === undefined || model === undefined) return undefined
    const prefix = key.toUpperCase().replaceAll('-', '_')
    told[names?.model_var ?? `${prefix}_MODEL`] = model
    told[names?.endpoint_var ?? `${prefix}_URL`] = endpoint
  }
  return told
}
