/** The table of `ps`, as docker compose prints it. */
import { formatAge } from './age.ts'
import { formatPorts, type PortRow } from './ports.ts'
import { table, type TableOptions } from './tables.ts'
import { truncate } from './width.ts'

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

export interface PsOptions extends Omit<TableOptions, 'expendable'> {
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
    JSON.stringify(noTruncate ? command : truncate(command, commandWidth)),
    service,
    `${formatAge(now / 1000 - created)} ago`,
    status,
    formatPorts(ports),
  ])
  return table(titles, cells, noTruncate ? {} : { ...options, expendable })
}

/** docker shows so many columns of a command. */
const commandWidth = 20

const titles = ['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'] as const
/** What STATUS and SERVICE tell as well, or the Compose file does. */
const expendable = ['COMMAND', 'CREATED', 'IMAGE'] as const
