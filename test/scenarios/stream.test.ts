import { expect, test } from 'vitest'
import { createProject } from './rig.ts'

/** Each speaks when the one before it has spoken, so that the order is always the same. */
const talkers = {
  'compose.yaml': `
services:
  a:
    image: busybox
    command: sh -c 'printf "one\\ntwo\\n\\n  indented\\ttab\\n\\033[31mred\\033[0m plain\\n"; printf "no newline"'
  longername:
    image: busybox
    command: sh -c 'printf "progress 10%%\\rprogress 20%%\\r\\nwide 字 end\\n"; exit 3'
    depends_on: {a: {condition: service_completed_successfully}}
  quiet:
    image: busybox
    command: sleep 1
    depends_on: [longername]
  third:
    image: busybox
    container_name: "\${COMPOSE_PROJECT_NAME}-own"
    command: sh -c 'echo three; echo to stderr >&2'
    depends_on: {quiet: {condition: service_completed_successfully}}
`,
}

const linesOf = (text: string) => text.split('\n').filter((line) => / \| |^Attaching/.test(line))

test('lines of containers are docker compose’s, byte for byte, and every container’s end is told', async () => {
  const project = await createProject({ files: talkers })
  const { code, stdout, stderr } = await project.gantry('up')
  expect(code).toBe(0)
  expect(linesOf(stdout)).toEqual([
    `Attaching to a-1, longername-1, ${project.name}-own, quiet-1`,
    'a-1  | one',
    'a-1  | two',
    'a-1  | ',
    'a-1  |   indented\ttab',
    'a-1  | \u001B[31mred\u001B[0m plain',
    'a-1  | no newline',
    'longername-1  | progress 10%\rprogress 20%',
    'longername-1  | wide 字 end',
    `${project.name}-own  | three`,
  ])
  expect(linesOf(stderr)).toEqual([`${project.name}-own  | to stderr`])
  expect(stdout.split('\n').filter((line) => line.includes(' exited '))).toEqual([
    'a-1 exited with code 0',
    'longername-1 exited with code 3',
    'quiet-1 exited with code 0',
    `${project.name}-own exited with code 0`,
  ])
})

test.each([
  [['--no-log-prefix'], ['one', 'wide 字 end', 'three']],
  [['--attach', 'third'], ['NAME-own  | three']],
  [['--no-attach', 'a', '--no-attach', 'third'], ['longername-1  | wide 字 end']],
  [['longername'], ['longername-1  | wide 字 end']],
  [
    ['longername', '--attach-dependencies'],
    ['a-1  | one', 'longername-1  | wide 字 end'],
  ],
])('up %s', async (args, shown) => {
  const project = await createProject({ files: talkers })
  const { stdout } = await project.gantry('up', ...args)
  const wanted = /one$|wide 字 end$|three$/
  expect(stdout.split('\n').filter((line) => wanted.test(line))).toEqual(
    shown.map((line) => line.replace('NAME', project.name)),
  )
})

test('with --timestamps every line has its time', async () => {
  const project = await createProject({ files: talkers })
  const { stdout } = await project.gantry('up', '--timestamps', 'a')
  const lines = linesOf(stdout).slice(1)
  expect(lines).toHaveLength(6)
  for (const line of lines) expect(line).toMatch(/^a-1 {2}\| \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z /)
})

test('a dozen services are followed without a word of our own', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `s${String(at).padStart(2, '0')}`)
  const services = names.map(
    (name) => `  ${name}: {image: busybox, command: sh -c 'echo up; exec sleep 1000', stop_signal: SIGKILL}`,
  )
  const project = await createProject({ files: { 'compose.yaml': `services:\n${services.join('\n')}\n` } })
  const up = project.start('--ui', 'quiet', 'up')
  for (const name of names) await up.says(`${name}-1  | up`)
  const logs = project.start('logs', '-f')
  for (const name of names) await logs.says(`${name}-1  | up`)
  logs.signal('SIGINT')
  expect(await logs.result).toMatchObject({ stderr: '' })
  await project.succeed('stop')
  expect(await up.result).toMatchObject({ code: 0, stderr: '' })
})
