/** The commands that change containers: asked before something is lost, never for what can be undone by the next key. */
import { isUp } from '../../plan/observed.ts'
import { printable } from '../../util/printable.ts'
import type { Command } from './keys.ts'
import { serviceRows, type ServiceRow } from './services.ts'
import type { Action, Answer, Effect, Next, State } from './state.ts'

type ActionCommand = Extract<
  Command,
  'stop' | 'restart' | 'rebuild' | 'recreate' | 'more' | 'fewer' | 'shell' | 'kill' | 'take-down'
>

/** By command. */
export const actions: Readonly<Record<ActionCommand, (state: State) => Next>> = {
  stop: (state) => {
    const rows = subjects(state)
    const runs = rows.some(({ containers }) => containers.some(isUp))
    return act(state, { kind: runs ? 'stop' : 'start', services: namesOf(rows) })
  },
  restart: (state) => act(state, { kind: 'restart', services: namesOf(subjects(state)) }),
  rebuild: (state) =>
    withFiles(state, () => act(state, { kind: 'rebuild', services: namesOf(subjects(state)) })),
  recreate: (state) => withFiles(state, () => askRecreate(state)),
  more: (state) => withFiles(state, () => scale(state, 1)),
  fewer: (state) => withFiles(state, () => scale(state, -1)),
  shell: (state) => {
    const runs = selectedRow(state)?.containers.some((container) => container.state === 'running')
    if (!runs) return told(state, 'a shell needs a container that runs')
    return { state, effects: [{ type: 'shell', service: state.selected }] }
  },
  kill: (state) => {
    const services = namesOf(subjects(state))
    return ask(state, {
      question: `Kill ${listed(services)} at once? What they have not saved is lost.`,
      says: 'kill',
      effect: { type: 'act', action: { kind: 'kill', services } },
    })
  },
  'take-down': (state) =>
    ask(state, {
      question: `Take ${printable(state.project)} down? All its containers and networks are removed; volumes stay.`,
      says: 'take it down',
      effect: { type: 'act', action: { kind: 'down' } },
    }),
}

/** The marked services, or the one that the cursor is on. */
export function subjects(
  state: Pick<State, 'marked' | 'selected' | 'declared' | 'containers' | 'facts' | 'run'>,
): readonly ServiceRow[] {
  const rows = serviceRows(state)
  const chosen = state.marked.size > 0 ? state.marked : new Set([state.selected])
  return rows.filter(({ name }) => chosen.has(name))
}

/** The state with a question before everything else. */
export function confirmed(
  state: State,
  {
    question,
    answers,
    details = [],
  }: { readonly question: string; readonly answers: readonly Answer[]; readonly details?: readonly string[] },
): State {
  return { ...state, dialog: { kind: 'confirm', question, answers, details } }
}

function selectedRow(state: State): ServiceRow | undefined {
  return serviceRows(state).find(({ name }) => name === state.selected)
}

function act(state: State, action: Action): Next {
  if ('services' in action && action.services.length === 0) return told(state, 'there is no service yet')
  return { state, effects: [{ type: 'act', action }] }
}

/** What a container holds outside volumes goes with it. */
function askRecreate(state: State): Next {
  const rows = subjects(state)
  const services = namesOf(rows)
  const effect: Effect = { type: 'act', action: { kind: 'recreate', services } }
  if (rows.every(({ containers }) => containers.length === 0)) return { state, effects: [effect] }
  return ask(state, {
    question: `Make ${listed(services)} anew? What is in the containers and not in volumes is lost.`,
    says: 'recreate',
    effect,
  })
}

function scale(state: State, by: number): Next {
  const row = selectedRow(state)
  if (!row) return told(state, 'there is no service yet')
  const count = row.containers.length + by
  if (count < 0) return told(state, `${row.name} has no containers`)
  const effect: Effect = { type: 'act', action: { kind: 'scale', service: row.name, count } }
  if (by > 0) return { state, effects: [effect] }
  return ask(state, {
    question: `Scale ${printable(row.name)} from ${row.containers.length} to ${count}? The last container is removed.`,
    says: 'scale down',
    effect,
  })
}

function ask(
  state: State,
  { question, says, effect }: { readonly question: string; readonly says: string; readonly effect: Effect },
): Next {
  return {
    state: confirmed(state, { question, answers: [{ key: 'y', says, effects: [effect] }] }),
    effects: [],
  }
}

function withFiles(state: State, next: () => Next): Next {
  return state.hasFiles ? next() : told(state, 'this needs the Compose file, and there is none here')
}

function told(state: State, text: string): Next {
  return { state: { ...state, notice: { text, tone: 'warning', until: state.now + 4000 } }, effects: [] }
}

function namesOf(rows: readonly ServiceRow[]): readonly string[] {
  return rows.map(({ name }) => name)
}

function listed(services: readonly string[]): string {
  const names = services.map(printable)
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}
