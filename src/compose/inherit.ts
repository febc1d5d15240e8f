/** What a model takes from the variables of its own files: bare names in `environment` lists, values of secrets and configs. */
import type { Environment } from './session.ts'
import { child, stringOf, type Entry, type MapNode, type Node } from './tree.ts'

/** The model with `- NAME` items given their values. Values of secrets and configs go to `values` (`secrets.token`), not into the model. */
export function inheritVariables(
  model: MapNode,
  environment: Environment,
  values: Map<string, string>,
): MapNode {
  for (const section of ['secrets', 'configs']) captureValues(model, section, { environment, values })
  const services = child(model, 'services')
  const section = model.entries.get('services')
  if (services?.kind !== 'map' || !section) return model
  const value = mapServices(services, environment)
  return value === services
    ? model
    : { ...model, entries: new Map(model.entries).set('services', { ...section, value }) }
}

function captureValues(
  model: MapNode,
  section: string,
  { environment, values }: { environment: Environment; values: Map<string, string> },
): void {
  const resources = child(model, section)
  if (resources?.kind !== 'map') return
  for (const { key, value } of resources.entries.values()) {
    const found = environment[stringOf(child(value, 'environment')) ?? '']
    if (found !== undefined) values.set(`${section}.${key}`, found)
  }
}

function mapServices(services: MapNode, environment: Environment): MapNode {
  let entries: Map<string, Entry> | undefined
  for (const [name, entry] of services.entries) {
    const value = inheritService(entry.value, environment)
    if (value === entry.value) continue
    entries ??= new Map(services.entries)
    entries.set(name, { ...entry, value })
  }
  return entries ? { ...services, entries } : services
}

function inheritService(service: Node, environment: Environment): Node {
  const list = child(service, 'environment')
  if (service.kind !== 'map' || list?.kind !== 'list') return service
  const items = list.items.map((item) => inheritItem(item, environment))
  const entry = service.entries.get('environment')
  if (!entry || items.every((item, index) => item === list.items[index])) return service
  const value: Node = { ...list, items }
  return { ...service, entries: new Map(service.entries).set('environment', { ...entry, value }) }
}

function inheritItem(item: Node, environment: Environment): Node {
  const name = stringOf(item)
  if (item.kind !== 'scalar' || name === undefined || name.includes('=')) return item
  const value = environment[name]
  return value === undefined ? item : { ...item, value: `${name}=${value}` }
}
