import { expect, test } from 'vitest'
import { Cancelled, EngineError, GantryError, ProjectError, StepError, UsageError } from '../../src/errors.ts'
import { formatError } from '../../src/ui/errors.ts'

const style = { color: false, cwd: '/home/me', versions: { gantry: '0.1.0', node: '20.19.0' } }

test.each<[string, Error, string]>([
  [
    'a usage error names the usage',
    new UsageError('unknown flag: --scal', { hint: 'did you mean --scale?', usage: 'gantry up [OPTIONS]' }),
    'error: unknown flag: --scal\n   hint: did you mean --scale?\n   usage: gantry up [OPTIONS]\n',
  ],
  [
    'an error of the engine',
    new EngineError('engine-unreachable', 'no engine at unix:///var/run/docker.sock', {
      hint: 'start Docker, or set DOCKER_HOST',
      status: 500,
    }),
    'error: no engine at unix:///var/run/docker.sock\n   hint: start Docker, or set DOCKER_HOST\n',
  ],
  [
    'a step that failed shows its last lines',
    new StepError('unhealthy', 'container "shop-db-1" is unhealthy', {
      lastLines: ['a', '\u001B[31mb\u001B[2J'],
    }),
    'error: container "shop-db-1" is unhealthy\n   | a\n   | b\n',
  ],
  [
    'more lines of a message are indented',
    new GantryError('locked', 'locked\nby 42'),
    'error: locked\n   by 42\n',
  ],
  ['a cancelled run is one line', new Cancelled(), 'cancelled\n'],
  [
    'problems of a project are all told',
    new ProjectError([{ severity: 'error', code: 'x', message: 'no service' }]),
    'error: no service\n',
  ],
  [
    'anything else is a bug of ours',
    new TypeError('x is undefined'),
    `error: TypeError: x is undefined
   this is a bug in Gantry: please report it with the command, the Compose file and these versions
   gantry 0.1.0, node 20.19.0
   hint: GANTRY_DEBUG=1 shows where it happened
`,
  ],
])('%s', (_, error, text) => {
  expect(formatError(error, style)).toBe(text)
})

test('debugging shows the stack and what caused it', () => {
  const error = new EngineError('engine-failed', 'failed', { cause: new Error('socket hang up') })
  const text = formatError(error, { ...style, debug: true })
  expect(text).toMatch(/^error: failed\n/)
  expect(text).toMatch(/ {4}at .*errors\.test\.ts/)
  expect(text).toContain('caused by: Error: socket hang up\n')
})

test('what is thrown need not be an error', () => {
  expect(formatError('oops', style)).toMatch(/^error: oops\n {3}this is a bug/)
})
