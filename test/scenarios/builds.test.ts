import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/docker/connect.ts'
import { createRepository, serveRepositories, temporaryFolder } from '../remote/git-server.ts'
import { createProject, type Project } from './rig.ts'

const sleeper = 'command: sleep 1000, stop_signal: SIGKILL'

/** A project whose images of these services go when its containers are gone: what is to be done last is said first. */
async function createBuild(
  services: readonly string[],
  ...how: Parameters<typeof createProject>
): Promise<Project> {
  const references: string[] = []
  onTestFinished(async () => {
    const engine = await connect({ env: process.env })
    for (const reference of references) await engine.removeImage(reference).catch(() => undefined)
    engine.close()
  })
  const project = await createProject(...how)
  references.push(...services.map((service) => `${project.name}-${service}`))
  return project
}

test('build, then up with the image it made; equal builds are done once', async () => {
  const project = await createBuild(['web', 'worker'], {
    files: {
      'compose.yaml': `services:\n  web: {build: ., ${sleeper}}\n  worker: {build: ., ${sleeper}}\n`,
      Dockerfile: `FROM busybox\nARG LEVEL=low\nRUN echo $LEVEL ${Date.now()} > /level\n`,
    },
  })
  const [web, worker] = [`${project.name}-web`, `${project.name}-worker`]
  const { code, events } = await project.gantry('--progress', 'json', 'build', '--build-arg', 'LEVEL=high')
  expect(code).toBe(0)
  const kinds = events.flatMap((event) => (event.type === 'step-done' ? [event.operation] : []))
  expect(kinds).toEqual(['build-image', 'tag-image'])
  const [one, other] = await Promise.all([web, worker].map(async (name) => project.engine.inspectImage(name)))
  expect(other?.id).toBe(one?.id)
  await project.succeed('up', '-d', '--no-build')
  const read = await project.engine.execInContainer(`${project.name}-web-1`, { command: ['cat', '/level'] })
  expect(read.output).toMatch(/^high \d+/)
  expect((await project.gantry('build', '--no-cache')).code).toBe(0)
  const again = await project.gantry('--progress', 'json', 'up', '-d')
  const recreated = again.events.flatMap((event) =>
    event.type === 'step-done' && event.operation === 'create-container' ? [event.step] : [],
  )
  expect(recreated.toSorted()).toEqual(['web-1:create', 'worker-1:create'])
})

test('a context in a git repository is fetched with git and built', async () => {
  const served = temporaryFolder()
  const server = await serveRepositories(served.folder)
  const repository = createRepository(join(served.folder, 'app.git'))
  repository.write({ 'image/Dockerfile': 'FROM busybox\nCOPY . /context\n', 'image/word': 'fetched\n' })
  repository.publish()
  onTestFinished(async () => {
    await server.close()
    served.remove()
  })
  const project = await createBuild(
    ['app'],
    {
      files: {
        'compose.yaml': `services:\n  app: {build: "${server.address}/app.git#main:image", ${sleeper}}\n`,
      },
    },
    { XDG_CACHE_HOME: join(served.folder, 'cache') },
  )
  const { code, stderr } = await project.gantry('up', '-d')
  expect({ code, stderr }).toEqual({ code: 0, stderr })
  const { output } = await project.engine.execInContainer(`${project.name}-app-1`, {
    command: ['sh', '-c', 'cat /context/word; ls -A /context'],
  })
  expect(output).toContain('fetched')
  expect(output).not.toContain('.git')
})

test('a build that fails names the service, its last lines, and the exit code', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  web: {build: .}\n  plain: {image: busybox}\n`,
      Dockerfile: 'FROM busybox\nRUN echo before the end && exit 7\n',
    },
  })
  const { code, stderr } = await project.gantry('build')
  expect(code).toBe(22)
  expect(stderr).toContain(`${project.name}-web`)
  expect(stderr).toContain('before the end')
  expect(stderr).toMatch(/code: 7/)
})

test('pull fetches nothing that only can be built, and says why an image cannot be had', async () => {
  const project = await createProject({
    files: {
      'compose.yaml':
        'services:\n  bad: {image: "localhost:1/nothing:1"}\n  own: {build: .}\n  here: {image: busybox, pull_policy: never}\n',
      Dockerfile: 'FROM busybox\n',
    },
  })
  const failed = await project.gantry('pull')
  expect(failed.code).toBe(21)
  expect(failed.stderr).toContain('localhost:1/nothing:1')
  const ignored = await project.gantry('pull', '--ignore-pull-failures')
  expect(ignored.code).toBe(0)
  expect(ignored.stderr).toContain('the rest goes on without it')
  expect((await project.gantry('pull', 'own', 'here')).code).toBe(0)
})
