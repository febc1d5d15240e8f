/** `config --variables`: the variables of the files, with what they are when unset. */
import { variablesOf, type TemplateVariable } from '../../compose/template.ts'
import type { MapNode, Node } from '../../compose/tree.ts'
import { table } from '../../ui/tables.ts'
import type { ConfigContext } from '../config.ts'
import { loadRequest } from './request.ts'

/** A table, or with --format json docker compose's object by name. */
export async function variables(context: ConfigContext): Promise<string> {
  const { root } = await context.session.loadModel({
    ...loadRequest(context),
    skip: { interpolation: true, normalization: true, consistency: true, validation: true },
  })
  const found = [...collect(root)].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value)
  if (context.options.format === 'json') return `${JSON.stringify(toObject(found), undefined, 4)}\n`
  return table(
    ['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'],
    found.map(({ name, required, defaultValue, presenceValue }) => [
      name,
      String(required),
      defaultValue,
      presenceValue,
    ]),
  )
}

function toObject(variables: readonly TemplateVariable[]): object {
  const object: Record<string, unknown> = Object.create(null)
  for (const { name, defaultValue, presenceValue, required } of variables) {
    object[name] = {
      Name: name,
      DefaultValue: defaultValue,
      PresenceValue: presenceValue,
      Required: required,
    }
  }
  return object
}

/** By name; the project's own name is not part of the model. A later use counts, where it says more than the name. */
function collect(root: MapNode): ReadonlyMap<string, TemplateVariable> {
  const found = new Map<string, TemplateVariable>()
  for (const { key, value } of root.entries.values()) {
    if (key === 'name') continue
    for (const variable of inNode(value)) {
      if (!found.has(variable.name) || saysMore(variable)) found.set(variable.name, variable)
    }
  }
  return found
}

function* inNode(node: Node): Generator<TemplateVariable> {
  if (node.kind === 'scalar' && typeof node.value === 'string') yield* variablesOf(node.value)
  if (node.kind === 'list') for (const item of node.items) yield* inNode(item)
  if (node.kind === 'map') for (const { value } of node.entries.values()) yield* inNode(value)
}

function saysMore({ defaultValue, presenceValue, required }: TemplateVariable): boolean {
  return required || defaultValue !== '' || presenceValue !== ''
}
