/** Questions at a terminal: nothing is lost but by a yes. */
import { describe, expect, test } from 'vitest'
import { openPty } from './pty.ts'
import { createProject, type Project } from './rig.ts'

const stack = (label: string) => ({
  'compose.yaml': [
    'services:',
    '  app: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, volumes: ["one:/one", "two:/two"]}',
    'volumes:',
    `  one: {labels: {tier: ${label}}}`,
    `  two: {labels: {tier: ${label}}}`,
    '',
  ].join('\n'),
})

/** A project that runs, with something in both volumes, and files that want the volumes otherwise. */
async function diverged(): Promise<Project> {
  const project = await createProject({ files: stack('silver') })
  await project.succeed('up', '-d')
  await inApp(project, ['touch', '/one/kept', '/two/kept'])
  await project.write(stack('gold'))
  return project
}

async function kept(project: Project): Promise<string> {
  const output = await inApp(project, ['find', '/one', '/two', '-type', 'f'])
  return output.trim().split('\n').sort().join(' ')
}

async function inApp({ engine, name }: Project, command: readonly string[]): Promise<string> {
  const { exitCode, output } = await engine.execInContainer(`${name}-app-1`, { command })
  expect(exitCode).toBe(0)
  return output
}

/** Types an answer at every question that comes; what the program said and its exit code. */
async function answered(project: Project, args: readonly string[], answers: readonly string[]) {
  const pty = await openPty(project, args)
  for (const [index, answer] of answers.entries()) {
    await pty.says(new RegExp(`(?:\\[y/N\\] [^]*){${index + 1}}`))
    pty.type(answer)
  }
  const { bytes, code, stty } = await pty.result
  expect(stty).toEqual([stty[0], stty[0]])
  return { code, questions: bytes.match(/\[y\/N\]/g)?.length ?? 0, bytes }
}

const both = '/one/kept /two/kept'
const [ctrlC, ctrlD] = ['\u0003', '\u0004']

describe('volumes that differ', () => {
  test.each([
    ['yes to both', ['y\r', 'yes\r'], { code: 0, questions: 2, left: '' }],
    ['yes to one, no to the other', ['n\r', 'Y\r'], { code: 0, questions: 2, left: '/one/kept' }],
    ['no', ['n\r', 'no\r'], { code: 0, questions: 2, left: both }],
    ['Enter', ['\r', '\r'], { code: 0, questions: 2, left: both }],
    ['another word', ['yep\r', 'j\r'], { code: 0, questions: 2, left: both }],
    ['the end of the input', [ctrlD, ctrlD], { code: 0, questions: 2, left: both }],
    ['Ctrl-C', [ctrlC], { code: 130, questions: 1, left: both }],
    ['Ctrl-C after a yes', ['y\r', ctrlC], { code: 130, questions: 2, left: both }],
  ])('%s', async (_, answers, { left, ...expected }) => {
    const project = await diverged()
    expect(await answered(project, ['up', '-d'], answers)).toMatchObject(expected)
    expect(await kept(project)).toBe(left)
  })
})

describe('rm without -f', () => {
  test.each([
    ['yes', 'y\r', { code: 0, left: 0 }],
    ['no', 'n\r', { code: 0, left: 1 }],
    ['Enter', '\r', { code: 0, left: 1 }],
    ['the end of the input', ctrlD, { code: 0, left: 1 }],
    ['Ctrl-C', ctrlC, { code: 130, left: 1 }],
  ])('%s', async (_, answer, { code, left }) => {
    const project = await createProject({
      files: { 'compose.yaml': 'services: {app: {image: busybox, command: "true"}}\n' },
    })
    await project.succeed('create')
    const said = await answered(project, ['rm'], [answer])
    expect(said).toMatchObject({ code, questions: 1 })
    expect(said.bytes).toContain(`Remove ${project.name}-app-1? [y/N]`)
    expect(await project.containers()).toHaveLength(left)
  })
})
