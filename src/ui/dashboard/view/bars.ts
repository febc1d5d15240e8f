/** The first and the last line of the window. */
import { printable } from '../../../util/printable.ts'
import { formatSeconds } from '../../words.ts'
import { bindings, shownKeys, type Command } from '../keys.ts'
import { isWorking } from '../run.ts'
import { serviceRows } from '../services.ts'
import type { State } from '../state.ts'
import { fit, join, spread, styledWidth } from './styled.ts'
import { signOf, type Look } from './style.ts'

/** ` shop  ● 5/6 ready  plan 3/8 0.4s  docker 28.5.2      q quit  ? help` */
export function headerLine(state: State, look: Look): string {
  const { paint } = look
  const rows = serviceRows(state)
  const ready = rows.filter(({ phase }) => phase === 'ready' || phase === 'done').length
  const failed = rows.filter(({ phase }) => phase === 'failed').length
  const phase = failed > 0 ? 'failed' : ready === rows.length ? 'ready' : 'active'
  const { run, now } = state
  const left = join([
    paint('bold', ` ${printable(state.project)}`),
    `${signOf(phase, look, now)} ${ready}/${rows.length} ready`,
    failed > 0 ? paint('red', `${failed} failed`) : '',
    paint('cyan', workText(state)),
    run.stopping ? paint('yellow', 'stopping') : '',
    state.lost === undefined ? paint('dim', state.engine) : paint('red', 'connection lost'),
  ])
  const right = paint('dim', `${hint(state, 'quit', look)}  ${hint(state, 'help', look)} `)
  return spread([left, right], state.columns, look.ellipsis)
}

function workText({ run, now, busy }: State): string {
  if (!isWorking(run)) return busy ? 'working' : ''
  return `plan ${run.ended}/${run.total} ${formatSeconds(Math.max(0, now - run.since) / 1000)}`
}

/** What was told last, what is being typed, or the keys that matter now. */
export function footerLine(state: State, look: Look): string {
  const { dialog, notice, columns } = state
  if (dialog?.kind === 'entry') {
    const problem = state.logs.problem === '' ? '' : look.paint('red', printable(state.logs.problem))
    return fit(
      ` ${join([`${dialog.field}: ${printable(dialog.text)}${look.paint('inverse', ' ')}`, problem])}`,
      columns,
      look.ellipsis,
    )
  }
  if (state.lost !== undefined)
    return fit(look.paint('red', ` ${printable(state.lost)}`), columns, look.ellipsis)
  if (notice) {
    const tones = { info: 'green', warning: 'yellow', error: 'red' } as const
    const sign = { info: '', warning: '! ', error: look.ascii ? 'x ' : '✗ ' }[notice.tone]
    return fit(
      ` ${look.paint(tones[notice.tone], `${sign}${printable(notice.text)}`)}`,
      columns,
      look.ellipsis,
    )
  }
  return fit(` ${look.paint('dim', hints(state, look))}`, columns, look.ellipsis)
}

/** As many as fit whole. */
function hints(state: State, look: Look): string {
  const commands = state.stream || state.pane === 'detail' ? detailHints : serviceHints
  let text = ''
  for (const command of commands.filter((one) => state.stream || state.tab === 'logs' || !isOfLogs(one))) {
    const next = join([text, hint(state, command, look)], '  ')
    if (styledWidth(next) > state.columns - 2) break
    text = next
  }
  return text
}

const serviceHints: readonly Command[] = [
  'stop',
  'restart',
  'rebuild',
  'shell',
  'mark',
  'open',
  'next-pane',
  'palette',
  'detach',
]
const detailHints: readonly Command[] = [
  'search',
  'filter',
  'follow',
  'wrap',
  'copy',
  'next-tab',
  'zoom',
  'back',
  'palette',
]

/** `back` and the like work in every tab. */
function isOfLogs(command: Command): boolean {
  return bindings.find((binding) => binding.command === command)?.context === 'logs'
}

function hint({ keymap }: State, command: Command, { ascii }: Look): string {
  const name = bindings.find((binding) => binding.command === command)?.name ?? ''
  return `${shownKeys(keymap, command, ascii).split(' ')[0] ?? ''} ${name}`
}
