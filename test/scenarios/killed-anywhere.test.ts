/** Gantry killed by SIGKILL a hundred times, at random moments of its runs: what it leaves, the next run takes over. */
import { expect, test } from 'vitest'
import { createProject, type Project } from './rig.ts'

const kills = 100
const lanes = 4
/** GANTRY_TEST_SEED repeats a run's choices. */
const seed = Number(process.env['GANTRY_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

const compose = (level: number) =>
  [
    'services:',
    `  db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: "${level}"}, volumes: ["named:/named", /data], network_mode: none}`,
    `  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: "${level}"}, depends_on: [db]}`,
    `  side: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, scale: ${(level % 2) + 1}, network_mode: none}`,
    'volumes: {named: }',
    '',
  ].join('\n')

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Kills the command somewhere in the time it usually takes; now and then it is over before. */
async function killSomewhere(project: Project, random: () => number, usual: number, ...args: string[]) {
  const running = project.start(...args)
  const timer = setTimeout(() => running.signal('SIGKILL'), random() * usual)
  await running.result
  clearTimeout(timer)
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}

async function lane(number: number): Promise<void> {
  const random = randomFrom(seed + number)
  const project = await createProject({ files: { 'compose.yaml': compose(0) } })
  const up = await timeOf(() => project.succeed('up', '-d'))
  for (let kill = 1; kill <= kills / lanes; kill += 1) {
    const about = `seed ${seed}, lane ${number}, kill ${kill}`
    await project.write({ 'compose.yaml': compose(kill) })
    if (kill % 5 === 0) {
      await killSomewhere(project, random, up / 2, 'down', '-v')
      await project.recover('down', '-v')
      expect(await project.leftovers(), about).toEqual([])
    } else {
      await killSomewhere(project, random, up, 'up', '-d')
      await project.recover('up', '-d')
      const plan = await project.gantry('plan', '--detailed-exitcode')
      expect(plan.code, `${about}\n${plan.stdout}${plan.stderr}`).toBe(0)
      expect(new Set((await project.containers()).map(({ state }) => state)), about).toEqual(
        new Set(['running']),
      )
    }
  }
  await project.succeed('down', '-v')
  expect(await project.leftovers(), `seed ${seed}, lane ${number}`).toEqual([])
}

test(`killed ${kills} times at random moments: up converges each time, down leaves nothing (seed ${seed})`, async () => {
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)))
}, 600_000)
