/** A sign of life while nothing happens, so that CI does not give up and people know what is awaited. */
import type { Event } from '../events.ts'
import { printable } from '../util/printable.ts'
import type { Clock } from './renderer.ts'
import { activeWord, count, formatSeconds, titleOf } from './words.ts'

export interface Heartbeat {
  readonly note: (event: Event) => void
  /** Something was written: the next sign is due a full interval later. */
  readonly wrote: () => void
  readonly stop: () => void
}

const interval = 30_000
/** So many are named; the others are counted. */
const named = 4

/** Writes a line when nothing was written for 30 seconds and something is under way. */
export function createHeartbeat(clock: Clock, write: (text: string) => void): Heartbeat {
  const active = new Map<string, { readonly title: string; readonly since: number; text: string }>()
  let last = clock.now()
  const cancel = clock.every(1000, () => {
    const now = clock.now()
    if (active.size === 0 || now - last < interval) return
    last = now
    const awaited = [...active.values()].map(({ title, since, text }) => {
      const detail = text === '' ? '' : `, ${text}`
      return `${title} (${formatSeconds((now - since) / 1000)}${detail})`
    })
    write(` Still at work: ${listed(awaited)}\n`)
  })
  return {
    note: (event) => {
      if (event.type === 'step-started') {
        const title = `${titleOf(event.resource)} ${activeWord(event.operation)}`
        const text = event.operation === 'wait' ? printable(event.reason) : ''
        active.set(event.step, { title, since: clock.now(), text })
      } else if (event.type === 'step-progress' && event.text !== undefined) {
        const step = active.get(event.step)
        if (step) step.text = printable(event.text)
      } else if ('step' in event && event.type !== 'step-output' && event.type !== 'step-progress') {
        active.delete(event.step)
      }
    },
    wrote: () => {
      last = clock.now()
    },
    stop: cancel,
  }
}

function listed(texts: readonly string[]): string {
  const beyond = texts.length - named
  return [...texts.slice(0, named), ...(beyond > 0 ? [`and ${count(beyond, 'more step')}`] : [])].join(', ')
}
