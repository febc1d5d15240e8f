import type { MapNode } from './tree.ts'
export function setDefaults(root: MapNode): MapNode {
  return root
}
