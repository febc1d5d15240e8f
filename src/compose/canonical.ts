import type { Report } from './problems.ts'
import type { MapNode } from './tree.ts'
export function canonicalize(root: MapNode, _report: Report): MapNode {
  return root
}
