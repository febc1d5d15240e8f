import type { Node } from '../../tree.ts'

/** Whether the schema accepts a tree. Written by bin/generate.js. */
export const gate: (root: Node) => boolean
