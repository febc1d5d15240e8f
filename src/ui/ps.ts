/** The table of `ps`, as docker compose prints it. */
import { formatAge } from './age.ts'
import { formatPorts, type PortRow } from './ports.ts'
import { table, type TableOptions } from './tables.ts'

export interface PsRow {
  readonly name: string
  readonly image: string
  readonly command: string
  readonly service: string
  /** Seconds since the epoch. */
  readonly created: number
  /** `Up 2 minutes (healthy)`, the engine's words. */
  readonly status: string
  readonly ports: readonly PortRow[]
}

export interface PsOptions extends TableOptions {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** True: commands in full, nothing is cut. */
  readonly noTruncate?: boolean
}

/** NAME, IMAGE, COMMAND, SERVICE, CREATED, STATUS and PORTS of each container. */
export function formatPs(rows: readonly PsRow[], { now, noTruncate = false, ...options }: PsOptions): string {
  const cells = rows.map(({ name, image, command, service, created, status, ports }) => [
    name,
    image,
    JSON.stringify(noTruncate ? command : shorten(command)),
    service,
    `${formatAge(now / 1000 - created)} ago`,
    status,
    formatPorts(ports),
  ])
  return table(titles, cells, noTruncate ? {} : options)
}

const titles = ['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'] as const

/** docker shows twenty characters of a command. */
function shorten(command: string): string {
  const characters = [...command]
  return characters.length <= 20 ? command : `${characters.slice(0, 19).join('')}…`
}
