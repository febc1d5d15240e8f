import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject, type Project } from './rig.ts'

const web = `
  web:
    image: busybox
    command: sleep 1000
    stop_signal: SIGKILL
    depends_on: [cloud]
    labels: {url: here}`

/** A provider in the project's folder that notes its calls, and tells what is in the file `url`. */
const provider = `#!/bin/sh
[ "$2" = metadata ] && { echo '{"up": {"parameters": [{"name": "size"}]}, "down": {"parameters": []}, "stop": {}}'; exit; }
echo "$*" >> calls
[ "$3" = up ] || exit 0
[ -e refuse ] && { echo '{"type": "error", "message": "no credit left"}'; exit 1; }
echo '{"type": "info", "message": "one moment"}'
echo "{\\"type\\": \\"setenv\\", \\"message\\": \\"URL=$(cat url)\\"}"
`

async function projectWithProvider(): Promise<Project> {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  cloud: {provider: {type: ./provider, options: {size: small, color: red}}}${web}`,
      provider,
      url: 'http://one',
    },
  })
  await chmod(join(project.dir, 'provider'), 0o755)
  return project
}

async function variable(project: Project): Promise<string | undefined> {
  const [container] = await project.containers()
  const raw = JSON.stringify(await project.engine.rawContainer(container?.id ?? ''))
  return /CLOUD_URL=([^"]*)"/.exec(raw)?.[1]
}

test('a provider is asked at every up; what it tells reaches its dependents, and a new answer makes them anew', async () => {
  const project = await projectWithProvider()
  const up = async () => {
    const { code, stderr } = await project.gantry('up', '-d')
    expect(stderr).not.toContain('Failed')
    expect(code).toBe(0)
    return (await project.containers()).map(({ id }) => id)
  }
  const first = await up()
  expect(await variable(project)).toBe('http://one')
  expect(await up()).toEqual(first)
  const plan = await project.gantry('plan')
  expect(plan.stdout).toContain('run provider')
  expect(plan.stdout).toContain('0 to create, 0 to recreate')
  await project.write({ url: 'http://two' })
  expect(await up()).not.toEqual(first)
  expect(await variable(project)).toBe('http://two')
  await project.gantry('stop')
  await project.gantry('down')
  expect((await readFile(join(project.dir, 'calls'), 'utf8')).trimEnd().split('\n')).toEqual([
    ...Array.from({ length: 3 }, () => `compose --project-name=${project.name} up --size=small cloud`),
    `compose --project-name=${project.name} stop cloud`,
    `compose --project-name=${project.name} down cloud`,
  ])
  expect(await project.holdings()).toEqual([])
})

test('a provider that fails: its own words, exit 31, and nothing that needs it is made', async () => {
  const project = await projectWithProvider()
  await project.write({ refuse: '' })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(31)
  expect(stderr).toContain('no credit left')
  expect(await project.containers()).toEqual([])
})

test('--dry-run asks no provider', async () => {
  const project = await projectWithProvider()
  expect((await project.gantry('--dry-run', 'up', '-d')).code).toBe(0)
  await expect(readFile(join(project.dir, 'calls'))).rejects.toThrow('ENOENT')
})

test('a model is set up by the plugin of the Docker CLI, and its service is told where it is', async () => {
  const project = await createProject(
    {
      files: {
        'compose.yaml': `services:\n  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, models: {llm: {endpoint_var: AI, model_var: NAME}}}\nmodels: {llm: {model: ai/smollm2}}`,
        'docker/cli-plugins/docker-model': `#!/bin/sh\ncase $1 in ls) echo '[]' ;; status) echo '{"endpoint": "http://models/v1"}' ;; esac\n`,
      },
    },
    { DOCKER_CONFIG: 'docker' },
  )
  await chmod(join(project.dir, 'docker/cli-plugins/docker-model'), 0o755)
  const { code, stderr } = await project.gantry('up', '-d')
  expect(stderr).toContain('Model ai/smollm2 Set up')
  expect(code).toBe(0)
  const [container] = await project.containers()
  expect(JSON.stringify(await project.engine.rawContainer(container?.id ?? ''))).toMatch(
    /"AI=http:\/\/models\/v1".*"NAME=ai\/smollm2"/,
  )
})
