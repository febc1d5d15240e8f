import { describe, expect, test } from 'vitest'
import type { Options } from '../../src/commands/command.ts'
import { spell } from '../../src/commands/pflag.ts'

const options: Options = {
  detach: { type: 'boolean', short: 'd', description: '' },
  'renew-anon-volumes': { type: 'boolean', short: 'V', description: '' },
  timeout: { type: 'number', short: 't', value: 'SECONDS', description: '' },
  env: { type: 'list', short: 'e', value: 'KEY=VALUE', description: '' },
  file: { type: 'list', short: 'f', value: 'FILE', description: '' },
  'project-name': { type: 'string', short: 'p', value: 'NAME', description: '' },
  'project-directory': { type: 'string', value: 'DIR', aliases: ['workdir'], description: '' },
  entrypoint: { type: 'string', value: 'COMMAND', description: '' },
  rm: { type: 'boolean', description: '' },
  'no-deps': { type: 'boolean', description: '' },
}

test.each([
  ['--ui', '--ui=dashboard', ''],
  ['--ui web', '--ui=dashboard', 'web'],
  ['--ui plain web', '--ui=plain', 'web'],
  ['--ui=plain', '--ui=plain', ''],
  ['--ui=web', '--ui=web', ''],
  ['--ui --rm', '--ui=dashboard --rm=true', ''],
])('a value that may be left out: %s → %s', (line, flags, operands) => {
  const ui = { type: 'string', value: 'MODE', choices: ['dashboard', 'plain'], bare: 'dashboard' } as const
  expect(spell(line.split(' '), { ...options, ui: { ...ui, description: '' } }, false)).toEqual({
    flags: flags.split(' '),
    operands: operands.split(' ').filter(Boolean),
  })
})

describe('one spelling for all that docker compose takes', () => {
  test.each([
    ['-d', '--detach=true'],
    ['-d=false', '--detach=false'],
    ['--detach', '--detach=true'],
    ['--detach=false', '--detach=false'],
    ['--detach=1', '--detach=1'],
    ['-dV', '--detach=true --renew-anon-volumes=true'],
    ['-t 5', '--timeout=5'],
    ['-t5', '--timeout=5'],
    ['-t=5', '--timeout=5'],
    ['-t -1', '--timeout=-1'],
    ['--timeout 5', '--timeout=5'],
    ['--timeout=5', '--timeout=5'],
    ['-dt5', '--detach=true --timeout=5'],
    ['-e=A=1', '--env=A=1'],
    ['-e A=1 -eB=2', '--env=A=1 --env=B=2'],
    ['-f a -f b', '--file=a --file=b'],
    ['-f -', '--file=-'],
    ['-pfoo', '--project-name=foo'],
    ['-p=foo', '--project-name=foo'],
    ['--workdir x', '--project-directory=x'],
    ['--entrypoint=', '--entrypoint='],
    ['--no-deps=false', '--no-deps=false'],
    ['--entrypoint --rm', '--entrypoint=--rm'],
  ])('%s → %s', (line, flags) => {
    expect(spell(line.split(' '), options, false)).toEqual({ flags: flags.split(' '), operands: [] })
  })

  test('an empty value is a value', () => {
    expect(spell(['--entrypoint', ''], options, false).flags).toEqual(['--entrypoint='])
  })

  test.each([['--timeout'], ['-t'], ['-dt']])('%s at the end needs its argument', (arg) => {
    expect(() => spell([arg], options, false)).toThrow('flag needs an argument')
  })

  test.each([['--detcah'], ['-x'], ['--detcah=1'], ['--d']])('unknown %s stays as it was written', (arg) => {
    expect(spell([arg], options, false).flags).toEqual([arg])
  })

  test('an unknown letter in a cluster is named alone', () => {
    expect(spell(['-dx'], options, false).flags).toEqual(['--detach=true', '-x'])
  })
})

describe('flags and operands', () => {
  const cases: readonly (readonly [string, boolean, string, string])[] = [
    ['web -d db', false, '--detach=true', 'web db'],
    ['web -- -d', false, '', 'web -d'],
    ['-', false, '', '-'],
    ['--rm web sh -c ls --rm -e X', true, '--rm=true', 'web sh -c ls --rm -e X'],
    ['web --help', true, '', 'web --help'],
    ['-e A=1 web', true, '--env=A=1', 'web'],
    ['-- -d', true, '', '-d'],
  ]
  test.each(cases)('%s (pass-through: %s) → %s | %s', (line, passThrough, flags, operands) => {
    const words = (text: string) => text.split(' ').filter((word) => word !== '')
    expect(spell(words(line), options, passThrough)).toEqual({
      flags: words(flags),
      operands: words(operands),
    })
  })
})
