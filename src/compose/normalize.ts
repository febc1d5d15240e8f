import type { MapNode } from './tree.ts'
export function normalize(
  root: MapNode,
  _context: { projectName: string; environment: Readonly<Record<string, string>> },
): MapNode {
  return root
}
