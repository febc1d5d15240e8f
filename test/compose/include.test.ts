import { describe, expect, test } from 'vitest'
import { errors, load, services, warnings } from './project.ts'

describe('include', () => {
  test('reads another project with its folder and .env, which reach nobody else', async () => {
    const files = {
      'compose.yaml': 'include: [s/c.yaml]\nservices: {a: {image: "x:${T:-none}"}}',
      's/c.yaml': 'name: other\nservices: {b: {image: "y:${T:-none}", volumes: ["./d:/d"]}}\nx-lost: 1',
      's/.env': 'T=t',
    }
    const { project } = await load(files)
    expect(project.name).toBe('p')
    expect(project.services).toMatchObject({
      a: { image: 'x:none' },
      b: { image: 'y:t', volumes: [{ source: '/p/s/d' }] },
    })
    expect(project).not.toHaveProperty('x-lost')
  })

  test('is overridden by what the file itself defines', async () => {
    const files = {
      'compose.yaml': 'include: [s/c.yaml]\nservices: {b: {user: u, ports: !override ["81:80"]}}',
      's/c.yaml': 'services: {b: {image: y, ports: ["80:80"]}}',
    }
    expect((await services(files))['b']).toMatchObject({
      image: 'y',
      user: 'u',
      ports: [{ published: '81' }],
    })
  })

  test('in a diamond takes a file once for the same variables: thirty levels of two end', async () => {
    const files: Record<string, string> = {
      'compose.yaml': 'include: [f0.yaml]',
      'f30.yaml': 'services: {z: {image: x}}',
    }
    for (let i = 0; i < 30; i++) files[`f${i}.yaml`] = `include: [f${i + 1}.yaml, {path: f${i + 1}.yaml}]`
    expect(Object.keys(await services(files))).toEqual(['z'])
  })

  test('takes env_file from the including folder, /dev/null for none, and project_directory', async () => {
    const files = {
      'compose.yaml':
        'include:\n  - {path: s/a.yaml, env_file: e.env}\n  - {path: s/b.yaml, env_file: /dev/null, project_directory: d}',
      's/a.yaml': 'services: {a: {image: "a:${T:-none}"}}',
      's/b.yaml': 'services: {b: {image: "b:${T:-none}", volumes: ["./v:/v"]}}',
      's/.env': 'T=folder',
      'e.env': 'T=file',
    }
    expect(await services(files)).toMatchObject({
      a: { image: 'a:file' },
      b: { image: 'b:none', volumes: [{ source: '/p/d/v' }] },
    })
  })

  test.each([
    [{ 'compose.yaml': 'include: a.yaml' }, ['compose.yaml:1:10']],
    [
      {
        'compose.yaml':
          'include:\n  - n.yaml\n  - path: b.yaml\n    env_file: [n.env]\nservices: {a: {image: x, depends_on: [n]}}',
        'b.yaml': 'services: {}',
      },
      ['compose.yaml:2:5', 'compose.yaml:4:16'],
    ],
    [{ 'compose.yaml': 'include: [a.yaml]', 'a.yaml': 'include: [compose.yaml]' }, ['a.yaml:1:11']],
    [
      { 'compose.yaml': 'include: [a.yaml]', 'a.yaml': 'services:\n  b:\n    image: x\n    prots: []' },
      ['a.yaml:4:5'],
    ],
  ])('%j is refused at its place, without consequences', async (files, places) => {
    expect((await errors(files as Record<string, string>)).map((line) => line.split(' ')[0])).toEqual(places)
  })

  test('warns of misspelt keys, which docker compose drops', async () => {
    const files = {
      'compose.yaml': 'include: [{path: a.yaml, env_flie: x}]',
      'a.yaml': 'services: {a: {image: x}}',
    }
    expect(await warnings(files)).toEqual([expect.stringContaining('"env_flie"')])
  })
})

test('values of secrets come from the variables of the file that declares them', async () => {
  const files = {
    'compose.yaml': 'include: [s/c.yaml]\nservices: {b: {secrets: [t]}}',
    's/c.yaml': 'services: {b: {image: x}}\nsecrets: {t: {environment: TOKEN}}',
    's/.env': 'TOKEN=inner',
  }
  expect((await load(files)).values.get('secrets.t')).toBe('inner')
})
