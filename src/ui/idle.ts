/** The word on a run that had nothing to do: told once it is certain that no plan with steps will come. */
import type { Event } from '../events.ts'
import { nothingToDo } from './words.ts'

/** Takes every event; gives the line to write before it, or an empty text. */
export function createIdleNotice(command?: string): (event: Event) => string {
  let idle: string | undefined
  let worked = false
  return (event) => {
    if (event.type === 'plan') {
      worked ||= event.steps > 0
      idle = worked ? undefined : event.project
      return ''
    }
    if (idle === undefined || !certain.has(event.type)) return ''
    const text = event.type === 'summary' && event.exitCode !== 0 ? '' : `${nothingToDo(idle, command)}\n`
    idle = undefined
    worked = true
    return text
  }
}

/** No plan with steps comes after these, unless it is to stop. */
const certain: ReadonlySet<Event['type']> = new Set(['attaching', 'log', 'container-exited', 'summary'])
