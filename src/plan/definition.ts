/**
 * What a container was made from, kept in a label of it: the hashed attributes of its service, one by one,
 * secrets as digests. It lets a later plan say which attribute changed, and from what.
 */
import type { Service } from '../compose/service.ts'
import { attributeAt } from '../compose/attributes/index.ts'
import { sha256 } from '../util/sha256.ts'
import { looksSecret, maskUrls } from './mask.ts'
import type { Change } from './steps.ts'

/** Attribute path → value as text: `environment.LOG_LEVEL` → `info`. */
type Definition = ReadonlyMap<string, string>

const digest = /^sha256:[0-9a-f]{12}$/

/** The definition of a service as the text of its label. */
export function writeDefinition(service: Service): string {
  return JSON.stringify(Object.fromEntries(definitionOf(service)))
}

/** The attributes in which the recorded definition differs from the service; undefined when the record cannot be read. */
export function changesSince(recorded: string | undefined, service: Service): readonly Change[] | undefined {
  const before = readDefinition(recorded)
  if (!before) return undefined
  const after = definitionOf(service)
  const attributes = [...new Set([...before.keys(), ...after.keys()])].sort()
  return attributes.flatMap(
    (attribute) => changeOf(attribute, before.get(attribute), after.get(attribute)) ?? [],
  )
}

function changeOf(attribute: string, from: string | undefined, to: string | undefined): Change | undefined {
  if (from === to) return undefined
  return {
    attribute,
    ...(from !== undefined && { from: shown(from) }),
    ...(to !== undefined && { to: shown(to) }),
  }
}

function shown(value: string): string {
  return digest.test(value) ? '***' : value
}

function readDefinition(recorded: string | undefined): Definition | undefined {
  if (!recorded) return undefined
  try {
    const parsed: unknown = JSON.parse(recorded)
    if (typeof parsed !== 'object' || parsed === null) return undefined
    return new Map(Object.entries(parsed).map(([attribute, value]) => [attribute, String(value)]))
  } catch {
    return undefined
  }
}

function definitionOf(service: Service): Definition {
  const definition = new Map<string, string>()
  flatten(service, [], definition)
  return definition
}

function flatten(value: unknown, steps: readonly string[], into: Map<string, string>): void {
  if (value === undefined || (value === null && steps[0] !== 'environment') || isLeftOut(steps)) return
  if (isObject(value) && (!Array.isArray(value) || value.some(isObject))) {
    const entries = Object.entries(value)
    if (entries.length === 0 && steps.length > 0) into.set(steps.join('.'), '{}')
    for (const [key, item] of entries) flatten(item, [...steps, key], into)
  } else {
    into.set(
      steps.join('.'),
      recorded(steps.at(-1) ?? '', typeof value === 'string' ? value : JSON.stringify(value)),
    )
  }
}

/** What is no part of the config hash: extensions, and attributes whose change leaves the container as it is. */
function isLeftOut(steps: readonly string[]): boolean {
  if (steps.length === 0) return false
  const attribute = attributeAt(['services', '*', ...steps])
  return attribute?.path === 'x-*' || attribute?.recreates === false
}

function recorded(name: string, text: string): string {
  const secret = looksSecret(name) || maskUrls(text) !== text
  return secret ? `sha256:${sha256(text).slice(0, 12)}` : text
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
