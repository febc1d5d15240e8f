import { describe, expect, test } from 'vitest'
import { errors, load, model, problems, readerOf, services, warnings } from './project.ts'

describe('files', () => {
  test('are found upwards, with the override beside them, .env of both folders counting', async () => {
    const files = {
      'docker-compose.yml': 'services: {a: {image: "x:$A$B"}}',
      'compose.override.yml': 'services: {a: {user: u}}',
      '.env': 'A=1\nB=1',
      'sub/.env': 'B=2',
    }
    const loaded = await load(files, { cwd: '/p/sub' })
    expect(loaded).toMatchObject({
      workingDirectory: '/p',
      files: ['/p/docker-compose.yml', '/p/compose.override.yml'],
    })
    expect(loaded.project.services['a']).toMatchObject({ image: 'x:12', user: 'u' })
  })

  test('come from -f, COMPOSE_FILE and standard input; overrides are then not looked for', async () => {
    const files = {
      'a.yaml': 'services: {a: {image: x}}',
      'compose.override.yaml': 'services: {a: {user: u}}',
    }
    const options = { reader: readerOf(files, 'services: {b: {image: y}}') }
    expect(Object.keys(await services(files, { ...options, files: ['-', 'a.yaml'] }))).toEqual(['a', 'b'])
    const listed = await services(files, { env: { COMPOSE_FILE: 'a.yaml' } })
    expect(listed['a']?.user).toBeUndefined()
  })

  test.each([
    [{ 'x.yaml': '' }, {}, 'no configuration file provided'],
    [{ 'compose.yaml': '# nothing' }, {}, 'empty'],
    [{ 'compose.yaml': 'services: {}' }, { files: ['compose.yaml', 'n.yaml'] }, '"n.yaml" does not exist'],
    [{ 'compose.yaml': 'services: {a: {image: x}}' }, { envFiles: ['n.env'] }, '"n.env" does not exist'],
    [{ 'compose.yaml': 'services: {a: {image: x}}' }, { projectName: 'Foo' }, 'invalid project name "Foo"'],
  ])('%j with %j: %s', async (files, options, message) => {
    expect((await errors(files as Record<string, string>, options)).join()).toContain(message)
  })

  test('several with supported names are told', async () => {
    const text = 'services: {a: {image: x}}'
    expect((await warnings({ 'compose.yaml': text, 'compose.yml': text })).join()).toContain('compose.yml')
  })
})

describe('the project name', () => {
  test.each([
    ['name: one', {}, 'one'],
    ['name: "My App!"', {}, 'myapp'],
    ['', {}, 'p'],
    ['name: ${N:-x}', { env: { N: 'y' } }, 'y'],
    ['name: one', { env: { COMPOSE_PROJECT_NAME: 'two' } }, 'two'],
    ['name: one', { env: { COMPOSE_PROJECT_NAME: 'two' }, projectName: 'three' }, 'three'],
  ])('of %j with %j is %s, also as a variable', async (line, options, name) => {
    const { project } = await load(`${line}\nservices: {a: {image: "x:$COMPOSE_PROJECT_NAME"}}`, options)
    expect([project.name, project.services['a']?.image]).toEqual([name, `x:${name}`])
  })
})

describe('profiles and selection', () => {
  const text = `services:
  web: {image: a, depends_on: {mail: {condition: service_started, required: false}}, networks: [n]}
  job: {image: b, profiles: [tools], depends_on: [db], volumes: ["data:/d"]}
  db: {image: c}
  mail: {image: d, profiles: [dev]}
networks: {n: , unused: }
volumes: {data: }
`
  test.each([
    [{}, ['db', 'web'], ['job', 'mail']],
    [{ profiles: ['tools'] }, ['db', 'job', 'web'], ['mail']],
    [{ env: { COMPOSE_PROFILES: ' tools ,dev' } }, ['db', 'job', 'mail', 'web'], []],
    [{ profiles: ['*'] }, ['db', 'job', 'mail', 'web'], []],
    [{ services: ['job'] }, ['db', 'job'], ['mail', 'web']],
    [{ services: ['job'], withoutDependencies: true }, ['job'], ['db', 'mail', 'web']],
  ])('%j', async (options, active, inactive) => {
    const loaded = await load(text, options)
    expect(Object.keys(loaded.project.services)).toEqual(active)
    expect(loaded.inactiveServices).toEqual(inactive)
  })

  test('what no service uses is dropped, unless all resources are asked for', async () => {
    expect(Object.keys((await load(text)).project.networks)).toEqual(['default', 'n'])
    expect(Object.keys((await load(text, { allResources: true })).project.networks)).toContain('unused')
    expect(Object.keys((await load(text)).project.volumes)).toEqual([])
  })

  test('a service that is named and does not exist is refused with the near name', async () => {
    expect(await problems(text, { services: ['wbe'] })).toMatchObject([
      { message: 'no such service: "wbe"', hint: 'did you mean "web"?' },
    ])
  })
})

describe('env_file and label_file', () => {
  test('are folded below environment and labels; bare names are inherited, or hide', async () => {
    const files = {
      'compose.yaml':
        'services: {a: {image: x, env_file: [e.env, {path: n.env, required: false}], label_file: l, environment: [OWN=1, HOME, MASKED], labels: [a=2]}}',
      'e.env': 'OWN=2\nFILE=$OWN\nMASKED=3',
      l: 'a=1\nb=1',
    }
    const { project, warnings: told } = await load(files)
    expect(project.services['a']).toMatchObject({
      environment: { OWN: '1', FILE: '1', HOME: '/home/me', MASKED: null },
      labels: { a: '2', b: '1' },
    })
    expect(project.services['a']).not.toHaveProperty('env_file')
    expect(told[0]?.message).toContain('"MASKED"')
  })

  test('of services that are not selected are not read', async () => {
    const text = 'services: {a: {image: x}, b: {image: y, env_file: n.env}}'
    expect(Object.keys(await services(text, { services: ['a'] }))).toEqual(['a'])
    expect((await errors(text))[0]).toMatch(/^compose.yaml:1:\d+ .*n\.env" does not exist/)
  })

  test('stay as they are without env resolution', async () => {
    expect(
      (await services('services: {a: {image: x, env_file: n.env}}', { skip: { envResolution: true } }))['a'],
    ).toHaveProperty('env_file')
  })
})

describe('problems', () => {
  test('of all files and stages come at once, each once', async () => {
    const files = {
      'compose.yaml':
        'services:\n  web:\n    imgae: x\n    user: 1\n  db:\n    image: y\n    ports: ["a:b"]\n    networks: [nope]\n',
      'compose.override.yaml': 'services:\n  db:\n    scale: ${N:?}\n    restrt: always\n',
    }
    expect(
      (await errors(files)).map((line) => line.split(' ')[0]).toSorted((a = '', b = '') => (a < b ? -1 : 1)),
    ).toEqual([
      'compose.override.yaml:3:12',
      'compose.override.yaml:4:5',
      'compose.yaml:3:5',
      'compose.yaml:4:11',
      'compose.yaml:7:13',
      'compose.yaml:8:16',
    ])
  })

  test('an unset variable is told once, where it stands', async () => {
    const text = 'services:\n  a: {image: "x:${TAG}-$TAG", user: "$TAG"}\n'
    expect(await warnings(text)).toEqual([
      'compose.yaml:2:17 the variable "TAG" is not set: it becomes an empty text',
    ])
  })

  test('many faults end quickly', async () => {
    const keys = Array.from({ length: 50_000 }, (_, i) => `    k${i}: 1`).join('\n')
    expect((await problems(`services:\n  a:\n    image: x\n${keys}\n`)).length).toBe(1000)
  })

  test('places of attributes are known afterwards, the nearest where there is none', async () => {
    const { placeOf } = await load('services:\n  a:\n    image: x\n')
    expect(placeOf(['services', 'a', 'image'])).toMatchObject({ line: 3, column: 12 })
    expect(placeOf(['services', 'a', 'user'])).toMatchObject({ line: 3, column: 5 })
  })
})

describe('the model', () => {
  test('without interpolation keeps variables, and short forms that cannot be read', async () => {
    const { value, profiles } = await model(
      'services: {a: {image: "x:$T", ports: ["$P:80"], profiles: [b, a]}}',
      { skip: { interpolation: true } },
    )
    expect(value['services']?.['a']).toMatchObject({ image: 'x:$T', ports: ['$P:80'] })
    expect(profiles).toEqual(['a', 'b'])
  })

  test('without normalisation and resolution is as written', async () => {
    const { value } = await model('services: {a: {build: ., volumes: ["./a:/a"]}}', {
      skip: { normalization: true, pathResolution: true },
    })
    expect(value['services']?.['a']).toMatchObject({ build: { context: '.' }, volumes: [{ source: './a' }] })
    expect(value['services']?.['a']).not.toHaveProperty('networks')
  })
})

test('names of objects are names like any other', async () => {
  const text =
    'services: {__proto__: {image: x, labels: {constructor: a}}, toString: {image: y, depends_on: [__proto__]}}'
  expect(Object.keys(await services(text))).toEqual(['__proto__', 'toString'])
})
