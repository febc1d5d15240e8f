/** Where a variable stands in the files. */
import { variablesOf } from '../../compose/template.ts'
import { formatPath, placeOf, type MapNode, type Node, type Path } from '../../compose/tree.ts'
import { fileName } from '../../ui/problems.ts'
import type { Use } from './explanation.ts'

/** Every text in which the variable stands, in the order of the files. */
export function usesOf(variable: string, root: MapNode, cwd: string): readonly Use[] {
  return [...visit(root, [])].flatMap(({ path, node, text }) => {
    if (!variablesOf(text).some(({ name }) => name === variable)) return []
    const { file, line, column } = placeOf(node.span)
    return [{ place: `${fileName(file, cwd)}:${line}:${column}`, attribute: formatPath(path), text }]
  })
}

interface Text {
  readonly path: Path
  readonly node: Node
  readonly text: string
}

function* visit(node: Node, path: Path): Generator<Text> {
  if (node.kind === 'scalar') {
    if (typeof node.value === 'string') yield { path, node, text: node.value }
  } else if (node.kind === 'list') {
    for (const [at, item] of node.items.entries()) yield* visit(item, [...path, at])
  } else {
    for (const { key, value } of node.entries.values()) yield* visit(value, [...path, key])
  }
}
