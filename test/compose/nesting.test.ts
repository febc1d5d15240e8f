import { expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { model } from './project.ts'

const shapes: Record<string, (depth: number) => string> = {
  lists: (depth) => `x-a: ${'['.repeat(depth)}${']'.repeat(depth)}`,
  'lists that are never closed': (depth) => `x-a: ${'['.repeat(depth)}`,
  maps: (depth) => `x-a: ${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`,
  'list marks on one line': (depth) => `x-a:\n  ${'- '.repeat(depth)}a`,
  'indented maps': (depth) =>
    Array.from({ length: Math.min(depth, 2500) }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
}

test.each(
  Object.keys(shapes).flatMap((name) => [1_500, 3_000, 5_000, 50_000].map((depth) => [name, depth] as const)),
)('%s, %d deep, are a problem and not the end of the process', async (name, depth) => {
  const text = `${shapes[name]?.(depth)}\nservices: {a: {image: x}}\n`
  const error = await model(text).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ProjectError)
  expect(error).toMatchObject({
    problems: expect.arrayContaining([
      expect.objectContaining({ message: 'maps and lists are nested too deeply' }),
    ]),
  })
})

test('many brackets beside each other are no nesting', async () => {
  const { value } = await model(`x-a: [${'[1, {b: 2}], '.repeat(3_000)}]\nservices: {a: {image: x}}\n`)
  expect(value['x-a']).toHaveLength(3_000)
})
