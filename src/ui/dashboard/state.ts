/** What the dashboard knows and shows, as one value; `reduce.ts` makes the next one. Log lines are not in it: they are kept in a store. */
import type { Event } from '../../events.ts'
import type { ObservedContainer } from '../../plan/observed.ts'
import type { Input } from './input.ts'
import type { Keymap } from './keys.ts'
import type { LogFilter } from './logs/filter.ts'
import type { LogLine } from './logs/line.ts'
import type { Search } from './logs/search.ts'
import { emptyRun, type RunProgress } from './run.ts'

export type Pane = 'services' | 'detail' | 'why'
export const tabs = ['logs', 'events', 'plan', 'inspect', 'stats', 'health'] as const
export type Tab = (typeof tabs)[number]

/** A service as the files declare it; or as its containers tell, where there are no files. */
export interface Declared {
  readonly name: string
  readonly replicas: number
  readonly dependencies: readonly Requirement[]
}

export interface Requirement {
  readonly service: string
  readonly condition: string
}

/** What only a look at a container tells. */
export interface ContainerFacts {
  readonly restarts: number
  readonly oomKilled: boolean
  /** The engine's own word on why it could not start. */
  readonly error: string
  /** RFC 3339; empty: never started. */
  readonly startedAt: string
  readonly finishedAt: string
}

export interface LogSettings {
  readonly wrap: boolean
  readonly timestamps: boolean
  /** As typed, and what it means; while it cannot be understood the last one counts and `problem` says why. */
  readonly filter: string
  readonly shownFilter: LogFilter | undefined
  readonly search: string
  readonly shownSearch: Search | undefined
  readonly problem: string
  /** The last line in view; absent: the newest, whatever comes. */
  readonly bottom: LogLine | undefined
  /** The line that is copied; absent: the last one in view. */
  readonly cursor: LogLine | undefined
  /** Where the selection began; absent: there is none. */
  readonly anchor: LogLine | undefined
  /** Lines up to this one are out of view. */
  readonly cleared: LogLine | undefined
}

/** What takes the keys before the panes do. */
export type Dialog =
  | {
      readonly kind: 'entry'
      readonly field: 'search' | 'filter'
      readonly text: string
      readonly before: string
    }
  | { readonly kind: 'palette'; readonly text: string; readonly at: number }
  | {
      readonly kind: 'confirm'
      readonly question: string
      readonly details: readonly string[]
      readonly answers: readonly Answer[]
    }
  | { readonly kind: 'text'; readonly title: string; readonly lines: readonly string[]; readonly top: number }
  | { readonly kind: 'help'; readonly top: number }
  | { readonly kind: 'proposal'; readonly top: number }

export interface Answer {
  readonly key: string
  readonly says: string
  readonly effects: readonly Effect[]
}

export interface Notice {
  readonly text: string
  readonly tone: 'info' | 'warning' | 'error'
  /** Clock time after which it is gone. */
  readonly until: number
}

/** The plan that changed files ask for, as text; or what is wrong with them. */
export interface Proposal {
  readonly kind: 'plan' | 'problem'
  readonly title: string
  readonly lines: readonly string[]
}

export interface State {
  readonly project: string
  /** True where this run brought the project up: to quit asks whether to stop it. */
  readonly owner: boolean
  /** False without files: nothing can be built, recreated or scaled. */
  readonly hasFiles: boolean
  /** `docker 28.5.2` */
  readonly engine: string
  readonly keymap: Keymap
  readonly columns: number
  readonly rows: number
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly startedAt: number
  readonly declared: readonly Declared[]
  readonly containers: readonly ObservedContainer[]
  /** By container id. */
  readonly facts: ReadonlyMap<string, ContainerFacts>
  readonly run: RunProgress
  /** Something is under way, between two plans too. */
  readonly busy: boolean
  /** Name of the service that the cursor is on. */
  readonly selected: string
  readonly marked: ReadonlySet<string>
  readonly pane: Pane
  readonly tab: Tab
  readonly zoom: boolean
  /** In a narrow window: the detail is open. */
  readonly open: boolean
  readonly stream: boolean
  readonly logs: LogSettings
  /** First line of the other tabs and of the reasons. */
  readonly detailTop: number
  readonly whyTop: number
  readonly dialog: Dialog | undefined
  readonly notice: Notice | undefined
  readonly proposal: Proposal | undefined
  /** How often the user asked to stop by Ctrl-C or a signal. */
  readonly interrupts: number
  /** The connection to the engine is gone. */
  readonly lost: string | undefined
}

/** What happens to the dashboard. */
export type Message =
  | { readonly type: 'input'; readonly input: Input }
  | { readonly type: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'declared'; readonly services: readonly Declared[] }
  | { readonly type: 'containers'; readonly containers: readonly ObservedContainer[] }
  | { readonly type: 'facts'; readonly id: string; readonly facts: ContainerFacts }
  | { readonly type: 'run'; readonly event: Event }
  | { readonly type: 'proposal'; readonly proposal: Proposal | undefined }
  | { readonly type: 'notice'; readonly text: string; readonly tone: Notice['tone'] }
  | { readonly type: 'logs'; readonly logs: Partial<LogSettings> }
  | { readonly type: 'engine'; readonly engine: string }
  | { readonly type: 'lost'; readonly lost: string | undefined }
  | { readonly type: 'busy'; readonly busy: boolean }
  | { readonly type: 'signal' }

/** What is done to services; `count` is that of `scale`. */
export type Action =
  | { readonly kind: 'start' | 'stop' | 'restart' | 'kill'; readonly services: readonly string[] }
  | { readonly kind: 'rebuild' | 'recreate'; readonly services: readonly string[] }
  | { readonly kind: 'scale'; readonly service: string; readonly count: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'apply' }

/** What the reducer asks for; `commands/dashboard` does it. */
export type Effect =
  | { readonly type: 'act'; readonly action: Action }
  /** Answered by a `logs` message. */
  | { readonly type: 'move-log'; readonly move: LogMove }
  | { readonly type: 'copy'; readonly what: 'selection' | 'all' }
  | { readonly type: 'pager' }
  | { readonly type: 'shell'; readonly service: string }
  | { readonly type: 'leave'; readonly stop: boolean }
  /** 1: stop gracefully; 2: kill; 3: leave at once. */
  | { readonly type: 'interrupt'; readonly times: number }
  | { readonly type: 'suspend' }
  | { readonly type: 'redraw' }

/** How the logs move: by lines, pages or matches (negative: up), to an end; `stay` stops following, `clear` hides what is there. */
export type LogMove =
  | { readonly to: 'line' | 'page' | 'match'; readonly by: number }
  | { readonly to: 'top' | 'bottom' | 'stay' | 'clear' | 'anchor' }

export interface Next {
  readonly state: State
  readonly effects: readonly Effect[]
}

export interface Beginning {
  readonly project: string
  readonly owner: boolean
  readonly hasFiles: boolean
  readonly keymap: Keymap
  readonly columns: number
  readonly rows: number
  readonly now: number
}

/** The state before anything is known. */
export function begin(beginning: Beginning): State {
  return {
    ...beginning,
    engine: '',
    startedAt: beginning.now,
    declared: [],
    containers: [],
    facts: new Map(),
    run: emptyRun,
    busy: false,
    selected: '',
    marked: new Set(),
    pane: 'services',
    tab: 'logs',
    zoom: false,
    open: false,
    stream: false,
    logs: {
      wrap: false,
      timestamps: false,
      filter: '',
      shownFilter: undefined,
      search: '',
      shownSearch: undefined,
      problem: '',
      bottom: undefined,
      cursor: undefined,
      anchor: undefined,
      cleared: undefined,
    },
    detailTop: 0,
    whyTop: 0,
    dialog: undefined,
    notice: undefined,
    proposal: undefined,
    interrupts: 0,
    lost: undefined,
  }
}
