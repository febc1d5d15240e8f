/** The dependency graph for other programs: Graphviz, Mermaid, JSON. Arrows go from a service to what it needs. */
import { jsonText } from '../json-text.ts'
import { edgeWords, layersOf, type ServiceGraph } from './model.ts'

/** Graphviz's DOT; an optional dependency is dashed. */
export function formatDot({ project, services }: ServiceGraph): string {
  const lines = [
    `digraph ${quoted(project)} {`,
    '  rankdir=LR',
    '  node [shape=box]',
    ...services.map(({ name }) => `  ${quoted(name)}`),
    ...services.flatMap(({ name, dependsOn }) =>
      dependsOn.map((edge) => {
        const style = edge.required ? '' : ', style=dashed'
        return `  ${quoted(name)} -> ${quoted(edge.service)} [label=${quoted(edgeWords(edge))}${style}]`
      }),
    ),
    '}',
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** A Mermaid flowchart. Services get numbers, because Mermaid has words that cannot be names. */
export function formatMermaid({ services }: ServiceGraph): string {
  const idOf = new Map(services.map(({ name }, at) => [name, `s${at + 1}`]))
  const lines = [
    'flowchart LR',
    ...services.map(({ name }) => `  ${idOf.get(name)}["${entities(name)}"]`),
    ...services.flatMap(({ name, dependsOn }) =>
      dependsOn.map((edge) => {
        const arrow = edge.required ? '-->' : '-.->'
        return `  ${idOf.get(name)} ${arrow}|"${edgeWords(edge)}"| ${idOf.get(edge.service)}`
      }),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function entities(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;')
}

/** Every service with its layer and what it needs, dependencies first. */
export function formatGraphJson(graph: ServiceGraph): string {
  const layers = new Map(layersOf(graph).flatMap((names, at) => names.map((name) => [name, at + 1])))
  const services = graph.services.map(({ name, dependsOn }) => ({
    name,
    layer: layers.get(name),
    depends_on: dependsOn,
  }))
  return `${jsonText({ project: graph.project, services }, 2)}\n`
}
