/** References of a service to what stands elsewhere in the project. */
import { nearest } from '../util/nearest.ts'
import type { Examination } from './consistency.ts'
import type { Service } from './service.ts'
import type { Path } from './tree.ts'

/** Everything a service names must exist. */
export function checkReferences(examination: Examination): void {
  const { service } = examination
  for (const [attribute, check] of checks) if (service[attribute]) check(examination)
}

/** What is checked of a service that has the attribute. */
const checks: readonly (readonly [keyof Service, (examination: Examination) => void])[] = [
  ['networks', checkNetworks],
  ['depends_on', checkDependencies],
  ['volumes', checkVolumes],
  ['configs', checkConfigs],
  ['secrets', checkSecrets],
  ['models', checkModels],
  ['build', checkBuildSecrets],
  ['build', checkContexts],
]

interface Reference {
  /** `network`, `build secret`, … */
  readonly kind: string
  /** The section it must be declared in. */
  readonly section: 'networks' | 'volumes' | 'configs' | 'secrets' | 'models'
  readonly to: string
  readonly at: Path
  readonly key?: boolean
}

function checkReference(
  { name, project, tell }: Examination,
  { kind, section, to, at, key = false }: Reference,
): void {
  if (Object.hasOwn(project[section], to)) return
  tell({
    code: `undefined-${section.slice(0, -1)}`,
    message: `service "${name}" refers to undefined ${kind} "${to}"`,
    at,
    key,
    hint: suggestion(to, Object.keys(project[section])) ?? `declare it under ${section}:`,
  })
}

function checkNetworks(examination: Examination): void {
  for (const to of Object.keys(examination.service.networks ?? {})) {
    checkReference(examination, { kind: 'network', section: 'networks', to, at: ['networks', to], key: true })
  }
}

function checkVolumes(examination: Examination): void {
  for (const [index, { type, source }] of (examination.service.volumes ?? []).entries()) {
    if (type !== 'volume' || source === undefined) continue
    checkReference(examination, {
      kind: 'volume',
      section: 'volumes',
      to: source,
      at: ['volumes', index, 'source'],
    })
  }
}

function checkConfigs(examination: Examination): void {
  for (const [index, { source: to = '' }] of (examination.service.configs ?? []).entries()) {
    checkReference(examination, { kind: 'config', section: 'configs', to, at: ['configs', index, 'source'] })
  }
}

function checkSecrets(examination: Examination): void {
  for (const [index, { source: to = '' }] of (examination.service.secrets ?? []).entries()) {
    checkReference(examination, { kind: 'secret', section: 'secrets', to, at: ['secrets', index, 'source'] })
  }
}

function checkBuildSecrets(examination: Examination): void {
  for (const [index, { source: to = '' }] of (examination.service.build?.secrets ?? []).entries()) {
    const at = ['build', 'secrets', index, 'source']
    checkReference(examination, { kind: 'build secret', section: 'secrets', to, at })
  }
}

function checkModels(examination: Examination): void {
  for (const to of Object.keys(examination.service.models ?? {})) {
    checkReference(examination, { kind: 'model', section: 'models', to, at: ['models', to], key: true })
  }
}

function checkDependencies({ name, service, project, inactive, tell }: Examination): void {
  for (const [to, { required }] of Object.entries(service.depends_on ?? {})) {
    if (Object.hasOwn(project.services, to)) continue
    const left = Object.hasOwn(inactive, to) ? inactive[to] : undefined
    if (left && !required) continue
    const profiles = (left?.profiles ?? []).map((profile) => `"${profile}"`)
    tell({
      code: left ? 'inactive-service' : 'undefined-service',
      message: left
        ? `service "${name}" depends on service "${to}", which is not active${profiles.length > 0 ? `: it has profiles ${profiles.join(', ')}` : ''}`
        : `service "${name}" depends on undefined service "${to}"`,
      at: ['depends_on', to],
      key: true,
      hint: left
        ? `activate one of its profiles, or write required: false`
        : suggestion(to, [...Object.keys(project.services), ...Object.keys(inactive)]),
    })
  }
}

/** Contexts may be other services, which must be built. */
function checkContexts({ name, service, project, inactive, tell }: Examination): void {
  for (const [context, value] of Object.entries(service.build?.additional_contexts ?? {})) {
    if (!value.startsWith('service:')) continue
    const to = value.slice('service:'.length)
    const other = [project.services, inactive].flatMap(
      (services) => (Object.hasOwn(services, to) ? services[to] : undefined) ?? [],
    )[0]
    const at = ['build', 'additional_contexts', context]
    if (!other) {
      const hint = suggestion(to, Object.keys(project.services))
      tell({
        code: 'undefined-service',
        message: `service "${name}" has unknown service "${to}" as build context "${context}"`,
        at,
        hint,
      })
    } else if (!other.build) {
      tell({
        code: 'not-buildable',
        message: `service "${name}" has service "${to}" as build context "${context}", but that one has no build section`,
        at,
      })
    }
  }
}

function suggestion(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates)
  return near === undefined ? undefined : `did you mean "${near}"?`
}
