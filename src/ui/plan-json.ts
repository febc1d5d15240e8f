/** A plan as programs read it; `schemas/plan.schema.json` says the same. */
import { criticalPath } from '../plan/critical-path.ts'
import { destroyed } from '../plan/destroyed.ts'
import type { Plan } from '../plan/steps.ts'
import { jsonText } from './json-text.ts'
import { countActions, planEntries } from './plan-entries.ts'

/** Steps, resources, what is destroyed and the critical path; without what the engine is told, which holds secrets. */
export function planJson(plan: Plan): string {
  const { project, warnings, steps } = plan
  const resources = planEntries(plan)
  const document = {
    v: 1,
    project,
    warnings,
    summary: countActions(resources),
    resources,
    steps: steps.map(({ id, kind, resource, reason, after, destructive = false }) => ({
      id,
      kind,
      resource,
      reason,
      after,
      destructive,
    })),
    destroyed: destroyed(plan),
    criticalPath: criticalPath(plan).map(({ id }) => id),
  }
  return `${jsonText(document, 2)}\n`
}
