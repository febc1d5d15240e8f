/** What stays on the main screen when the dashboard has gone: how things stand, and what failing services said last. */
import { serviceRows, type ServiceRow } from '../../ui/dashboard/services.ts'
import type { Sources } from '../../ui/dashboard/sources.ts'
import type { State } from '../../ui/dashboard/state.ts'
import { formatCard } from '../../ui/card.ts'
import type { Paint } from '../../ui/paint.ts'
import { cleanLine } from '../../ui/terminal-text.ts'
import { printable } from '../../util/printable.ts'

/** Lines of each failing service. */
const most = 20

/** The text, with its endings. */
export function farewellText(state: State, { logs }: Pick<Sources, 'logs'>, paint: Paint): string {
  const rows = serviceRows(state)
  const running = rows.filter((row) => row.running > 0).length
  const head = `${printable(state.project)}: ${running} of ${rows.length} services running`
  const failing = rows.filter(({ phase }) => phase === 'failed')
  const cards = state.run.failures.flatMap((failure) => formatCard(failure, paint))
  const tails = failing.flatMap((row) => [
    ` ${paint('red', printable(row.name))} ${row.word}${row.reason === '' ? '' : `: ${printable(row.reason)}`}`,
    ...lastLines(row, logs).map((line) => `   ${paint('dim', '|')} ${line}`),
  ])
  return [head, ...cards, ...tails].map((line) => `${line}\n`).join('')
}

function lastLines({ name }: ServiceRow, logs: Sources['logs']): readonly string[] {
  const { lines } = logs.view({ rows: most, services: new Set([name]) })
  return lines.map(({ text }) => cleanLine(text, { color: false }))
}
