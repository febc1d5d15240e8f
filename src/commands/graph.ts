import type { LoadedProject } from '../compose/project.ts'
import { buildGraph } from '../graph/graph.ts'
import { formatDot, formatGraphJson, formatMermaid } from '../ui/graph/formats.ts'
import type { ServiceGraph } from '../ui/graph/model.ts'
import { formatTree } from '../ui/graph/tree.ts'
import { createPaint } from '../ui/paint.ts'
import { defineCommand } from './command.ts'

/** `gantry graph`: which service needs which; no engine is asked. */
export const graph = defineCommand({
  arguments: '[SERVICE...]',
  description: `Shows which service depends on which and in what state it must be, and the order in which services start. With services named, they and what they depend on are shown. No engine is needed.`,
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: ['text', 'dot', 'mermaid', 'json'],
      default: 'text',
      description: 'text, dot (Graphviz), mermaid or json',
    },
  },
  examples: [
    { line: 'graph', says: 'a tree in the terminal' },
    { line: 'graph web', says: 'what web needs' },
    { line: 'graph --format dot | dot -Tsvg', says: 'a picture, by Graphviz' },
    { line: 'graph --format mermaid', says: 'for a README' },
  ],
  run: async ({ options, operands, session }) => {
    const services = graphOf(await session.load({ services: operands }))
    const { color, ascii, write } = session.stdout
    const formats = {
      text: () => formatTree(services, { ascii, paint: createPaint(color) }),
      dot: () => formatDot(services),
      mermaid: () => formatMermaid(services),
      json: () => formatGraphJson(services),
    }
    write(formats[options.format]())
    return 0
  },
})

function graphOf({ project: { name, services } }: LoadedProject): ServiceGraph {
  const dependencies = new Map(
    Object.entries(services).map(([service, { depends_on = {} }]) => [service, Object.keys(depends_on)]),
  )
  const { order, dependenciesOf } = buildGraph(dependencies)
  return {
    project: name,
    services: order.map((service) => ({
      name: service,
      dependsOn: dependenciesOf(service).flatMap((other) => {
        const edge = services[service]?.depends_on?.[other]
        if (!edge) return []
        const { condition, required, restart = false } = edge
        return [{ service: other, condition, required, restart }]
      }),
    })),
  }
}
