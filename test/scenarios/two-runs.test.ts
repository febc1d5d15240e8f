import { expect, test } from 'vitest'
import { createProject } from './rig.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f']
const compose = (level: string) =>
  `services:\n${names.map((name) => `  ${name}: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: ${level}}, volumes: [/data]}\n`).join('')}`

test.each([
  ['on nothing', undefined],
  ['on a stack that both make anew', 'old'],
])(
  'two runs of up at the same time, %s: nothing is broken, and a further up completes it',
  async (_, before) => {
    const project = await createProject({ files: { 'compose.yaml': compose(before ?? 'new') } })
    if (before) {
      await project.gantry('up', '-d')
      await project.write({ 'compose.yaml': compose('new') })
    }
    const both = await Promise.all([project.gantry('up', '-d'), project.gantry('up', '-d')])
    for (const { code, stderr } of both.filter((run) => run.code !== 0)) {
      expect([1, 40]).toContain(code)
      if (!before) expect(stderr).toMatch(/another run is at work/)
    }
    const up = await project.gantry('up', '-d')
    expect(up.code, up.stderr).toBe(0)
    expect((await project.gantry('plan', '--detailed-exitcode')).code).toBe(0)
    expect((await project.containers()).map(({ name, state }) => `${name} ${state}`).sort()).toEqual(
      names.map((name) => `${project.name}-${name}-1 running`),
    )
    expect((await project.gantry('down', '-v')).code).toBe(0)
    expect(await project.holdings()).toEqual([])
  },
)
