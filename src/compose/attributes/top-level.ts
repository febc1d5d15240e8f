/** Top-level attributes: the project itself, volumes, configs, secrets, models. */
import type { Attribute } from './attribute.ts'
import { flag, keyValues, text, texts, whole } from './decoders.ts'
import { externalName } from './external.ts'
import { beforeEquals, textToMap } from './forms.ts'
import { mapItems } from './nodes.ts'

/** The sections of a file, and what stands beside them. */
export const topLevel: readonly Attribute[] = [
  {
    path: 'version',
    effect: 'none',
    note: 'obsolete: the language has no versions any more',
    decode: () => undefined,
  },
  { path: 'name', effect: 'engine' },
  {
    path: 'include',
    effect: 'client',
    canonical: (node) => (node.kind === 'list' ? mapItems(node, textToMap('path')) : node),
    decode: () => undefined,
  },
  { path: 'include.[]', effect: 'client' },
  { path: 'include.[].path', effect: 'client', resolve: 'file' },
  { path: 'include.[].env_file', effect: 'client', resolve: 'file' },
  { path: 'include.[].project_directory', effect: 'client', resolve: 'file' },
  { path: 'services', effect: 'engine' },
  { path: 'models', effect: 'client' },
  { path: 'models.*.model', effect: 'client' },
  { path: 'models.*.name', effect: 'client' },
  { path: 'models.*.context_size', effect: 'client', decode: whole },
  { path: 'models.*.runtime_flags', effect: 'client', decode: texts },
  { path: 'networks', effect: 'engine' },
  { path: 'volumes', effect: 'engine' },
  { path: 'secrets', effect: 'engine' },
  { path: 'configs', effect: 'engine' },
  { path: 'volumes.*', effect: 'engine', canonical: externalName },
  { path: 'volumes.*.name', effect: 'engine' },
  { path: 'volumes.*.driver', effect: 'engine' },
  { path: 'volumes.*.driver_opts', effect: 'engine', decode: keyValues },
  { path: 'volumes.*.driver_opts.device', effect: 'engine', resolve: 'driver-device' },
  {
    path: 'volumes.*.labels',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    decode: keyValues,
  },
  { path: 'volumes.*.external', effect: 'client', cast: 'bool', decode: flag },
  { path: 'volumes.*.external.name', effect: 'client', note: 'deprecated: name beside external' },
  ...fileResource('configs', ['content']),
  ...fileResource('secrets', ['driver']),
  {
    path: 'secrets.*.driver_opts',
    effect: 'none',
    note: 'only a cluster has drivers of secrets',
    decode: keyValues,
  },
  { path: 'x-*', effect: 'none', note: 'for other tools, and for anchors' },
]

function fileResource(section: string, more: readonly string[]): readonly Attribute[] {
  const path = `${section}.*`
  return [
    { path, effect: 'engine', canonical: externalName },
    { path: `${path}.name`, effect: 'client' },
    { path: `${path}.file`, effect: 'engine', resolve: 'file' },
    { path: `${path}.environment`, effect: 'engine' },
    { path: `${path}.external`, effect: 'client', cast: 'bool', decode: flag },
    { path: `${path}.external.name`, effect: 'client', note: 'deprecated: name beside external' },
    { path: `${path}.labels`, effect: 'none', note: 'files have no labels', decode: keyValues },
    { path: `${path}.template_driver`, effect: 'none', note: 'only a cluster has templates', decode: text },
    ...more.map((name): Attribute => ({ path: `${path}.${name}`, effect: 'engine', decode: text })),
  ]
}
