/** Texts that a key opens: why a service was changed, and where it can be reached. */
import { printable } from '../../util/printable.ts'
import { formatPorts } from '../ports.ts'
import { doneWord, formatSeconds } from '../words.ts'
import { subjects } from './actions.ts'
import type { ServiceRow } from './services.ts'
import type { State } from './state.ts'

export interface Text {
  readonly title: string
  readonly lines: readonly string[]
}

/** The last deeds of this session for the chosen services, with their reasons. */
export function explainText(state: State): Text {
  const lines = subjects(state).flatMap((row) => [printable(row.name), ...deedLines(row, state), ''])
  return { title: 'Last changes', lines: lines.slice(0, -1) }
}

function deedLines({ name, containers }: ServiceRow, { run, now }: State): readonly string[] {
  const deeds = run.deeds.get(name) ?? []
  const failures = run.failures.filter(({ resource }) => resource.service === name)
  if (deeds.length + failures.length === 0) {
    return [
      `  nothing since this window was opened`,
      ...containers.map((container) => `  ${printable(container.name)}: ${printable(container.status)}`),
    ]
  }
  return [
    ...deeds.map((deed) => {
      const ago = formatSeconds(Math.max(0, now - deed.at) / 1000)
      return `  ${ago} ago  ${doneWord(deed)} ${deed.name}: ${deed.reason}`
    }),
    ...failures.map(({ failure }) => `  failed: ${printable(failure.message)}`),
  ]
}

/** Ports of every container of the chosen services, addresses first. */
export function portsText(state: State): Text {
  const lines = subjects(state).flatMap(({ name, containers }) => [
    printable(name),
    ...containers.flatMap((container) => [
      ...urlsOf(container).map((url) => `  ${url}`),
      `  ${printable(container.name)}  ${formatPorts(container.ports) || 'no ports'}`,
    ]),
    ...(containers.length === 0 ? ['  no container'] : []),
    '',
  ])
  return { title: 'Ports', lines: lines.slice(0, -1) }
}

/** `http://localhost:8080` for each published TCP port, each once. */
function urlsOf({ ports }: Pick<ServiceRow['containers'][number], 'ports'>): readonly string[] {
  const published = ports.filter(
    ({ publicPort, type }) => publicPort !== undefined && publicPort > 0 && type === 'tcp',
  )
  return [...new Set(published.map(({ publicPort }) => `http://localhost:${publicPort}`))]
}
