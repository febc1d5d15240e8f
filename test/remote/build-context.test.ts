import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchBuildContext } from '../../src/remote/index.ts'
import { createRepository, serveRepositories, temporaryFolder, type GitServer } from './git-server.ts'

const served = temporaryFolder()
const cache = temporaryFolder()
let server: GitServer
let url: string

beforeAll(async () => {
  server = await serveRepositories(served.folder)
  url = `${server.address}/app.git`
  const repository = createRepository(join(served.folder, 'app.git'))
  repository.write({ Dockerfile: 'FROM scratch\n', 'web/Dockerfile': 'FROM scratch\n', file: '' })
  repository.link('linked', 'web')
  repository.link('leaking', '/etc')
  repository.link('git-data', '.git')
  repository.publish()
})

afterAll(async () => {
  await server.close()
  served.remove()
  cache.remove()
})

const fetched = async (rest: string) =>
  fetchBuildContext(`${url}${rest}`, {
    env: {
      PATH: process.env['PATH'],
      HOME: cache.folder,
      XDG_CACHE_HOME: cache.folder,
      GIT_CONFIG_NOSYSTEM: '1',
    },
  })

describe('a build context in a git repository', () => {
  test.each([[''], ['#main'], ['#main:web'], ['#:linked']])(
    '"%s" is a folder to build from',
    async (rest) => {
      expect(existsSync(join(await fetched(rest), 'Dockerfile'))).toBe(true)
    },
  )

  test.each([
    ['#main:nowhere', 'has no folder "nowhere"'],
    ['#main:file', 'has no folder "file"'],
    ['#main:leaking', 'leads out of the repository'],
    ['#main:git-data', 'leads out of the repository'],
    ['#gone', 'has no branch or tag "gone"'],
  ])('"%s" is refused: %s', async (rest, message) => {
    await expect(fetched(rest)).rejects.toMatchObject({ message: expect.stringContaining(message) })
  })

  test('what is no git repository is refused by name', async () => {
    const archive = fetchBuildContext('https://example.com/context.tar.gz', { env: {} })
    await expect(archive).rejects.toMatchObject({ code: 'not-supported' })
  })
})
