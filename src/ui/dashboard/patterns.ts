/** Filter and search as they are typed: understood at once, or the last one that was understood stays. */
import { parseFilter } from './logs/filter.ts'
import { parseSearch } from './logs/search.ts'
import type { LogSettings } from './state.ts'

/** The settings with another text in a field. Places in the old selection of lines are kept: lines that are left out give way to their neighbours. */
export function withPattern(logs: LogSettings, field: 'filter' | 'search', text: string): LogSettings {
  return field === 'filter' ? withFilter(logs, text) : withSearch(logs, text)
}

function withFilter(logs: LogSettings, text: string): LogSettings {
  if (text.trim() === '') return { ...logs, filter: text, shownFilter: undefined, problem: '' }
  const parsed = parseFilter(text)
  if ('problem' in parsed) return { ...logs, filter: text, problem: parsed.problem }
  return { ...logs, filter: text, shownFilter: parsed.filter, problem: '' }
}

function withSearch(logs: LogSettings, text: string): LogSettings {
  if (text === '') return { ...logs, search: text, shownSearch: undefined, problem: '' }
  const parsed = parseSearch(text)
  if ('problem' in parsed) return { ...logs, search: text, problem: parsed.problem }
  return { ...logs, search: text, shownSearch: parsed.search, problem: '' }
}
