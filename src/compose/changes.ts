/** What a document changed in a model: sections, and in sections of named resources only the resources it touched. */
import type { Entry, MapNode } from './tree.ts'

/** The part of `next` that is not the same node in `before`. */
export function changesSince(before: MapNode, next: MapNode): MapNode {
  const entries = new Map<string, Entry>()
  for (const [key, entry] of next.entries) {
    const earlier = before.entries.get(key)?.value
    if (earlier === entry.value) continue
    const narrow = earlier?.kind === 'map' && entry.value.kind === 'map' && resources.has(key)
    entries.set(key, narrow ? { ...entry, value: onlyChanged(earlier, entry.value) } : entry)
  }
  return { ...next, entries }
}

/** The model with the changes put back. */
export function withChanges(model: MapNode, changes: MapNode): MapNode {
  const entries = new Map(model.entries)
  for (const [key, entry] of changes.entries) {
    const whole = model.entries.get(key)?.value
    const narrow = whole?.kind === 'map' && entry.value.kind === 'map' && resources.has(key)
    entries.set(key, narrow ? { ...entry, value: overlay(whole, entry.value) } : entry)
  }
  return { ...model, entries }
}

function onlyChanged(before: MapNode, next: MapNode): MapNode {
  const changed = [...next.entries].filter(([name, { value }]) => before.entries.get(name)?.value !== value)
  return { ...next, entries: new Map(changed) }
}

function overlay(whole: MapNode, changed: MapNode): MapNode {
  const entries = new Map(whole.entries)
  for (const [name, entry] of changed.entries) entries.set(name, entry)
  return { ...whole, entries }
}

const resources = new Set(['services', 'networks', 'volumes', 'configs', 'secrets', 'models'])
