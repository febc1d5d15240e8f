import { expect, test } from 'vitest'
import type { EventBody } from '../../../src/events.ts'
import { awaitedBy, begin, isOver, reduce, type Progress } from '../../../src/ui/inline/state.ts'
import { container, image, stamped, stepOf, upEnds, upEvents, upFails } from '../support.ts'

function fold(bodies: readonly EventBody[]): Progress {
  const [first, ...events] = stamped(bodies)
  if (first?.type !== 'plan') throw new Error('a run begins with its plan')
  return events.reduce((state, event) => reduce(state, event, event.seq * 1000), begin(first, 0))
}

const shown = (state: Progress) =>
  [...state.rows.values()].map(({ name, phase, word, detail }) => [name, phase, word, detail])

test('before anything happens every resource waits, once', () => {
  expect(shown(fold(upEvents.slice(0, 1)))).toEqual([
    ['shop_default', 'waiting', 'Pending', ''],
    ['postgres:16', 'waiting', 'Pending', ''],
    ['shop-web', 'waiting', 'Pending', ''],
    ['shop-db-1', 'waiting', 'Pending', ''],
    ['shop-web-1', 'waiting', 'Pending', ''],
  ])
})

test('in the middle of a run', () => {
  const state = fold(upEvents)
  expect(shown(state)).toEqual([
    ['shop_default', 'done', 'Created', ''],
    ['postgres:16', 'done', 'Pulled', ''],
    ['shop-web', 'active', 'Building', 'it was never built'],
    ['shop-db-1', 'active', 'Waiting', 'web waits for it'],
    ['shop-web-1', 'waiting', 'Pending', ''],
  ])
  expect(state).toMatchObject({ project: 'shop', ended: 4, total: 8 })
  expect(state.rows.get('image shop-web')?.stage).toBe('[2/3] RUN pip install flask')
  expect(state.rows.get('container shop-db-1')?.seconds).toBeCloseTo(0.5)
})

test('a resource between two of its steps waits', () => {
  expect(fold(upEvents.slice(0, 11)).rows.get('container shop-db-1')).toMatchObject({
    phase: 'waiting',
    word: 'Created',
  })
})

test('what waits knows for what, until that is over', () => {
  const awaited = (number: number) => awaitedBy(fold(upEvents.slice(0, number)), 'container shop-db-1')
  expect(awaited(1)).toEqual(['network default', 'image postgres:16'])
  expect(awaited(5)).toEqual(['image postgres:16'])
  expect(awaited(9)).toEqual([])
  expect(awaitedBy(fold(upEvents), 'container shop-web-1')).toEqual(['image shop-web'])
})

test('a pull tells its bytes while it lasts', () => {
  expect(fold(upEvents.slice(0, 6)).rows.get('image postgres:16')?.progress).toEqual({
    unit: 'bytes',
    current: 60_000_000,
    total: 120_000_000,
  })
  expect(fold(upEvents).rows.get('image postgres:16')?.progress).toBeUndefined()
})

test('at the end all is done', () => {
  const state = fold([...upEvents, ...upEnds])
  expect(isOver(state)).toBe(true)
  expect(shown(state).map(([, phase, word]) => `${phase} ${word}`)).toEqual([
    'done Created',
    'done Pulled',
    'done Built',
    'done Healthy',
    'done Started',
  ])
})

test('a failure stays, and what it skips names it', () => {
  const state = fold([...upEvents, ...upFails])
  expect(isOver(state)).toBe(true)
  expect(shown(state).slice(3)).toEqual([
    ['shop-db-1', 'failed', 'Error', 'exited with code 1'],
    ['shop-web-1', 'skipped', 'Skipped', 'shop-db-1 failed'],
  ])
  expect(state.failures).toHaveLength(1)
})

test('two steps of one resource at once: it is active until both have ended', () => {
  const db = container('db')
  const state = fold([
    { type: 'plan', project: 'p', steps: 2, resources: [db, db] },
    { type: 'step-started', reason: 'one', ...stepOf('wait', db) },
    { type: 'step-started', reason: 'two', ...stepOf('run-hook', db) },
    { type: 'step-done', seconds: 1, ...stepOf('wait', db) },
  ])
  expect(shown(state)).toEqual([['shop-db-1', 'active', 'Running hook', 'two']])
})

test('resources that the plan did not name get a row; names like those of objects are names', () => {
  const odd = image('__proto__', 'constructor')
  const state = fold([
    { type: 'plan', project: 'p', steps: 1, resources: [] },
    { type: 'step-started', reason: '', ...stepOf('pull-image', odd) },
    { type: 'step-done', seconds: 1, outcome: 'up to date', ...stepOf('pull-image', odd) },
  ])
  expect(shown(state)).toEqual([['__proto__', 'done', 'Pulled', 'up to date']])
})

test('the numbers of a build are steps', () => {
  const web = image('shop-web', 'web')
  const state = fold([
    { type: 'plan', project: 'p', steps: 1, resources: [web] },
    { type: 'step-started', reason: 'it was never built', ...stepOf('build-image', web) },
    {
      type: 'step-progress',
      text: '[1/2] FROM python',
      current: 1,
      total: 2,
      ...stepOf('build-image', web),
    },
  ])
  expect(state.rows.get('image shop-web')).toMatchObject({
    stage: '[1/2] FROM python',
    progress: { unit: 'steps', current: 1, total: 2 },
  })
})

test('a step that is broken off is skipped, and not under way any more', () => {
  const db = container('db')
  const state = fold([
    { type: 'plan', project: 'p', steps: 1, resources: [db] },
    { type: 'step-started', reason: 'it is new', ...stepOf('start-container', db) },
    { type: 'step-skipped', because: 'cancelled', ...stepOf('start-container', db) },
  ])
  expect(shown(state)).toEqual([['shop-db-1', 'skipped', 'Skipped', 'cancelled']])
  expect(isOver(state)).toBe(true)
})
