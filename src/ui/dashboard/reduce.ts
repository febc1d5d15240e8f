/** The next state, and what is to be done, from what happened. Pure. */
import { runCommand } from './commands.ts'
import { reduceDialog } from './dialog.ts'
import { unreachable } from '../../util/unreachable.ts'
import type { Input } from './input.ts'
import { reduceRun } from './run.ts'
import { serviceRows } from './services.ts'
import type { Message, Next, Notice, State } from './state.ts'

/** What a message makes of a state. */
export function reduce(state: State, message: Message): Next {
  switch (message.type) {
    case 'input':
      return reduceInput(state, message.input)
    case 'signal':
      return runCommand(state, 'interrupt')
    default:
      return { state: known(state, message), effects: [] }
  }
}

type News = Exclude<Message, { readonly type: 'input' | 'signal' }>

function known(state: State, message: News): State {
  switch (message.type) {
    case 'resized':
      return { ...state, columns: message.columns, rows: message.rows }
    case 'tick':
      return ticked(state, message.now)
    case 'declared':
      return withSelection({ ...state, declared: message.services })
    case 'containers':
      return withSelection({ ...state, containers: message.containers })
    case 'facts':
      return { ...state, facts: new Map(state.facts).set(message.id, message.facts) }
    case 'run':
      return ran(state, message)
    case 'proposal':
      return proposed(state, message)
    case 'notice':
      return withNotice(state, message)
    case 'logs':
      return { ...state, logs: { ...state.logs, ...message.logs } }
    case 'busy':
      return { ...state, busy: message.busy }
    case 'engine':
      return { ...state, engine: message.engine }
    case 'lost':
      return { ...state, lost: message.lost }
    default:
      return unreachable(message)
  }
}

function reduceInput(state: State, input: Input): Next {
  const key = input.type === 'key' ? input.key : undefined
  const command = key === undefined ? undefined : state.keymap.get(key)
  if (command === 'interrupt' || command === 'suspend') return runCommand(state, command)
  if (state.dialog) return reduceDialog(state, state.dialog, input)
  return command ? runCommand(state, command) : { state, effects: [] }
}

function ticked(state: State, now: number): State {
  const { notice } = state
  return { ...state, now, notice: notice && notice.until <= now ? undefined : notice }
}

/** The cursor stays on its service, and stands on the first one where there is none yet. */
function withSelection(state: State): State {
  const rows = serviceRows(state)
  const marked = new Set([...state.marked].filter((name) => rows.some((row) => row.name === name)))
  if (rows.some(({ name }) => name === state.selected)) return { ...state, marked }
  return { ...state, marked, selected: rows[0]?.name ?? '' }
}

function ran(state: State, { event }: Extract<Message, { type: 'run' }>): State {
  const next = { ...state, run: reduceRun(state.run, event, state.now) }
  if (event.type === 'warning') return withNotice(next, { text: event.message, tone: 'warning' })
  if (event.type === 'step-failed') {
    return withNotice(next, { text: `${event.resource.name}: ${event.failure.message}`, tone: 'error' })
  }
  return next
}

/** Opens by itself, unless the user is in the middle of something else. */
function proposed(state: State, { proposal }: Extract<Message, { type: 'proposal' }>): State {
  const { dialog } = state
  if (proposal)
    return {
      ...state,
      proposal,
      dialog: dialog && dialog.kind !== 'proposal' ? dialog : { kind: 'proposal', top: 0 },
    }
  return { ...state, proposal, dialog: dialog?.kind === 'proposal' ? undefined : dialog }
}

/** Milliseconds that a notice stays. */
const stays: Readonly<Record<Notice['tone'], number>> = { info: 4000, warning: 10_000, error: 20_000 }

/** The state with a line of news in the footer. */
function withNotice(state: State, { text, tone }: Pick<Notice, 'text' | 'tone'>): State {
  return { ...state, notice: { text, tone, until: state.now + stays[tone] } }
}
