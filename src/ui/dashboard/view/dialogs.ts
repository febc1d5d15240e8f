/** Help, palette, questions and texts, drawn over the panes. */
import { printable } from '../../../util/printable.ts'
import { padEnd } from '../../width.ts'
import { bindings, groups, shownKeys } from '../keys.ts'
import { paletteEntries } from '../palette.ts'
import type { Dialog, State } from '../state.ts'
import { fit, join, wrapWords } from './styled.ts'
import type { Look } from './style.ts'

/** A dialog as a block of lines of equal width, no larger than the window; undefined for one that only uses the footer. */
export function dialogBlock(state: State, dialog: Dialog, look: Look): readonly string[] | undefined {
  const text = textOf(state, dialog, look)
  if (!text) return undefined
  const width = Math.min(state.columns - 2, Math.max(38, text.width))
  const rows = Math.max(1, state.rows - 6)
  const lines = text.lines.flatMap((line) => wrapped(line, { width: width - 4, indent: text.indent ?? 0 }))
  const top = Math.max(0, Math.min(text.top, lines.length - rows))
  const shown = lines.slice(top, top + rows)
  const more = lines.length > rows ? ` ${top + shown.length}/${lines.length}` : ''
  return framed([...shown, '', look.paint('dim', text.hint + more)], { title: text.title, width, look })
}

interface Text {
  readonly title: string
  readonly lines: readonly string[]
  /** Columns that it likes to have. */
  readonly width: number
  readonly top: number
  readonly hint: string
  /** Of the second line of one that is wrapped, and those after it. */
  readonly indent?: number
}

/** Lines with colours are made to measure already. */
function wrapped(
  line: string,
  { width, indent }: { readonly width: number; readonly indent: number },
): readonly string[] {
  return line.includes('\u001B') ? [line] : wrapWords(line, width, indent)
}

function textOf(state: State, dialog: Dialog, look: Look): Text | undefined {
  const wide = Math.min(state.columns - 4, 100)
  switch (dialog.kind) {
    case 'help':
      return {
        title: 'Keys',
        lines: helpLines(state, look),
        width: 84,
        indent: 17,
        top: dialog.top,
        hint: 'Esc closes',
      }
    case 'text':
      return { title: dialog.title, lines: dialog.lines, width: wide, top: dialog.top, hint: 'Esc closes' }
    case 'palette':
      return {
        title: 'Commands',
        ...paletteText(state, dialog, look),
        width: 72,
        hint: 'Enter runs  Esc closes',
      }
    case 'confirm':
      return confirmText(dialog, wide)
    case 'proposal':
      return proposalText(state, dialog.top, wide)
    default:
      return undefined
  }
}

function helpLines({ keymap }: State, look: Look): readonly string[] {
  return groups.flatMap((group, at) => [
    ...(at > 0 ? [''] : []),
    look.paint('bold', group),
    ...bindings
      .filter((binding) => binding.group === group)
      .map(({ command, help }) => `  ${padEnd(shownKeys(keymap, command, look.ascii), 14)} ${help}`),
  ])
}

function paletteText(
  state: State,
  dialog: Extract<Dialog, { kind: 'palette' }>,
  look: Look,
): Pick<Text, 'lines' | 'top'> {
  const entries = paletteEntries(state, dialog.text).map(({ command, name, help }, at) => {
    const line = `${at === dialog.at ? '>' : ' '} ${padEnd(name, 14)} ${padEnd(shownKeys(state.keymap, command, look.ascii), 10)} ${help}`
    return at === dialog.at ? look.paint('bold', line) : line
  })
  const room = Math.max(1, state.rows - 8)
  const first = Math.max(0, Math.min(dialog.at - Math.floor(room / 2), entries.length - room))
  const none = entries.length === 0 ? [look.paint('dim', '  no such command')] : []
  return {
    top: 0,
    lines: [
      `: ${printable(dialog.text)}${look.paint('inverse', ' ')}`,
      ...entries.slice(first, first + room),
      ...none,
    ],
  }
}

function confirmText(
  { question, details, answers }: Extract<Dialog, { kind: 'confirm' }>,
  width: number,
): Text {
  const choices = join(
    answers.map(({ key, says }) => `${key} ${says}`),
    '   ',
  )
  return {
    title: 'Sure?',
    lines: [question, ...details],
    width: Math.min(width, question.length + 4),
    top: 0,
    hint: `${choices}   any other key: no`,
  }
}

function proposalText({ proposal }: State, top: number, width: number): Text | undefined {
  if (!proposal) return undefined
  const hint = proposal.kind === 'plan' ? 'a apply   Esc leave it' : 'Esc closes'
  return { title: proposal.title, lines: proposal.lines, width, top, hint }
}

/** A frame around lines: sides, so that what is below does not run into it. */
function framed(
  lines: readonly string[],
  { title, width, look }: { readonly title: string; readonly width: number; readonly look: Look },
): readonly string[] {
  const [corner, horizontal, vertical] = look.ascii ? ['++++', '-', '|'] : ['┌┐└┘', '─', '│']
  const inner = width - 4
  const head = ` ${fit(title, Math.min(inner - 2, title.length), look.ellipsis)} `
  const rest = horizontal.repeat(Math.max(0, width - 3 - head.length))
  return [
    `${corner.charAt(0)}${horizontal}${look.paint('bold', head)}${rest}${corner.charAt(1)}`,
    ...lines.map((line) => `${vertical} ${fit(line, inner, look.ellipsis)} ${vertical}`),
    `${corner.charAt(2)}${horizontal.repeat(width - 2)}${corner.charAt(3)}`,
  ]
}
