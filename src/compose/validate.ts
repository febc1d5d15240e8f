import type { Report } from './problems.ts'
import { explain } from './schema/explain.ts'
import { gate } from './schema/generated/gate.js'
import { readRules } from './schema/generated/rules.js'
import { describe } from './schema/messages.ts'
import { createGuide } from './schema/guide.ts'
import type { Entry, MapNode } from './tree.ts'

/** More are of no use to anyone. */
const most = 1_000

/**
 * Reports everything in a document that the schema of the Compose language refuses (`schemas/compose.schema.json`), each at its place.
 * A document that it accepts costs one pass of a function generated at build time; the explanation is worked out only for a refusal.
 */
export function validateSchema(root: MapNode, report: Report): void {
  if (gate(root)) return
  const rules = readRules()
  const faults = explain(root, rules)
  const guide = createGuide(rules)
  for (const fault of faults.slice(0, most)) report(describe(fault, guide))
  if (faults.length === 0) reportUnexplained(root, report)
}

/** What the gate refuses is never let through, even if nobody can say why. */
function reportUnexplained(root: MapNode, report: Report): void {
  const culprit = [...root.entries.values()].find(
    (entry) => !gate({ ...root, entries: new Map([[entry.key, entry]]) }),
  )
  report({ code: 'not-in-schema', message: unexplained(culprit), span: culprit?.keySpan ?? root.span })
}

function unexplained(culprit: Entry | undefined): string {
  return culprit
    ? `"${culprit.key}" does not follow the Compose schema`
    : 'the file does not follow the Compose schema'
}
