import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFileReader } from '../../src/compose/files.ts'
import { loadProject } from '../../src/compose/load.ts'
import { isRemote } from '../../src/compose/remote.ts'
import type { LoadOptions } from '../../src/compose/options.ts'
import { ProjectError } from '../../src/errors.ts'
import { createRemote } from '../../src/remote/index.ts'
import { createRepository, serveRepositories, temporaryFolder, type GitServer } from './git-server.ts'
import { startRegistry, type RegistryServer } from './registry-server.ts'

const place = temporaryFolder()
const root = realpathSync(place.folder)
let git: GitServer
let registry: RegistryServer
let url: string
let copy: string
let cwd: string
let runs = 0

beforeAll(async () => {
  git = await serveRepositories(join(root, 'served'))
  registry = await startRegistry()
  url = `${git.address}/app.git`
  const repository = createRepository(join(root, 'served', 'app.git'))
  repository.write({
    'compose.yaml':
      'services: {web: {build: ./web, image: "web:${TAG:-none}", env_file: web.env, depends_on: [db]}, db: {extends: {file: parts/base.yaml, service: base}}}\n',
    'parts/base.yaml': 'services: {base: {image: "postgres", volumes: ["./data:/data"]}}\n',
    'nested/compose.yaml': 'include: [../compose.yaml]\nservices: {proxy: {image: nginx}}\n',
    'web.env': 'FROM_REPOSITORY=1\n',
    '.env': 'TAG=repository\n',
  })
  copy = join(root, 'cache', 'gantry', 'git', repository.publish())
})

afterAll(async () => {
  await git.close()
  await registry.close()
  place.remove()
})

beforeEach(() => {
  runs += 1
  cwd = join(root, `project-${runs}`)
  mkdirSync(cwd)
})

const write = (text: string, name = 'compose.yaml') => writeFileSync(join(cwd, name), text)

const load = async (options: Partial<LoadOptions> = {}) => {
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    XDG_CACHE_HOME: join(root, 'cache'),
    GIT_CONFIG_NOSYSTEM: '1',
  }
  const reader = createFileReader(async () => '', createRemote({ env }))
  return loadProject({ cwd, env, reader, ...options })
}

const problemsOf = async (options: Partial<LoadOptions> = {}) =>
  load(options).then(
    () => expect.unreachable('loaded'),
    (error: unknown) => (error instanceof ProjectError ? error.problems : [{ message: String(error) }]),
  )

describe('a project may take from a git repository', () => {
  test('what it includes, with the folder and the variables of the repository', async () => {
    write(`include: ["${url}#main"]\nservices: {own: {image: own, depends_on: [web]}}\n`)
    const { project } = await load()
    expect(Object.keys(project.services)).toEqual(['db', 'own', 'web'])
    expect(project.services['web']).toMatchObject({
      image: 'web:repository',
      build: { context: join(copy, 'web') },
      environment: { FROM_REPOSITORY: '1' },
    })
    expect(project.services['db']?.volumes).toMatchObject([{ source: join(copy, 'parts', 'data') }])
  })

  test('what is included there in turn, and override it with a file of its own', async () => {
    write(`include: [{path: ["${url}#:nested", own.yaml]}]\n`)
    write('services: {proxy: {image: own}}', 'own.yaml')
    const { project } = await load()
    expect(Object.keys(project.services)).toEqual(['db', 'proxy', 'web'])
    expect(project.services['proxy']?.image).toBe('own')
  })

  test('a service it extends, with paths of the repository', async () => {
    write(
      `services: {own: {extends: {file: "${url}#main:parts/base.yaml", service: base}, volumes: ["./own:/own"]}}\n`,
    )
    const { project } = await load()
    expect(project.services['own']?.image).toBe('postgres')
    expect(project.services['own']?.volumes).toMatchObject([
      { source: join(copy, 'parts', 'data') },
      { source: join(cwd, 'own') },
    ])
  })

  test('its file itself: paths begin in the repository, name and .env come from here', async () => {
    write('TAG=here\n', '.env')
    const { project, workingDirectory } = await load({ files: [url] })
    expect(project.name).toBe(`project-${runs}`)
    expect(project.services['web']).toMatchObject({
      image: 'web:here',
      build: { context: join(copy, 'web') },
    })
    expect(workingDirectory).toBe(copy)
  })

  test('one file of several: all their paths begin in the repository', async () => {
    mkdirSync(join(cwd, 'sub'))
    write('services: {own: {build: ./own}}', 'sub/own.yaml')
    const { project } = await load({ files: ['sub/own.yaml', url] })
    expect(project.name).toBe('sub')
    expect(project.services['own']).toMatchObject({ build: { context: join(copy, 'own') } })
  })
})

test('a project may be a published one, of several files', async () => {
  const type = 'application/vnd.docker.compose.file+yaml'
  const layer = (text: string, mediaType: string, annotations: object) => ({
    mediaType,
    digest: registry.blob(text),
    size: text.length,
    annotations,
  })
  registry.manifest('1', {
    artifactType: 'application/vnd.docker.compose.project',
    layers: [
      layer('services: {web: {image: one, env_file: abc.env}}', type, {
        'com.docker.compose.file': 'compose.yaml',
      }),
      layer('services: {web: {image: two}}', type, { 'com.docker.compose.file': 'override.yaml' }),
      layer('A=1', 'application/vnd.docker.compose.envfile', { 'com.docker.compose.envfile': 'abc.env' }),
    ],
  })
  const { project, files } = await load({ files: [`oci://${registry.host}/app:1`] })
  expect(project.services['web']).toMatchObject({ image: 'two', environment: { A: '1' } })
  expect(dirname(files[0] ?? '')).toContain(join(root, 'cache', 'gantry', 'oci', 'sha256-'))
})

describe('where a remote file cannot be had', () => {
  test('every place that names one is told, with what to do', async () => {
    write(
      'include:\n  - https://gantry.invalid/x.git\n  - oci://gantry.invalid/app\nservices:\n  web: {image: x, extends: {file: "file:///srv/x.git", service: y}}\n',
    )
    expect(await problemsOf()).toMatchObject([
      {
        code: 'remote-failed',
        message: expect.stringMatching(/^cannot fetch "https:.*Could not resolve host/),
        place: { line: 2, column: 5 },
        hint: expect.stringContaining('offline'),
      },
      {
        code: 'remote-failed',
        message: expect.stringMatching(/^cannot fetch "oci:.*gantry\.invalid/),
        place: { line: 3, column: 5 },
        hint: expect.stringContaining('offline'),
      },
      { code: 'not-supported', message: expect.stringContaining('not by file'), place: { line: 5 } },
    ])
  })

  test('a file of the command line is told alone', async () => {
    const problems = await problemsOf({ files: ['ext::sh -c whoami', 'https://gantry.invalid/x.git#main'] })
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('"ext::sh -c whoami" cannot be fetched'),
      expect.stringContaining('cannot fetch "https://gantry.invalid/x.git"'),
    ])
  })

  test('a reader without a network says so', async () => {
    write(`include: ["${url}"]\n`)
    const problems = await problemsOf({ reader: createFileReader(async () => '') })
    expect(problems).toMatchObject([
      { code: 'not-supported', message: expect.stringContaining('only local files are read here') },
    ])
  })
})

test.each([
  ['compose.yaml', false],
  ['./github.com/x', false],
  ['/srv/x.git', false],
  ['~/x', false],
  ['x.git#main', false],
  ['C:\\compose.yaml', false],
  ['c:/compose.yaml', false],
  ['-', false],
  ['host:path', false],
  ['github.com/a/b', true],
  ['git@host:a/b', true],
  ['deploy@host:b', true],
  ['https://host/a.git', true],
  ['HTTPS://host/a.git', true],
  ['oci://a/b', true],
  ['file:///srv/x.git', true],
  ['ext::sh', true],
])('%s is fetched: %s', (reference, remote) => expect(isRemote(reference)).toBe(remote))
