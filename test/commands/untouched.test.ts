import { expect, test } from 'vitest'
import { shop } from './shop.ts'

const stack = `
services:
  web: {image: "web:1", depends_on: {db: {condition: service_healthy, restart: true}}}
  db: {image: "db:1", healthcheck: {test: ready}, volumes: [/data]}
`

/** Calls that only look. */
const looks = new Set([
  'info',
  'listContainers',
  'listNetworks',
  'listVolumes',
  'inspectImage',
  'inspectContainer',
])

test.each([
  ['stop'],
  ['kill'],
  ['restart db'],
  ['pause'],
  ['rm -s'],
  ['rm -sfv'],
  ['create --force-recreate'],
  ['scale web=3'],
  ['pull'],
])('--dry-run %s tells what it would do, and the engine is only looked at', async (line) => {
  const { gantry, engine, states } = shop(stack)
  await gantry('up', '-d')
  const seen = engine.calls.length
  const { code, err } = await gantry('--dry-run', ...line.split(' '))
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringMatching(/[1-9]\d* steps? would be done; dry run, nothing was changed/),
  })
  const made = engine.calls.slice(seen).map(({ method }) => method)
  expect(made.filter((method) => !looks.has(method))).toEqual([])
  expect(await states()).toBe('db-1 running, web-1 running')
})
