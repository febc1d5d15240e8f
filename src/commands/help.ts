/** Help texts: made from the tables of commands and options, wrapped to a width. */
import type { Command, Option, Options } from './command.ts'
import { globalOptions, versionOption } from './globals.ts'
import { commands, groups } from './index.ts'

export interface HelpContext {
  /** What the user types: `gantry`, `docker compose`. */
  readonly program: string
  /** Columns of the terminal. */
  readonly width: number
}

/** `gantry logs [OPTIONS] [SERVICE...]` */
export function usageLine(
  program: string,
  name: string,
  command: Pick<Command, 'arguments' | 'options'>,
): string {
  const options = Object.keys(command.options).length > 0 ? ['[OPTIONS]'] : []
  return [program, name, ...options, ...(command.arguments ? [command.arguments] : [])].join(' ')
}

/** All commands by group, and the options that they share. */
export function programHelp({ program, width }: HelpContext): string {
  const first = [
    [`${program} plan`, 'see what would be done, and why'],
    [`${program} up -d --wait`, 'do it, and return when everything is ready'],
  ] as const
  const sections = groups.map((group) => {
    const members = [...commands].filter(([, entry]) => entry.group === group)
    return section(
      group,
      columns(
        members.map(([name, { summary }]) => [name, summary]),
        width,
      ),
    )
  })
  return paragraphs([
    wrap('Gantry runs Compose files on Docker, and says why it does a thing before it does it.', width).join(
      '\n',
    ),
    `Usage: ${program} [GLOBAL OPTIONS] COMMAND`,
    section('To begin', columns(first, width)),
    ...sections,
    section('Global options', optionLines({ ...globalOptions, ...versionOption }, width)),
    `"${program} help COMMAND" tells all about a command.`,
  ])
}

/** Everything about one command. */
export function commandHelp(name: string, command: Command, { program, width }: HelpContext): string {
  const options = optionLines(command.options, width)
  const examples = command.examples.map(({ line, says }) => [`${program} ${line}`, says] as const)
  return paragraphs([
    `Usage: ${usageLine(program, name, command)}`,
    ...command.description.split('\n\n').map((text) => wrap(text, width).join('\n')),
    ...(options ? [section('Options', options)] : []),
    ...(examples.length > 0 ? [section('Examples', columns(examples, width))] : []),
    `"${program} --help" shows the global options: -f, -p and others`,
  ])
}

function optionLines(options: Options, width: number): string {
  const shown = Object.entries(options).filter(([, { hidden }]) => !hidden)
  return columns(
    shown.map(([name, option]) => [flags(name, option), describe(option)]),
    width,
  )
}

function flags(name: string, option: Option): string {
  const short = option.short ? `-${option.short}, ` : '    '
  return `${short}--${name}${option.type === 'boolean' ? '' : ` ${option.value}`}`
}

function describe(option: Option): string {
  const shown = option.type === 'list' ? undefined : option.default
  const notes = [
    ...(shown === undefined || shown === false ? [] : [`default ${shown}`]),
    ...(option.env === undefined ? [] : [`env ${option.env}`]),
  ]
  return notes.length > 0 ? `${option.description} (${notes.join(', ')})` : option.description
}

function section(title: string, body: string): string {
  return `${title}:\n${body}`
}

function paragraphs(texts: readonly string[]): string {
  return `${texts.join('\n\n')}\n`
}

/** Two columns; where the left one is too wide for its place, the right one begins on the next line. */
function columns(rows: readonly (readonly [string, string])[], width: number): string {
  const widest = Math.max(0, ...rows.map(([left]) => left.length))
  const gutter = Math.min(widest, Math.max(16, Math.floor(width * 0.45)))
  const indent = ' '.repeat(gutter + 4)
  return rows
    .flatMap(([left, right]) => {
      const lines = wrap(right, Math.max(24, width - indent.length))
      const [first = '', ...rest] = lines
      const head =
        left.length > gutter ? [`  ${left}`, indent + first] : [`  ${left.padEnd(gutter)}  ${first}`]
      return [...head, ...rest.map((line) => indent + line)]
    })
    .join('\n')
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
