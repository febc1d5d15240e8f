/** The dependency graph as trees: each service that nobody needs, with what it needs below it. */
import { printable } from '../../util/printable.ts'
import type { Paint } from '../paint.ts'
import { count } from '../words.ts'
import { edgeWords, layersOf, type GraphEdge, type ServiceGraph } from './model.ts'

export interface TreeStyle {
  readonly ascii: boolean
  readonly paint: Paint
}

/** Lines with their endings: a heading, the trees, and the order of starts. What stands twice is written out once. */
export function formatTree(graph: ServiceGraph, style: TreeStyle): string {
  const { services, project } = graph
  const layers = layersOf(graph)
  const shape = `${count(services.length, 'service')} in ${count(layers.length, 'layer')}`
  const heading = `${style.paint('bold', printable(project))}: ${shape}`
  if (services.length === 0) return `${printable(project)}: no service\n`
  const lines = [heading, '', ...treesOf(graph, style), '', 'Order of starts:', ...layers.map(layerLine)]
  return lines.map((line) => `${line}\n`).join('')
}

function layerLine(names: readonly string[], at: number): string {
  return `  ${at + 1}. ${names.map(printable).join(', ')}`
}

interface Branch {
  readonly edge: GraphEdge
  readonly indent: string
  readonly isLast: boolean
}

/** By a stack of its own: projects may be deeper than the stack of calls. */
function treesOf({ services }: ServiceGraph, { ascii, paint }: TreeStyle): readonly string[] {
  const needed = new Set(services.flatMap(({ dependsOn }) => dependsOn.map(({ service }) => service)))
  const byName = new Map(services.map((service) => [service.name, service]))
  const written = new Set<string>()
  const lines: string[] = []
  const branchesOf = (name: string, indent: string): readonly Branch[] => {
    const edges = byName.get(name)?.dependsOn ?? []
    written.add(name)
    return edges.map((edge, at) => ({ edge, indent, isLast: at === edges.length - 1 })).reverse()
  }
  for (const { name } of services.filter((service) => !needed.has(service.name))) {
    lines.push(paint('bold', printable(name)))
    const waiting = [...branchesOf(name, '')]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { edge, indent, isLast } = next
      const [fork, bar] = forks(isLast, ascii)
      const known = written.has(edge.service) && byName.get(edge.service)?.dependsOn.length !== 0
      const words = paint('dim', `(${edgeWords(edge)})${known ? ', see above' : ''}`)
      lines.push(`${indent}${fork} ${printable(edge.service)} ${words}`)
      if (!known) waiting.push(...branchesOf(edge.service, `${indent}${bar} `))
    }
  }
  return lines
}

function forks(isLast: boolean, ascii: boolean): readonly [string, string] {
  if (ascii) return isLast ? ['`-', '  '] : ['|-', '| ']
  return isLast ? ['└─', '  '] : ['├─', '│ ']
}
