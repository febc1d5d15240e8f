/** The critical path of a plan in words. */
import { criticalPath } from '../plan/critical-path.ts'
import type { Plan, Step } from '../plan/steps.ts'
import { printable } from '../util/printable.ts'
import { verbs } from './plan-entries.ts'
import { goals, withoutProject } from './words.ts'

/** `pull postgres:15 → create db-1 → start db-1 → wait db healthy → start web-1`; empty for a plan of less than two steps in a row. */
export function criticalPathText(plan: Plan, { ascii }: { readonly ascii: boolean }): string {
  const path = criticalPath(plan)
  if (path.length < 2) return ''
  return path.map((step) => printable(stepText(step, plan.project))).join(ascii ? ' -> ' : ' → ')
}

function stepText(step: Step, project: string): string {
  if (step.kind === 'wait') return `wait ${step.args.service} ${goals[step.args.condition]}`
  return `${verbs[step.kind]} ${withoutProject(step.resource.name, project)}`
}
