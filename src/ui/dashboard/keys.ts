/** The keys of the dashboard: one table, of which help, footer and palette are made. */

/** What a key asks for; `commands.ts` does it. */
export type Command = (typeof bindings)[number]['command']

/** `action` changes containers, so it is missing where nothing may be changed; `logs` counts in the logs tab only. */
export type Context = 'always' | 'logs' | 'action'

export interface Binding {
  readonly command: string
  /** As `input.ts` names them. */
  readonly keys: readonly string[]
  /** One word or two, for footer and palette. */
  readonly name: string
  readonly help: string
  readonly group: (typeof groups)[number]
  readonly context: Context
}

/** The headings of the help, in order. */
export const groups = ['Move', 'Logs', 'Services', 'Look', 'Leave'] as const

const move = { group: 'Move', context: 'always' } as const
const log = { group: 'Logs', context: 'logs' } as const
const act = { group: 'Services', context: 'action' } as const
const look = { group: 'Look', context: 'always' } as const
const leave = { group: 'Leave', context: 'always' } as const

/** In the order of the help. */
export const bindings = [
  { ...move, command: 'down', keys: ['j', 'down'], name: 'down', help: 'next service or line' },
  { ...move, command: 'up', keys: ['k', 'up'], name: 'up', help: 'previous service or line' },
  { ...move, command: 'page-down', keys: ['pagedown', 'ctrl-f'], name: 'page down', help: 'a page down' },
  { ...move, command: 'page-up', keys: ['pageup', 'ctrl-b'], name: 'page up', help: 'a page up' },
  { ...move, command: 'top', keys: ['g', 'home'], name: 'top', help: 'to the first line' },
  { ...move, command: 'bottom', keys: ['G', 'end'], name: 'bottom', help: 'to the last line' },
  { ...move, command: 'next-pane', keys: ['tab'], name: 'next pane', help: 'to the next pane' },
  {
    ...move,
    command: 'previous-pane',
    keys: ['shift-tab'],
    name: 'previous pane',
    help: 'to the pane before',
  },
  { ...move, command: 'pane-1', keys: ['1'], name: 'services', help: 'to the services' },
  { ...move, command: 'pane-2', keys: ['2'], name: 'detail', help: 'to the detail' },
  { ...move, command: 'pane-3', keys: ['3'], name: 'why', help: 'to the reasons: what waits for what' },
  { ...move, command: 'next-tab', keys: [']', 'right'], name: 'next tab', help: 'next tab of the detail' },
  {
    ...move,
    command: 'previous-tab',
    keys: ['[', 'left'],
    name: 'previous tab',
    help: 'previous tab of the detail',
  },
  { ...move, command: 'open', keys: ['enter'], name: 'open', help: 'open the detail of a service' },
  {
    ...move,
    command: 'back',
    keys: ['esc'],
    name: 'back',
    help: 'back; clears selection, search and filter',
  },
  { ...move, command: 'zoom', keys: ['z'], name: 'zoom', help: 'give the pane the whole window' },
  {
    ...move,
    command: 'mark',
    keys: ['space'],
    name: 'mark',
    help: 'mark a service; in logs: begin to select',
  },
  { ...move, command: 'mark-all', keys: ['a'], name: 'all', help: 'mark all services, or none' },

  { ...log, command: 'search', keys: ['/'], name: 'search', help: 'search in the logs' },
  { ...log, command: 'next-match', keys: ['n'], name: 'next match', help: 'next line that matches' },
  {
    ...log,
    command: 'previous-match',
    keys: ['N'],
    name: 'previous match',
    help: 'previous line that matches',
  },
  {
    ...log,
    command: 'filter',
    keys: ['f'],
    name: 'filter',
    help: 'show only: text, /regex/, !without, level:warn, service:web',
  },
  { ...log, command: 'follow', keys: ['F'], name: 'follow', help: 'follow new lines, or stay' },
  { ...log, command: 'wrap', keys: ['w'], name: 'wrap', help: 'wrap long lines, or cut them' },
  { ...log, command: 'timestamps', keys: ['t'], name: 'times', help: 'show or hide times' },
  { ...log, command: 'clear', keys: ['c'], name: 'clear', help: 'clear the view; the logs stay' },
  {
    ...log,
    command: 'copy',
    keys: ['y'],
    name: 'copy',
    help: 'copy the selection, or the line: no borders, no prefixes',
  },
  {
    ...log,
    command: 'copy-all',
    keys: ['Y'],
    name: 'copy all',
    help: 'copy all lines that the filter lets through',
  },
  { ...log, command: 'pager', keys: ['o'], name: 'pager', help: 'open what is shown in $PAGER' },
  {
    ...log,
    command: 'stream',
    keys: ['m'],
    name: 'stream',
    help: 'all logs in the whole window, as "gantry logs" shows them',
  },

  { ...act, command: 'stop', keys: ['s'], name: 'stop/start', help: 'stop what runs, start what does not' },
  { ...act, command: 'restart', keys: ['r'], name: 'restart', help: 'restart' },
  {
    ...act,
    command: 'rebuild',
    keys: ['b'],
    name: 'rebuild',
    help: 'build the image again and replace the containers',
  },
  { ...act, command: 'recreate', keys: ['R'], name: 'recreate', help: 'make the containers anew' },
  { ...act, command: 'more', keys: ['+'], name: 'more', help: 'one replica more' },
  { ...act, command: 'fewer', keys: ['-'], name: 'fewer', help: 'one replica fewer' },
  {
    ...act,
    command: 'shell',
    keys: ['x'],
    name: 'shell',
    help: 'a shell in the container; the dashboard waits',
  },
  { ...act, command: 'kill', keys: ['K'], name: 'kill', help: 'kill at once, without a graceful stop' },
  {
    ...act,
    command: 'take-down',
    keys: ['D'],
    name: 'down',
    help: 'stop and remove all containers and networks',
  },

  { ...look, command: 'explain', keys: ['e'], name: 'explain', help: 'why the service was last changed' },
  { ...look, command: 'ports', keys: ['p'], name: 'ports', help: 'ports and addresses' },
  { ...look, command: 'inspect', keys: ['i'], name: 'inspect', help: 'what the container was made of' },
  { ...look, command: 'palette', keys: [':'], name: 'palette', help: 'find a command by its name' },
  { ...look, command: 'help', keys: ['?'], name: 'help', help: 'this help' },

  { ...leave, command: 'detach', keys: ['d'], name: 'detach', help: 'leave; everything keeps running' },
  {
    ...leave,
    command: 'quit',
    keys: ['q'],
    name: 'quit',
    help: 'leave; asks whether to stop what this run started',
  },
  {
    ...leave,
    command: 'interrupt',
    keys: ['ctrl-c'],
    name: 'stop',
    help: 'stop what this run started and leave; again: kill; a third time: leave at once',
  },
  {
    ...leave,
    command: 'suspend',
    keys: ['ctrl-z'],
    name: 'suspend',
    help: 'back to the shell; "fg" returns',
  },
  { ...leave, command: 'redraw', keys: ['ctrl-l'], name: 'redraw', help: 'draw the screen anew' },
] as const satisfies readonly Binding[]

/** Which command a key gives. */
export type Keymap = ReadonlyMap<string, Command>

/** The keymap of the table, where `changed` (command → keys) replaces keys. Throws a `KeyConflict`. */
export function createKeymap(changed: Readonly<Record<string, readonly string[]>> = {}): Keymap {
  const unknown = Object.keys(changed).find((name) => !bindings.some(({ command }) => command === name))
  if (unknown !== undefined) throw new KeyConflict(unknown, `the dashboard has no command "${unknown}"`)
  const keymap = new Map<string, Command>()
  for (const { command, keys } of bindings) {
    for (const key of changed[command] ?? keys) {
      if (!isKey(key)) throw new KeyConflict(command, `there is no key "${key}"`)
      const other = keymap.get(key)
      if (other !== undefined)
        throw new KeyConflict(
          command in changed ? command : other,
          `key "${key}" is given to "${other}" and to "${command}"`,
        )
      keymap.set(key, command)
    }
  }
  return keymap
}

/** Keys in the settings that cannot be. */
export class KeyConflict extends Error {
  override readonly name = 'KeyConflict'
  /** Whose keys are to be mended. */
  readonly command: string

  constructor(command: string, message: string) {
    super(message)
    this.command = command
  }
}

/** A character, or a name that `input.ts` gives. */
function isKey(key: string): boolean {
  return /^(?:.|ctrl-[a-z])$/su.test(key) || names.has(key) || signs.has(key)
}

/** The keys of each command in a keymap, as they are shown: `j ↓`. */
export function shownKeys(keymap: Keymap, command: Command, ascii: boolean): string {
  const keys = [...keymap].flatMap(([key, given]) => (given === command ? [key] : []))
  return keys
    .map((key) => (ascii ? key : (signs.get(key) ?? key)))
    .map(capitalized)
    .join(' ')
}

const signs: ReadonlyMap<string, string> = new Map([
  ['up', '↑'],
  ['down', '↓'],
  ['left', '←'],
  ['right', '→'],
])

/** `Ctrl-C`, `PageDown`; letters stay what they are. */
function capitalized(key: string): string {
  const known = key.startsWith('ctrl-') ? `Ctrl-${key.slice(5).toUpperCase()}` : names.get(key)
  return known ?? key
}

const names: ReadonlyMap<string, string> = new Map([
  ['pageup', 'PgUp'],
  ['pagedown', 'PgDn'],
  ['home', 'Home'],
  ['end', 'End'],
  ['tab', 'Tab'],
  ['shift-tab', 'Shift-Tab'],
  ['enter', 'Enter'],
  ['esc', 'Esc'],
  ['space', 'Space'],
])
