/** What containers say: `web-1  | text`, each container in a colour of its own. */
import type { Event } from '../events.ts'
import { printable } from '../util/printable.ts'
import type { LogStyle, Output, Streams } from './renderer.ts'
import { cleanLine } from './terminal-text.ts'
import { displayWidth, padEnd } from './width.ts'

export interface LogLine {
  readonly service: string
  readonly container: string
  readonly text: string
  readonly timestamp?: string
}

export interface LogFormatterOptions extends LogStyle {
  /** Of the prefix. */
  readonly color: boolean
  /** What is kept of a line: its bytes, its colours, or its text; absent: colours where the prefix has one. */
  readonly keep?: 'bytes' | 'colors' | 'text'
  /** Its containers are called `web-1` in place of `shop-web-1`. */
  readonly project?: string | undefined
  /** Containers known from the first, for the width of the prefix. */
  readonly containers?: readonly Pick<LogLine, 'service' | 'container'>[]
}

export interface LogFormatter {
  /** The line with its ending. */
  readonly line: (line: LogLine) => string
  /** The name that lines of a container go by: `web-1`. */
  readonly nameOf: (line: Pick<LogLine, 'service' | 'container'>) => string
}

/** Formats lines as docker compose does; a longer name that comes later widens the prefix from then on. Colours go by order of first output. */
export function createLogFormatter(options: LogFormatterOptions): LogFormatter {
  const colorOf = new Map<string, string>()
  const nameOf = ({ service, container }: Pick<LogLine, 'service' | 'container'>) =>
    printable(shortName(container, { service, project: options.project }))
  let width = Math.max(0, ...(options.containers ?? []).map((known) => displayWidth(nameOf(known))))

  const { keep = options.color ? 'colors' : 'text' } = options
  const prefixOf = (name: string) => {
    const color = colorOf.get(name) ?? colors[colorOf.size % colors.length] ?? '36'
    colorOf.set(name, color)
    width = Math.max(width, displayWidth(name))
    const prefix = `${padEnd(name, width)}  | `
    return options.color ? `\u001B[${color}m${prefix}\u001B[0m` : prefix
  }
  return {
    nameOf,
    line: ({ text, timestamp, ...source }) => {
      const prefix = options.prefix === false ? '' : prefixOf(nameOf(source))
      const time = options.timestamps && timestamp !== undefined ? `${printable(timestamp)} ` : ''
      return `${prefix}${time}${keep === 'bytes' ? text : cleanLine(text, { color: keep === 'colors' })}\n`
    },
  }
}

/** cyan, yellow, green, magenta, blue; then the same in bold: docker compose's order. */
const colors = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1']

interface Owner {
  readonly service: string
  readonly project: string | undefined
}

/** `web-1` for `shop-web-1` of the service web in the project shop; names of the user's choice stay. */
function shortName(container: string, { service, project }: Owner): string {
  if (project === undefined || !container.startsWith(project)) return container
  const rest = container.slice(project.length + 1)
  const number = rest.slice(service.length + 1)
  return rest.startsWith(service) && /^\d+$/.test(number) ? rest : container
}

/** Writes the events that are about containers' output; others only tell it names. True where it wrote. */
export interface LogWriter {
  readonly handle: (event: Event) => boolean
}

/** Lines go to the stream that the container wrote to, ends and whom they are of to stdout, the notice of a stop to stderr. */
export function createLogWriter({ stdout, stderr }: Streams, style: LogStyle = {}): LogWriter {
  const formatters = new Map<string, LogFormatter>()
  let project: string | undefined
  const formatter = (output: Output) => {
    const color = output.color && style.color !== false
    const keep = keepIn(output)
    const made = formatters.get(`${color} ${keep}`) ?? createLogFormatter({ ...style, project, color, keep })
    formatters.set(`${color} ${keep}`, made)
    return made
  }
  const write = (output: Output, text: string) => {
    output.write(text)
    return true
  }
  return {
    handle: (event) => {
      if (event.type === 'plan') project ??= event.project
      if (event.type === 'attaching') {
        const names = event.containers.map((container) => formatter(stdout).nameOf(container))
        return write(stdout, `Attaching to ${names.join(', ')}\n`)
      }
      if (event.type === 'stopping') return write(stderr, stopNotice(event.force))
      if (event.type === 'container-exited') {
        return write(stdout, exitNotice(event, formatter(stdout).nameOf(event)))
      }
      if (event.type !== 'log') return false
      const output = event.stream === 'stdout' ? stdout : stderr
      return write(output, formatter(output).line({ ...event, timestamp: event.timestamp ?? event.time }))
    },
  }
}

/** A terminal gets nothing that could drive it, but colours where it may have them. */
export function keepIn({ raw, color }: Pick<Output, 'raw' | 'color'>): 'bytes' | 'colors' | 'text' {
  if (raw) return 'bytes'
  return color ? 'colors' : 'text'
}

function exitNotice(
  { exitCode, restarting }: Extract<Event, { type: 'container-exited' }>,
  name: string,
): string {
  return `${name} exited with code ${exitCode}${restarting ? ' (restarting)' : ''}\n`
}

function stopNotice(force: boolean): string {
  return force ? 'Killing the containers\n' : 'Gracefully stopping, press Ctrl+C again to force\n'
}
