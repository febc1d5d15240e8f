/** Whether a container was made from what the files say now, and if not, what differs. */
import { formerHashes, hashService, type References } from '../compose/hash.ts'
import type { Service } from '../compose/service.ts'
import { shownPath } from '../util/shown-path.ts'
import { containerCreation, referencesOf } from './container.ts'
import { changesSince, isContent, isRecord } from './definition.ts'
import type { DesiredService, DesiredState } from './desired.ts'
import { inspectedChanges } from './inspected.ts'
import { labels } from './labels.ts'
import { containersOf, type ObservedContainer, type ObservedState } from './observed.ts'
import type { Change, Reason } from './steps.ts'

interface Known {
  readonly desired: DesiredState
  readonly observed: ObservedState
}

/** How the configuration of a container differs; undefined where it does not, or nothing that matters does. */
export function configurationChange(
  { desired, observed }: Known,
  target: DesiredService,
  container: ObservedContainer,
): Reason | undefined {
  const { name, service } = target
  const references = idsOf(service, observed)
  const changes = changesSince(container.labels[labels.definition], service, {
    contents: desired.contents,
    references,
  })?.filter((change) => !(desired.unanswered.has(name) && isUntold(change)))
  const contents = changes?.filter(({ attribute }) => isContent(attribute)) ?? []
  if (isHashOf(service, references, container.configHash)) return contentChange(contents)
  if (!changes) return unrecordedChange({ desired, observed }, target, container)
  if (changes.length === 0) return undefined
  const { variableFiles, workingDirectory } = desired.loaded
  const files = variableFiles?.get(name)
  return {
    text: 'configuration changed',
    changes: changes.map((change) => withFile(change, files, workingDirectory)),
  }
}

/** Ids of containers whose configuration differs and that only an inspection can tell more about, because another tool made them. */
export function toBeInspected({ desired, observed }: Known): readonly string[] {
  return desired.services.flatMap(({ name, service }) =>
    containersOf(observed, name).flatMap(({ id, configHash, labels: own }) => {
      const known =
        isRecord(own[labels.definition]) || isHashOf(service, idsOf(service, observed), configHash)
      return known ? [] : [id]
    }),
  )
}

function unrecordedChange(
  { desired, observed }: Known,
  target: DesiredService,
  container: ObservedContainer,
): Reason {
  const inspected = observed.inspected?.get(container.id)
  const { body } = containerCreation(desired, target, { number: container.number, containersOf: () => [] })
  const changes = inspected ? inspectedChanges(inspected, body) : []
  if (changes.length > 0) return { text: 'configuration changed', changes }
  return {
    text: 'configuration changed; which attribute is not recorded, because another tool made the container',
  }
}

/** The ids of the containers that a service refers to, by service. */
function idsOf(service: Service, observed: ObservedState): References {
  return Object.fromEntries(
    referencesOf(service).map((other) => [other, containersOf(observed, other)[0]?.id ?? other]),
  )
}

/** A variable that the container has and the file does not: the provider or model that told it has not been asked yet. */
function isUntold({ attribute, to }: Change): boolean {
  return to === undefined && attribute.startsWith('environment.')
}

function isHashOf(service: Service, references: References, recorded: string | undefined): boolean {
  if (recorded === undefined) return false
  return recorded === hashService(service, references) || formerHashes(service, references).includes(recorded)
}

function contentChange(changes: readonly Change[]): Reason | undefined {
  const names = changes.map(({ attribute }) => attribute.replace(/ content$/, ''))
  return names.length === 0 ? undefined : { text: `content of ${names.join(', ')} changed`, changes }
}

/** A variable that an env_file gives is told with that file. */
function withFile(change: Change, files: ReadonlyMap<string, string> | undefined, folder: string): Change {
  const [, variable] = /^environment\.(.*)$/s.exec(change.attribute) ?? []
  const file = variable === undefined ? undefined : files?.get(variable)
  if (file === undefined) return change
  return { ...change, file: shownPath(file, folder) }
}
