/** The environment of a service. */
import type { Node } from '../tree.ts'
import type { Attribute, ReadContext } from './attribute.ts'
import { keyValuesOrNull, optionalFlag } from './decoders.ts'
import { beforeEquals, textUnder, toList } from './forms.ts'
import { nameOf } from './messages.ts'
import { itemsOf, mapAt, mapItems, textOf, valueOf } from './nodes.ts'
import { environmentLines, put } from './write.ts'

/** `environment` and `env_file`. */
export const environment: readonly Attribute[] = [
  {
    path: 'services.*.environment',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    canonical: checkNames,
    decode: keyValuesOrNull,
    apply: (service, body) => put(body, 'Env', environmentLines(service.environment)),
  },
  {
    path: 'services.*.env_file',
    effect: 'client',
    merge: 'key-values',
    unique: textUnder('path'),
    canonical: envFiles,
  },
  { path: 'services.*.env_file.[].path', effect: 'client', resolve: 'file' },
  {
    path: 'services.*.env_file.[].required',
    effect: 'client',
    decode: (node, context) => (optionalFlag(node, context) === false ? false : undefined),
  },
  { path: 'services.*.env_file.[].format', effect: 'client' },
]

function envFiles(node: Node): Node {
  const list = toList(node)
  if (list.kind !== 'list') return node
  return mapItems(list, (item) => {
    if (textOf(item) !== undefined) return mapAt(item.span, { path: item, required: true })
    if (item.kind !== 'map' || valueOf(item, 'required')) return item
    const required = mapAt(item.span, { required: true })
    return { ...item, entries: new Map([...item.entries, ...required.entries]) }
  })
}

/** A name in a list that ends in a blank is a slip: `A =1` would set the variable `A `. */
function checkNames(node: Node, context: ReadContext): Node {
  for (const item of itemsOf(node)) {
    const name = textOf(item)?.split('=', 1)[0] ?? ''
    if (!/\s$/.test(name)) continue
    context.report({
      code: 'invalid-value',
      message: `${nameOf(context.path)} has a blank at the end of the name ${JSON.stringify(name)}`,
      hint: `write ${JSON.stringify(name.trimEnd())} without the blank`,
      node: item,
    })
  }
  return node
}
