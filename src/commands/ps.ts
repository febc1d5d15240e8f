import { UsageError } from '../errors.ts'
import type { ObservedContainer } from '../plan/observed.ts'
import { toRow } from '../ui/ps-row.ts'
import { formatPs } from '../ui/ps.ts'
import { formatTemplate } from '../ui/template.ts'
import { defineCommand, type Values } from './command.ts'
import { findContainers } from './containers.ts'
import type { Session } from './session.ts'

const states = ['paused', 'restarting', 'removing', 'running', 'dead', 'created', 'exited'] as const

const options = {
  all: { type: 'boolean', short: 'a', description: 'Stopped containers too, and those of "run"' },
  filter: {
    type: 'list',
    value: 'FILTER',
    description: 'Only what fits; "status=running" is the one filter',
  },
  format: {
    type: 'string',
    value: 'FORMAT',
    default: 'table',
    description: 'table, json (a line for each container), or a template: "{{.Name}} {{.Status}}"',
  },
  'no-trunc': { type: 'boolean', description: 'Full ids and commands' },
  orphans: {
    type: 'boolean',
    default: true,
    description:
      'Containers of services that the Compose files no longer have; --orphans=false leaves them out',
  },
  quiet: { type: 'boolean', short: 'q', description: 'Ids only' },
  services: { type: 'boolean', description: 'Names of services only' },
  status: {
    type: 'list',
    value: 'STATE',
    choices: states,
    description: `Only containers in this state, repeatable: ${states.join(', ')}`,
  },
} as const

/** `gantry ps` */
export const ps = defineCommand({
  arguments: '[SERVICE...]',
  description:
    'Lists the containers of the project, running ones unless --all or --status says otherwise.\n\n' +
    'They are found by their labels: with -p no Compose file is needed, and a stack that docker compose started is listed as well.',
  options,
  examples: [
    { line: 'ps', says: 'what runs' },
    { line: 'ps -a web', says: 'also stopped containers of the service web' },
    { line: 'ps --format json', says: 'one JSON object a line, for scripts' },
    { line: 'ps -q --status exited', says: 'ids of what has stopped' },
  ],
  run: async ({ options, operands, session }) => {
    const wanted = wantedStates(options)
    const containers = await findContainers(session, { services: operands, oneOffs: options.all })
    const declared = options.orphans || operands.length > 0 ? undefined : await declaredServices(session)
    const shown = containers.filter(
      ({ state, service }) => wanted.has(state) && (declared?.has(service) ?? true),
    )
    session.stdout.write(render(shown, options, session))
    return 0
  },
})

type PsOptions = Values<typeof options>

/** Like the engine, we count as running what has a process: paused and restarting too. */
function wantedStates({ all, status, filter }: PsOptions): ReadonlySet<string> {
  const asked: readonly string[] = [...status, ...filter.map(filteredState)]
  if (asked.length > 0) return new Set(asked)
  return new Set(all ? states : ['running', 'paused', 'restarting'])
}

function filteredState(filter: string): string {
  const [key, value] = filter.split('=')
  if (key !== 'status' || value === undefined) {
    throw new UsageError(`--filter cannot be "${filter}"`, { hint: 'write --filter status=running' })
  }
  return value
}

async function declaredServices(session: Session): Promise<ReadonlySet<string>> {
  const { project, inactiveServices } = await session.load()
  return new Set([...Object.keys(project.services), ...inactiveServices])
}

function render(containers: readonly ObservedContainer[], options: PsOptions, session: Session): string {
  if (options.quiet) return lines(containers.map(({ id }) => id))
  if (options.services) return lines([...new Set(containers.map(({ service }) => service))])
  if (options.format === 'table') return formatTable(containers, options, session)
  const rows = containers.map((container) =>
    toRow(container, { now: session.now(), full: options['no-trunc'] }),
  )
  if (options.format === 'json') return lines(rows.map((row) => JSON.stringify(row)))
  const template = options.format.replace(/^table /, '')
  return lines(rows.map((row) => formatTemplate(template, row)))
}

function formatTable(
  containers: readonly ObservedContainer[],
  options: PsOptions,
  { stdout, now }: Session,
): string {
  return formatPs(containers, {
    now: now().getTime(),
    noTruncate: options['no-trunc'],
    ascii: stdout.ascii,
    ...(stdout.isTTY && { width: stdout.columns() }),
  })
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}
