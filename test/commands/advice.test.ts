import { describe, expect, test } from 'vitest'
import { advised, createAdvise } from '../../src/commands/advice.ts'

describe('the commands that hints name', () => {
  test('find the project in the way that this run found it', () => {
    const given = new Map([
      ['project-name', ['shop']],
      ['file', ['a.yaml', "it's b.yaml"]],
      ['profile', ['debug']],
      ['parallel', ['3']],
    ])
    expect(createAdvise('gantry', given)('see what it says: gantry logs db')).toBe(
      `see what it says: gantry -f a.yaml -f 'it'\\''s b.yaml' -p shop --profile debug logs db`,
    )
  })

  test('are those of the program as it was called; other words stay', () => {
    const advise = createAdvise('docker compose', new Map())
    expect(advise('"gantry up -d web" brings it up; ask who made gantry so')).toBe(
      '"docker compose up -d web" brings it up; ask who made gantry so',
    )
  })

  test('in a failure are completed, and not what the container said', () => {
    const failure = {
      code: 'unhealthy',
      message: 'm',
      hint: '"gantry ps"',
      lastLines: ['"gantry ps"'],
    } as const
    const event = { type: 'step-failed', step: 's', operation: 'wait', seconds: 1, failure } as const
    const resource = { kind: 'container', name: 'shop-db-1' } as const
    expect(
      advised({ ...event, resource }, createAdvise('gantry', new Map([['project-name', ['x']]]))),
    ).toEqual({ ...event, resource, failure: { ...failure, hint: '"gantry -p x ps"' } })
  })
})
