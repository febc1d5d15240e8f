/** What is wrong with a document that the gate has refused: loaded only then, for it is as large as the rest of the loader's checks. */
import type { Report } from '../problems.ts'
import type { Entry, MapNode } from '../tree.ts'
import { explain } from './explain.ts'
import { gate } from './generated/gate.js'
import { readRules } from './generated/rules.js'
import { createGuide } from './guide.ts'
import { describe } from './messages.ts'

/** More are of no use to anyone. */
const most = 1_000

/** Reports every fault of a refused document, each at its place: at least one. */
export function reportFaults(root: MapNode, report: Report): void {
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
