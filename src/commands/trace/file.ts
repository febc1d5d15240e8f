/** `--trace FILE`: gathers the events of a run and writes them as a trace at its end, whatever that end is. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Event } from '../../events.ts'
import { chromeTrace } from '../../ui/trace/chrome.ts'
import { gantryVersion } from '../about.ts'
import { cannotWrite } from '../output-file.ts'

export interface TraceFile {
  readonly note: (event: Event) => void
  /** Writes what there is; synchronous, so that a process that is killed by its user can still do it. Throws a GantryError. */
  readonly write: () => void
}

/** Begins a trace; throws a GantryError at once where the file cannot be written. */
export function openTrace(
  file: string,
  { cwd, command }: { readonly cwd: string; readonly command: string },
): TraceFile {
  const events: Event[] = []
  const path = resolve(cwd, file)
  const write = () => {
    const trace = chromeTrace(events, { program: `gantry ${gantryVersion}`, command })
    try {
      writeFileSync(path, `${JSON.stringify(trace)}\n`)
    } catch (error) {
      throw cannotWrite('--trace', file, error)
    }
  }
  write()
  return {
    write,
    note: (event) => {
      if (!untold.has(event.type)) events.push(event)
    },
  }
}

/** What a trace does not show, and what there may be very much of. */
const untold: ReadonlySet<Event['type']> = new Set(['log', 'step-output', 'step-progress', 'attaching'])
