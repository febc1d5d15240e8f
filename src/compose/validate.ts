import type { Report } from './problems.ts'
import { gate } from './schema/generated/gate.js'
import type { MapNode } from './tree.ts'

/**
 * Reports everything in a document that the schema of the Compose language refuses (`schemas/compose.schema.json`), each at its place.
 * A document that it accepts costs one pass of a function generated at build time; the explanation is worked out only for a refusal.
 */
export async function validateSchema(root: MapNode, report: Report): Promise<void> {
  if (gate(root)) return
  const { reportFaults } = await import('./schema/refusal.ts')
  reportFaults(root, report)
}
