import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDeeds } from '../../src/commands/dashboard/deeds.ts'
import type { ProjectFiles } from '../../src/commands/dashboard/project.ts'
import { createSharedLock } from '../../src/commands/dashboard/shared-lock.ts'
import type { BuildRequest } from '../../src/docker/engine.ts'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { desiredState } from '../../src/plan/desired.ts'
import { load } from '../plan/rig.ts'
import { createRepository, serveRepositories, temporaryFolder, type GitServer } from '../remote/git-server.ts'

const served = temporaryFolder()
const cache = temporaryFolder()
let server: GitServer

beforeAll(async () => {
  server = await serveRepositories(served.folder)
  const repository = createRepository(join(served.folder, 'app.git'))
  repository.write({ Dockerfile: 'FROM scratch\n' })
  repository.publish()
})

afterAll(async () => {
  await server.close()
  served.remove()
  cache.remove()
})

test('a rebuild fetches a build context that is in a git repository', async () => {
  const built: BuildRequest[] = []
  const engine = createMemoryEngine({
    builder: (request) => {
      built.push(request)
      return {}
    },
  })
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: cache.folder,
    XDG_CACHE_HOME: cache.folder,
    GIT_CONFIG_NOSYSTEM: '1',
  }
  const yaml = `name: shop\nservices: {web: {build: "${server.address}/app.git"}}\n`
  const loaded = { ...(await load(yaml)), environment }
  const files: ProjectFiles = {
    name: 'shop',
    whole: true,
    loaded: () => loaded,
    reload: async () => loaded,
    desired: async () => desiredState(loaded),
    scale: () => undefined,
  }
  const notices: string[] = []
  const deeds = createDeeds({
    engine,
    files,
    emit: () => undefined,
    parallel: undefined,
    fullGrace: false,
    lock: createSharedLock(async () => ({ release: () => undefined })),
    onBusy: () => undefined,
    onNotice: (text) => void notices.push(text),
  })
  await deeds.act({ kind: 'rebuild', services: ['web'] })
  expect({ notices, exitCode: deeds.exitCode() }).toEqual({ notices: [], exitCode: 0 })
  expect(built).toMatchObject([{ tags: ['shop-web'] }])
  expect(server.requests).not.toEqual([])
})
