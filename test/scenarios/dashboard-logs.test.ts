import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/docker/connect.ts'
import type { Engine } from '../../src/docker/engine.ts'
import { followLogs } from '../../src/execute/follow-logs.ts'
import { createStampedLines, type StampedLine } from '../../src/execute/stamped-lines.ts'
import { sampleStats } from '../../src/execute/sample-stats.ts'
import { watchProject } from '../../src/execute/watch-project.ts'
import { createUsageRings } from '../../src/ui/dashboard/stats/rings.ts'
import { openProxy } from './proxy.ts'
import { createProject, onPodman, type Project } from './rig.ts'

/** `lines` and `loop` count their lines, from 1 in every run; `loop` ends and is restarted by the engine. */
const compose = `
x-base: &base {image: busybox, stop_signal: SIGKILL}
services:
  lines: {<<: *base, command: sh -c 'i=0; while :; do i=$$((i+1)); echo "$$i"; usleep 4000; done'}
  tty: {<<: *base, tty: true, command: sh -c 'i=0; while :; do i=$$((i+1)); echo "$$i"; usleep 9000; done'}
  loop: {<<: *base, restart: always, command: sh -c 'for i in $$(seq 30); do echo "$$i"; echo "$$i" >&2; done; echo end'}
`

/** Follows the project's output over this connection; what was told, by container, and what the watch said. */
function follow(engine: Engine, project: Project) {
  const over = new AbortController()
  const told = new Map<string, string[]>()
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach((listener) => listener())
  const lost: (string | undefined)[] = []
  const follower = followLogs({
    engine,
    signal: over.signal,
    tail: 100_000,
    onLine: ({ id }, line) => {
      told.set(id, [...(told.get(id) ?? []), textOf(line)])
      tell()
    },
  })
  const originOf = (id: string, name: string) => ({ id, name, service: name })
  const done = watchProject({
    engine,
    project: project.name,
    signal: over.signal,
    pause: 20,
    onContainers: (containers) => {
      for (const { id, name, state } of containers) follower.know(originOf(id, name), state === 'running')
    },
    onEvent: ({ action, containerId, containerName }) => {
      if (action === 'start') follower.started(originOf(containerId, containerName))
    },
    onLost: (reason) => {
      lost.push(reason)
      tell()
    },
  })
  onTestFinished(async () => {
    over.abort()
    await done
  })
  /** Resolves when it holds; looked at whenever something is told. */
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!holds()) return
        listeners.delete(look)
        resolve()
      }
      listeners.add(look)
      look()
    })
  return { told, lost, until }
}

function textOf({ stream, time, text }: StampedLine): string {
  return `${time} ${stream} ${text}`
}

/** All that the engine kept of a container's output. */
async function kept(engine: Engine, id: string): Promise<readonly string[]> {
  const found: string[] = []
  const lines = createStampedLines((line) => found.push(textOf(line)))
  for await (const chunk of engine.containerLogs(id, { timestamps: true })) lines.add(chunk)
  lines.end()
  return found
}

async function connected(host?: string): Promise<Engine> {
  const engine = await connect({ env: { ...process.env, ...(host && { DOCKER_HOST: host }) } })
  onTestFinished(() => engine.close())
  return engine
}

/** Podman follows a log file that is still being written, half lines included: there lines cannot be compared. */
const comparable = onPodman ? [] : ['no line is missing and none comes twice']

test.each(comparable)('through restarts, a recreate and cut connections %s', async () => {
  const proxy = await openProxy()
  const project = await createProject({ files: { 'compose.yaml': compose } })
  await project.succeed('up', '-d')
  const { told, lost, until } = follow(await connected(proxy.host), project)
  const idOf = async (service: string) => {
    const containers = await project.containers()
    return containers.find(({ labels }) => labels['com.docker.compose.service'] === service)?.id ?? ''
  }
  const more = async (id: string, count: number) => {
    const before = told.get(id)?.length ?? 0
    await until(() => (told.get(id)?.length ?? 0) >= before + count)
  }
  const ids = { lines: await idOf('lines'), tty: await idOf('tty'), loop: await idOf('loop') }
  await Promise.all(Object.values(ids).map(async (id) => more(id, 40)))
  for (let times = 0; times < 3; times++) {
    await proxy.cut()
    await until(() => lost.at(-1) !== undefined)
    if (times === 1) await project.engine.restartContainer(ids.tty)
    await proxy.mend()
    await Promise.all([more(ids.lines, 60), more(ids.tty, 30)])
    await project.engine.restartContainer(ids.lines)
    await more(ids.lines, 60)
  }
  await project.succeed('up', '-d', '--force-recreate', 'lines')
  const anew = await idOf('lines')
  expect(anew).not.toBe(ids.lines)
  await until(() => (told.get(anew)?.length ?? 0) >= 60)

  for (const id of [anew, ids.tty, ids.loop]) {
    await project.engine.stopContainer(id)
    const all = await kept(project.engine, id)
    await until(() => (told.get(id)?.length ?? 0) >= all.length)
    expect(told.get(id)?.toSorted()).toEqual(all.toSorted())
  }
  // Its container is gone, and the engine's log with it: but every run counted from 1 without a gap.
  const numbers = (told.get(ids.lines) ?? []).map((line) => Number(line.split(' ')[2]))
  const times = Array.from(
    { length: Math.max(...numbers) },
    (_, at) => numbers.filter((n) => n === at + 1).length,
  )
  expect(times[0], 'the first start and three more').toBe(4)
  expect(times).toEqual(times.toSorted((one, other) => other - one))
  expect(numbers.length).toBeGreaterThan(300)
})

test('what containers use: only of those that are looked at, and the figures are those of the work done', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `
services:
  busy: {image: busybox, stop_signal: SIGKILL, command: sh -c 'while :; do :; done', cpus: 0.2}
  idle: {image: busybox, stop_signal: SIGKILL, command: sleep 1000, mem_limit: 64m}
`,
    },
  })
  await project.succeed('up', '-d')
  const engine = await connected()
  const over = new AbortController()
  onTestFinished(() => over.abort())
  const rings = createUsageRings()
  const [busy, idle] = (await project.containers()).map(({ id }) => id)
  await new Promise<void>((resolve) => {
    const sampler = sampleStats({
      engine,
      signal: over.signal,
      onSample: (id, sample) => {
        rings.add(id, sample)
        if ([busy, idle].every((one) => one && rings.of(one).length > 1)) resolve()
      },
    })
    sampler.want([busy, idle].filter((id) => id !== undefined))
  })
  const figures = (await project.containers()).map(({ id, labels }) => [
    labels['com.docker.compose.service'],
    rings.last(id),
  ])
  expect(Object.fromEntries(figures)).toMatchObject({
    busy: { cpuPercent: expect.toSatisfy((percent: number) => percent > 1 && percent < 60) },
    idle: {
      memoryLimit: 64 * 1024 * 1024,
      processes: 1,
      cpuPercent: expect.toSatisfy((percent: number) => percent < 10),
    },
  })
})
