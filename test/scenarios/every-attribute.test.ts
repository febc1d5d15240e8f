import { access, rmdir } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { attributes } from '../../src/compose/attributes/index.ts'
import { dockerCompose } from './docker-compose.ts'
import { differences, inspectProject, type Difference } from './inspect.ts'
import { createProject, type Project } from './rig.ts'

// Two runs on one engine must not ask for the same addresses.
const own = 160 + (process.pid % 60)
const environment = {
  SUBNET: `10.${own}.77`,
  SUBNET6: `fd00:${own}:77`,
  CONFIG: 'from a variable\n',
  PASSWORD: 'hunter2\n',
  DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'a.io': { auth: 'Ym9iOmh1bnRlcjI=' } } }),
}

/** Every way in which what Gantry makes of a file may differ from what docker compose 2.40 makes of it. */
const allowed: Readonly<Record<string, (difference: Difference) => boolean>> = {
  'labels say who made it': ({ path }) => /\.(com\.docker\.compose\.version|gantry\.definition)$/.test(path),
  'docker compose leaves the order of depends_on in its label to chance': ({ path, one = '', other = '' }) =>
    path.endsWith('.com.docker.compose.depends_on') && sortedList(one) === sortedList(other),
  'docker compose writes capabilities with CAP_': ({ path }) =>
    /\.Cap(Add|Drop)\[(CAP_)?[A-Z_]+\]$/.test(path),
  'docker compose drops :ro of volumes_from': ({ path }) =>
    /-borrowing-1\.(HostConfig\.VolumesFrom\[|Mounts\[\/of-list\]\.(RW|Mode)$)/.test(path),
  'hashes are those of docker compose 5: shared containers by id, no create_host_path where it is true': ({
    path,
  }) => /-(beside|borrowing|stored|files)-1\.Config\.Labels\.com\.docker\.compose\.config-hash$/.test(path),
  'docker compose 2.40 loses ipam.options': ({ path }) =>
    /_tuned\.(IPAM\.Options\.foo|Labels\.com\.docker\.compose\.config-hash)$/.test(path),
  'the engine picks a subnet where none is asked for': ({ path, one = '', other = '' }) =>
    /^network \S+\.IPAM\.Config\[0\]\.(Subnet|Gateway)$/.test(path) &&
    ![one, other].some((address) => address.includes(environment.SUBNET)),
}

/** A driver of secrets is refused: only a cluster has them. storage_opt needs a file system with quotas below the engine. */
const untold: readonly string[] = ['secrets.*.driver', 'services.*.storage_opt']

function sortedList(text: string): string {
  return text.replaceAll('"', '').split(',').toSorted().join(',')
}

type Tool = (...args: readonly string[]) => Promise<string>

/** docker compose and Gantry on one file, one after the other, under one name: nothing but the tool differs. */
async function bothOn(file: string): Promise<{ project: Project; tools: readonly Tool[] }> {
  const project = await createProject({ scenario: 'every-attribute' }, environment)
  const compose: Tool = async (...args) => dockerCompose(project, ['-f', file, ...args], environment)
  const gantry: Tool = async (...args) => {
    const { code, stdout, stderr } = await project.gantry('-f', file, ...args)
    expect(code, stderr).toBe(0)
    return stdout
  }
  return { project, tools: [compose, gantry] }
}

/** What is different and not allowed to be: path, docker compose's value, ours. */
function faults([theirs = new Map(), ours = new Map()]: readonly ReadonlyMap<string, string>[]) {
  return differences(theirs, ours).filter(
    (difference) => !Object.values(allowed).some((allows) => allows(difference)),
  )
}

test('every attribute reaches the engine as docker compose hands it over', async () => {
  const { project, tools } = await bothOn('compose.yaml')
  const inspections = []
  for (const tool of tools) {
    await tool('up', '--no-start')
    inspections.push(await inspectProject(project.name))
    await tool('down', '-v')
  }
  expect(inspections[0]?.size).toBeGreaterThan(2000)
  expect(faults(inspections)).toEqual([])
})

test('files, hooks, shared namespaces and health are in containers as docker compose puts them there', async () => {
  const { inspections, outputs } = await startedWith('started.yaml')
  expect(faults(inspections)).toEqual([])
  expect(outputs[0]).toContain('files-1 | first /etc one 0')
  expect(outputs[1]).toEqual(outputs[0])
})

test('use_api_socket gives a container what docker compose gives it', async () => {
  const socket = '/var/run/docker.sock'
  // The engine makes a folder of a bind mount's source that is not there.
  const isThere = await access(socket).then(
    () => true,
    () => false,
  )
  if (!isThere) onTestFinished(async () => rmdir(socket).catch(() => undefined))
  const { inspections, outputs } = await startedWith('api-socket.yaml')
  expect(faults(inspections)).toEqual([])
  expect(outputs[0]).toContain('ci-1 | /run/secrets/docker')
  expect(outputs[0]?.join()).toContain('Ym9iOmh1bnRlcjI=')
  expect(outputs[1]).toEqual(outputs[0])
})

/** What the engine says of the running containers, and what those wrote, for docker compose and for Gantry. */
async function startedWith(file: string) {
  const { project, tools } = await bothOn(file)
  const inspections = []
  const outputs = []
  for (const tool of tools) {
    await tool('up', '-d', '--wait')
    inspections.push(await inspectProject(project.name))
    await tool('stop')
    outputs.push(byService(await tool('logs', '--no-color')))
    await tool('down', '-v')
  }
  return { inspections, outputs }
}

/** The lines that containers wrote, the services in order; the width of names depends on who spoke first. */
function byService(output: string): readonly string[] {
  const lines = output
    .split('\n')
    .flatMap((line) => (/^\S+ +\| /.test(line) ? [line.replace(/ +\| /, ' | ')] : []))
  const service = (line: string) => line.split(' ')[0] ?? ''
  return lines.toSorted((a, b) => (service(a) < service(b) ? -1 : Number(service(a) > service(b))))
}

test('the files have every attribute that the engine is told', async () => {
  const project = await createProject({ scenario: 'every-attribute' }, environment)
  const models = await Promise.all(
    ['compose.yaml', 'started.yaml'].map(async (file): Promise<unknown> => {
      const { stdout } = await project.gantry('-f', file, 'config', '--format', 'json')
      return JSON.parse(stdout)
    }),
  )
  const missing = attributes
    .filter(({ effect }) => effect === 'engine')
    .map(({ path }) => path)
    .filter((path) => !models.some((model) => has(model, path.split('.'))))
  expect(missing).toEqual(untold)
})

/** True where the path leads to a value; `*` and `[]` are any key and any item. `config` prints the keys of blkio_config's lists in capitals. */
function has(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true
  if (typeof value !== 'object' || value === null) return false
  if (step === '*' || step === '[]') return Object.values(value).some((item) => has(item, rest))
  return Object.entries(value).some(([key, item]) => key.toLowerCase() === step && has(item, rest))
}
