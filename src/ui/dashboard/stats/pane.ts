/** The stats pane: what one container or several use, with the course of the last minutes. */
import { formatBytes } from '../../words.ts'
import { padEnd, padStart, takeWidth, truncateMiddle } from '../../width.ts'
import type { Usage } from './rings.ts'
import { sparkline } from './sparkline.ts'

export interface StatsPaneOptions {
  readonly width: number
  readonly rows: number
  readonly ascii: boolean
}

/** A container's name, safe to print, and its figures, oldest first. */
export interface UsageOf {
  readonly name: string
  readonly usage: readonly Usage[]
}

/** Lines of the pane: each container in full where they fit, else one line each. */
export function statsLines(containers: readonly UsageOf[], options: StatsPaneOptions): readonly string[] {
  const full = containers.flatMap((one, at) => [...(at > 0 ? [''] : []), ...fullLines(one, options)])
  const lines = full.length <= options.rows ? full : containers.map((one) => shortLine(one, options))
  return lines.slice(0, options.rows).map((line) => takeWidth(line, options.width))
}

/** `12.5%`, `0.3%`, `250%` */
export function formatPercent(value: number): string {
  return `${value >= 99.95 ? value.toFixed(0) : value.toFixed(1)}%`
}

const labelWidth = 8
const valueWidth = 32

function fullLines({ name, usage }: UsageOf, options: StatsPaneOptions): readonly string[] {
  const last = usage.at(-1)
  const title = truncateMiddle(name, options.width)
  if (!last) return [title, '  waiting for the first figures']
  return [
    title,
    ...measures(usage, last).map(({ label, value, values, full }) => {
      const width = Math.max(0, options.width - labelWidth - valueWidth - 3)
      const course = sparkline(values, { width, ascii: options.ascii, ...(full ? { full } : {}) })
      return `  ${padEnd(label, labelWidth)}${padEnd(value, valueWidth)} ${course}`.trimEnd()
    }),
  ]
}

interface Measure {
  readonly label: string
  readonly value: string
  readonly values: readonly number[]
  readonly full?: number
}

function measures(usage: readonly Usage[], last: Usage): readonly Measure[] {
  const perSecond = (bytes: number) => `${formatBytes(bytes)}/s`
  return [
    {
      label: 'cpu',
      value: formatPercent(last.cpuPercent),
      values: usage.map(({ cpuPercent }) => cpuPercent),
    },
    { label: 'memory', value: memoryText(last), values: usage.map(({ memory }) => memory) },
    {
      label: 'network',
      value: `in ${perSecond(last.receivedRate)}  out ${perSecond(last.sentRate)}`,
      values: usage.map(({ receivedRate, sentRate }) => receivedRate + sentRate),
    },
    {
      label: 'disk',
      value: `read ${perSecond(last.readRate)}  write ${perSecond(last.writtenRate)}`,
      values: usage.map(({ readRate, writtenRate }) => readRate + writtenRate),
    },
    { label: 'pids', value: String(last.processes), values: usage.map(({ processes }) => processes) },
  ]
}

function memoryText({ memory, memoryLimit }: Usage): string {
  return memoryLimit > 0 ? `${formatBytes(memory)} of ${formatBytes(memoryLimit)}` : formatBytes(memory)
}

function shortLine({ name, usage }: UsageOf, { width, ascii }: StatsPaneOptions): string {
  const last = usage.at(-1)
  const names = Math.max(8, Math.min(24, Math.floor(width / 3)))
  const title = padEnd(truncateMiddle(name, names), names)
  if (!last) return `${title} waiting`
  const figures = `${padStart(formatPercent(last.cpuPercent), 7)} ${padStart(formatBytes(last.memory), 7)}`
  const room = Math.max(0, width - names - figures.length - 2)
  const course = sparkline(
    usage.map(({ cpuPercent }) => cpuPercent),
    { width: Math.min(room, 60), ascii },
  )
  return `${title} ${figures} ${course}`.trimEnd()
}
