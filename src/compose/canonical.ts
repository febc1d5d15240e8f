import type { MapNode } from './tree.ts'
import type { Report } from './problems.ts'
export function canonicalize(root: MapNode, _report: Report): MapNode { return root }
