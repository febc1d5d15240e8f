/** Keys while a dialog is open. */
import { runCommand } from './commands.ts'
import type { Input } from './input.ts'
import { paletteEntries } from './palette.ts'
import { withPattern } from './patterns.ts'
import type { Dialog, Next, State } from './state.ts'

type Of<K extends Dialog['kind']> = Extract<Dialog, { readonly kind: K }>

/** What an input makes of a state whose dialog is open. Escape closes every one. */
export function reduceDialog(state: State, dialog: Dialog, input: Input): Next {
  switch (dialog.kind) {
    case 'entry':
      return entered(state, dialog, input)
    case 'palette':
      return searched(state, dialog, input)
    case 'confirm':
      return answered(state, dialog, input)
    case 'proposal':
      return decided(state, dialog, input)
    default:
      return read(state, dialog, input)
  }
}

function shown(state: State, dialog: Dialog | undefined): Next {
  return { state: { ...state, dialog }, effects: [] }
}

/** What is typed counts at once; Escape brings back what was there before. */
function entered(state: State, dialog: Of<'entry'>, input: Input): Next {
  const { field, before } = dialog
  if (isKey(input, 'enter')) {
    const effects =
      field === 'search' && dialog.text !== ''
        ? ([{ type: 'move-log', move: { to: 'match', by: -1 } }] as const)
        : []
    return { state: { ...state, dialog: undefined, pane: 'detail', open: true }, effects }
  }
  const done = isKey(input, 'esc')
  const text = done ? before : edited(dialog.text, input)
  if (text === undefined) return { state, effects: [] }
  const logs = withPattern(state.logs, field, text)
  return { state: { ...state, logs, dialog: done ? undefined : { ...dialog, text } }, effects: [] }
}

/** The text after a key of typing; undefined for other keys. */
function edited(text: string, input: Input): string | undefined {
  if (input.type === 'paste') return text + input.text.replaceAll(/\s+/g, ' ')
  if (input.key === 'space') return `${text} `
  if (input.key === 'backspace') return text.replace(/.$/su, '')
  if (input.key === 'ctrl-u') return ''
  if (input.key === 'ctrl-w') return text.replace(/\S*\s*$/, '')
  return isCharacter(input.key) ? text + input.key : undefined
}

/** Not the name of a key. */
function isCharacter(key: string): boolean {
  return /^.$/su.test(key)
}

function searched(state: State, dialog: Of<'palette'>, input: Input): Next {
  if (isKey(input, 'esc')) return shown(state, undefined)
  const entries = paletteEntries(state, dialog.text)
  if (isKey(input, 'enter')) {
    const chosen = entries[dialog.at]
    return chosen ? runCommand({ ...state, dialog: undefined }, chosen.command) : shown(state, undefined)
  }
  const step =
    isKey(input, 'down') || isKey(input, 'tab') ? 1 : isKey(input, 'up') || isKey(input, 'shift-tab') ? -1 : 0
  if (step !== 0) {
    return shown(state, {
      ...dialog,
      at: Math.min(Math.max(0, entries.length - 1), Math.max(0, dialog.at + step)),
    })
  }
  const text = edited(dialog.text, input)
  return text === undefined ? { state, effects: [] } : shown(state, { ...dialog, text, at: 0 })
}

/** Any other key is a no. */
function answered(state: State, dialog: Of<'confirm'>, input: Input): Next {
  const answer = input.type === 'key' ? dialog.answers.find(({ key }) => key === input.key) : undefined
  return { state: { ...state, dialog: undefined }, effects: answer?.effects ?? [] }
}

/** Escape keeps the proposal from coming again until the files change once more. */
function decided(state: State, dialog: Of<'proposal'>, input: Input): Next {
  if (isKey(input, 'a') && state.proposal?.kind === 'plan') {
    const effects = [{ type: 'act', action: { kind: 'apply' } }] as const
    return { state: { ...state, dialog: undefined, proposal: undefined }, effects }
  }
  if (isKey(input, 'esc') || isKey(input, 'q')) {
    return { state: { ...state, dialog: undefined, proposal: undefined }, effects: [] }
  }
  return shown(state, { ...dialog, top: scrolledTop(state, dialog.top, input) })
}

function read(state: State, dialog: Of<'text' | 'help'>, input: Input): Next {
  const closes = ['esc', 'q', 'enter', '?'].some((key) => isKey(input, key))
  if (closes) return shown(state, undefined)
  return shown(state, { ...dialog, top: scrolledTop(state, dialog.top, input) })
}

function scrolledTop({ keymap, rows }: State, top: number, input: Input): number {
  const command = input.type === 'key' ? keymap.get(input.key) : undefined
  const page = Math.max(1, rows - 6)
  const steps = new Map([
    ['down', 1],
    ['up', -1],
    ['page-down', page],
    ['page-up', -page],
    ['top', -Infinity],
  ])
  return Math.max(0, top + (steps.get(command ?? '') ?? 0))
}

function isKey(input: Input, key: string): boolean {
  return input.type === 'key' && input.key === key
}
