import { describe, expect, test } from 'vitest'
import { createProject, type Project } from './rig.ts'

const names = Array.from({ length: 10 }, (_, index) => `s${index + 1}`)
const compose = (level: string) =>
  [
    'services:',
    ...names.map(
      (name, index) =>
        `  ${name}: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: ${level}}, volumes: ["/data", "named:/named"]${index > 0 && index % 3 === 0 ? `, depends_on: [s${index}]` : ''}}`,
    ),
    'volumes: {named: }',
    '',
  ].join('\n')

/** Runs `up -d` and kills it, as nothing can be caught, once it has told so many events of the kind. */
async function killAt(project: Project, { type, operation, count }: Moment): Promise<void> {
  const running = project.start('--progress', 'json', 'up', '-d')
  const one = `"type":"${type}"[^\\n]*"operation":"${operation}"[^]*?`
  await running.says(new RegExp(one.repeat(count))).catch(() => undefined)
  running.signal('SIGKILL')
  await running.result
}

interface Moment {
  readonly type: 'step-started' | 'step-done'
  readonly operation: string
  readonly count: number
}

/** One further `up` puts everything right, and what is then there is exactly what the file says. */
async function expectHealed(project: Project): Promise<void> {
  await project.recover('up', '-d')
  const plan = await project.gantry('plan', '--detailed-exitcode')
  expect(plan.code, plan.stdout).toBe(0)
  const containers = await project.containers()
  expect(containers.map(({ name }) => name).sort()).toEqual(
    names.map((name) => `${project.name}-${name}-1`).sort(),
  )
  expect(new Set(containers.map(({ state }) => state))).toEqual(new Set(['running']))
}

/** Service → its anonymous volume. */
async function volumes(project: Project): Promise<ReadonlyMap<string, string | undefined>> {
  return new Map(
    (await project.containers())
      .map(
        ({ name, mounts }) =>
          [name, mounts.find(({ destination }) => destination === '/data')?.name] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

test.each([
  { type: 'step-started', operation: 'create-network', count: 1 },
  { type: 'step-started', operation: 'create-container', count: 1 },
  { type: 'step-done', operation: 'create-container', count: 4 },
  { type: 'step-started', operation: 'start-container', count: 1 },
  { type: 'step-done', operation: 'start-container', count: 5 },
] as const)('killed at a fresh up, $type $operation $count: the next up completes it', async (moment) => {
  const project = await createProject({ files: { 'compose.yaml': compose('a') } })
  await killAt(project, moment)
  await expectHealed(project)
  await project.succeed('down', '-v')
  expect(await project.leftovers()).toEqual([])
})

describe('killed while containers are made anew', () => {
  test('at every kind of step: the next up completes it, and anonymous volumes stay', async () => {
    const project = await createProject({ files: { 'compose.yaml': compose('0') } })
    await project.succeed('up', '-d')
    const before = await volumes(project)
    const moments: readonly Moment[] = [
      'create-container',
      'stop-container',
      'remove-container',
      'rename-container',
      'start-container',
    ].flatMap((operation) => [
      { type: 'step-started', operation, count: 1 } as const,
      { type: 'step-done', operation, count: 2 } as const,
    ])
    for (const [index, moment] of moments.entries()) {
      await project.write({ 'compose.yaml': compose(String(index + 1)) })
      await killAt(project, moment)
      await expectHealed(project)
      expect(await volumes(project), JSON.stringify(moment)).toEqual(before)
    }
    await project.succeed('down', '-v')
    expect(await project.leftovers()).toEqual([])
  })

  test('down -v takes away what a cut recreate left', async () => {
    const project = await createProject({ files: { 'compose.yaml': compose('a') } })
    await project.succeed('up', '-d')
    await project.write({ 'compose.yaml': compose('b') })
    await killAt(project, { type: 'step-done', operation: 'stop-container', count: 2 })
    const down = await project.gantry('down', '-v')
    expect(down.code, down.stderr).toBe(0)
    expect(await project.leftovers()).toEqual([])
  })
})
