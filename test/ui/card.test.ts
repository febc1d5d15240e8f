import { expect, test } from 'vitest'
import type { Autopsy, Failure } from '../../src/events.ts'
import { formatCard } from '../../src/ui/card.ts'
import { createPaint } from '../../src/ui/paint.ts'
import { container, stamped, stepOf } from './support.ts'

function card(autopsy: Autopsy | undefined, failure: Partial<Failure> = {}): string {
  const [event] = stamped([
    {
      type: 'step-failed',
      seconds: 5.2,
      failure: { code: 'unhealthy', message: 'it is unhealthy', ...failure, ...(autopsy && { autopsy }) },
      ...stepOf('wait', container('db')),
    },
  ])
  if (event?.type !== 'step-failed') throw new Error('no failure')
  return ['', ...formatCard(event, createPaint(false)), ''].join('\n')
}

test('a card says what failed, where it is written, since when, how it ended, what was said, who waited and what to do', () => {
  const said = card(
    {
      since: '2026-11-21T11:59:57.900Z',
      exit: { code: 127, meaning: 'its command was not found', oomKilled: false },
      health: ['no response'],
      log: ['starting', 'sh: postgre: not found'],
      waiting: ['api', 'web'],
      advice: ['check "command"'],
    },
    {
      hint: 'see what it says: gantry logs db',
      place: { file: 'compose.yaml', line: 12, column: 5 },
    },
  )
  expect(said).toBe(`
 Container shop-db-1 Error (5.2s): it is unhealthy
   at: compose.yaml:12:5
   since: 11:59:57 UTC, 2.1s ago
   exit: code 127, its command was not found
   health check:
   | no response
   last log lines:
   | starting
   | sh: postgre: not found
   waited for it: api, web
   hint: check "command"
   hint: see what it says: gantry logs db
`)
})

test('nothing is said of what is not known', () => {
  expect(card({ waiting: ['web'] })).toBe(`
 Container shop-db-1 Error (5.2s): it is unhealthy
   waited for it: web
`)
  expect(card(undefined, { lastLines: ['l'], hint: 'h' })).toBe(`
 Container shop-db-1 Error (5.2s): it is unhealthy
   | l
   hint: h
`)
})

test('what containers say cannot steer the terminal', () => {
  const said = card({ log: ['\u001B[2Jx'], health: ['\u001B]0;t\u0007y'], waiting: ['a\u001B[1m'] })
  expect(said).not.toContain('\u001B')
})
