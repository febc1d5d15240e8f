import type { Report } from './problems.ts'
import type { MapNode } from './tree.ts'
export function validateSchema(_root: MapNode, _report: Report): void {}
