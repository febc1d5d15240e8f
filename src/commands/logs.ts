import type { LogOptions } from '../docker/engine.ts'
import { Cancelled, UsageError } from '../errors.ts'
import { labels } from '../plan/labels.ts'
import { createLogFormatter, keepIn } from '../ui/logs.ts'
import { defineCommand, type Values } from './command.ts'
import { findContainers, projectLabels } from './containers.ts'
import { startFollowing, type FollowOptions, type Known } from './logs/follow.ts'
import { mergeByTime } from './logs/merge.ts'
import { readMoment } from './logs/moment.ts'
import { sourceLines, type Source, type SourcedLine } from './logs/source.ts'
import type { Session } from './session.ts'

const options = {
  follow: {
    type: 'boolean',
    short: 'f',
    description: 'Go on with new output, through restarts, until Ctrl-C',
  },
  index: { type: 'number', value: 'N', description: 'Only the container of this number; needs one service' },
  'no-color': { type: 'boolean', description: 'No colours' },
  'no-log-prefix': { type: 'boolean', description: 'No names before the lines' },
  since: { type: 'string', value: 'TIME', description: 'Only later lines: 42m (ago), 2026-01-31T08:00:00Z' },
  tail: {
    type: 'string',
    short: 'n',
    value: 'LINES',
    default: 'all',
    description: 'At most so many lines of each container, counted from the end',
  },
  timestamps: { type: 'boolean', short: 't', description: 'Show when each line was written' },
  until: { type: 'string', value: 'TIME', description: 'Only earlier lines' },
} as const

/** `gantry logs` */
export const logs = defineCommand({
  arguments: '[SERVICE...]',
  description:
    "Shows the output of the project's containers, all of it merged by time.\n\n" +
    'With --follow it goes on with what comes, with containers that restart and with new ones, until Ctrl-C (exit code 130) or until none is left that runs.',
  options,
  examples: [
    { line: 'logs -f web', says: 'follow one service' },
    { line: 'logs --since 10m -t', says: 'the last ten minutes, with times' },
    { line: 'logs -n 20 --no-log-prefix db', says: 'the last twenty lines, as they were written' },
  ],
  run: async ({ options, operands, session }) => {
    if (options.index !== undefined && operands.length !== 1) {
      throw new UsageError('--index needs one service', { hint: 'for example: logs --index 2 web' })
    }
    try {
      await show(session, { ...options, services: operands, range: readRange(options, session.now()) })
      return 0
    } catch (error) {
      if (error instanceof Cancelled && options.follow) return 130
      throw error
    }
  },
})

interface Request extends Values<typeof options> {
  readonly services: readonly string[]
  readonly range: LogOptions
}

/** Prints what there is, merged by time; then, with --follow, what comes. */
async function show(session: Session, request: Request): Promise<void> {
  const reader = await createReader(session, request)
  const follow = request.follow ? await startFollowing(reader) : undefined
  const containers = await findContainers(session, { services: request.services, oneOffs: false })
  const sources = containers.flatMap((container) => reader.toSource(container) ?? [])
  const formatter = createLogFormatter({
    project: await session.projectName(),
    color: session.stdout.color && !request['no-color'],
    keep: keepIn(session.stdout),
    prefix: !request['no-log-prefix'],
    timestamps: request.timestamps,
    containers: sources.map(({ service, name }) => ({ service, container: name })),
  })
  const print = ({ source, ...line }: SourcedLine) =>
    session.stdout.write(formatter.line({ service: source.service, container: source.name, ...line }))
  const shownUntil = new Map<string, string>()
  for await (const line of mergeByTime(sources.map((source) => sourceLines(source, request.range, reader)))) {
    print(line)
    shownUntil.set(line.source.id, line.timestamp)
  }
  const known = sources.map((source) => begin(source, request, shownUntil.get(source.id)))
  await follow?.(known, print)
}

/** After history: from its last line; where there was none, from the first line on, or from now with --tail 0. */
function begin(source: Source, { range }: Request, shownUntil: string | undefined): Known {
  if (shownUntil !== undefined) return { source, begin: {}, shownUntil }
  return { source, begin: { tail: range.tail === 0 ? 0 : 'all', ...sinceOf(range) } }
}

function sinceOf({ since }: LogOptions) {
  return since === undefined ? {} : { since }
}

async function createReader(session: Session, { services, index }: Request): Promise<FollowOptions> {
  return {
    engine: await session.engine(),
    signal: session.signal,
    labels: projectLabels(await session.projectName()),
    onUnreadable: ({ name }, reason) => session.stderr.write(`container "${name}": ${reason}\n`),
    toSource: ({ id, name, labels: { [labels.service]: service, [labels.oneOff]: oneOff, ...rest } }) => {
      if (service === undefined || oneOff?.toLowerCase() === 'true') return undefined
      if (services.length > 0 && !services.includes(service)) return undefined
      if (index !== undefined && Number(rest[labels.containerNumber]) !== index) return undefined
      return { id, name, service }
    },
  }
}

function readRange({ since, until, tail }: Values<typeof options>, now: Date): LogOptions {
  return {
    tail: readTail(tail),
    ...(since !== undefined && { since: readMoment(since, now) }),
    ...(until !== undefined && { until: readMoment(until, now) }),
  }
}

/** As the engine reads it: a negative number is all. */
function readTail(text: string): number | 'all' {
  if (text === 'all' || /^-\d+$/.test(text)) return 'all'
  if (/^\d+$/.test(text)) return Number(text)
  throw new UsageError(`--tail cannot be "${text}"`, { hint: 'a number of lines, or all' })
}
