import { describe, expect, test } from 'vitest'
import { errors, services, warnings } from './project.ts'

describe('extends', () => {
  test('takes everything of the base, rebases its paths, and leaves names of volumes', async () => {
    const files = {
      'compose.yaml':
        'services: {a: {extends: {file: s/b.yaml, service: b}}, c: {image: z}}\nvolumes: {vol: }',
      's/b.yaml':
        'foo: bar\nservices:\n  b: {build: ./c, volumes: ["./d:/d", "vol:/v", "~/h:/h"], depends_on: [c]}\n  other: {imag: 1}\n',
    }
    expect((await services(files))['a']).toMatchObject({
      build: { context: '/p/s/c' },
      volumes: [{ source: '/p/s/d' }, { source: 'vol' }, { source: '/home/me/h' }],
      depends_on: { c: { condition: 'service_started' } },
    })
  })

  test('follows a chain over files, each found from the one that names it', async () => {
    const files = {
      'compose.yaml': 'services: {a: {extends: {file: x/one.yaml, service: one}, hostname: a}}',
      'x/one.yaml':
        'services: {one: {extends: {file: ../y/two.yaml, service: two}, user: one, hostname: one}}',
      'y/two.yaml': 'services: {two: {extends: base, image: two}, base: {user: base, volumes: ["./v:/v"]}}',
    }
    expect((await services(files))['a']).toMatchObject({
      image: 'two',
      user: 'one',
      hostname: 'a',
      volumes: [{ source: '/p/y/v' }],
    })
  })

  test('of ten thousand links ends', async () => {
    const links = Array.from({ length: 10_000 }, (_, i) => `  s${i + 1}: {extends: s${i}}`)
    expect((await services(`services:\n  s0: {image: x}\n${links.join('\n')}\n`))['s10000']?.image).toBe('x')
  })

  test.each([
    ['services:\n  a: {image: x, extends: b}\n  b: {image: y, extends: a}', ['compose.yaml:2:26']],
    ['services:\n  web: {image: x}\n  a: {extends: wbe}', ['compose.yaml:3:16']],
    ['services:\n  a: {image: x, extends: {file: n.yaml, service: b}}', ['compose.yaml:2:33']],
    ['services:\n  a: {image: x, extends: {file: 1, service: b}}', ['compose.yaml:2:33']],
    ['services:\n  a: {image: x, extends: {file: n.yaml}}', ['compose.yaml:2:26']],
  ])('%j is refused at its place', async (text, places) => {
    expect((await errors(text)).map((line) => line.split(' ')[0])).toEqual(places)
  })

  test('warns of keys that have no meaning', async () => {
    expect(await warnings('services: {a: {extends: {service: b, fiel: x}}, b: {image: y}}')).toEqual([
      expect.stringContaining('extends.fiel'),
    ])
  })
})
