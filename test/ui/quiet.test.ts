import { expect, test } from 'vitest'
import { createQuietRenderer } from '../../src/ui/quiet.ts'
import { createRecorder, stamped, upEnds, upEvents, upFails } from './support.ts'

function show(bodies: Parameters<typeof stamped>[0]) {
  const { written, streams } = createRecorder()
  const renderer = createQuietRenderer(streams, {})
  for (const event of stamped(bodies)) renderer.handle(event)
  return written
}

test('a run that goes well is silent', () => {
  expect(show([...upEvents, ...upEnds]).all).toBe('')
})

test('failures and the final count are told', () => {
  expect(show([...upEvents, ...upFails]).all)
    .toBe(` Container shop-db-1 Error (5.2s): container "shop-db-1" exited with code 1
   | starting
   | FATAL:  no password
   hint: set POSTGRES_PASSWORD
5 steps done, 1 failed, 2 skipped in 9.1s
`)
})

test('what containers say is no progress and is shown', () => {
  const log = { type: 'log', service: 'a', container: 'a', stream: 'stdout', text: 'hi' } as const
  expect(show([log, { type: 'stopping', force: false }]).all).toBe('a  | hi\n')
})
