import { expect, test } from 'vitest'
import { openPty, type PtyResult } from './pty.ts'
import { createProject } from './rig.ts'

const stack = {
  'compose.yaml': `services:
  web:
    image: busybox
    command: sh -c "trap 'echo bye; exit 0' TERM; i=0; while :; do i=$$((i+1)); echo hello $$i from web; sleep 0.5 & wait $$!; done"
    depends_on: {db: {condition: service_healthy}}
  db:
    image: busybox
    command: sh -c "trap 'exit 0' TERM; echo db ready; echo WARN low memory; while :; do sleep 1 & wait $$!; done"
    healthcheck: {test: "true", interval: 1s}
  job: {image: busybox, command: "echo done"}
`,
}

/** What holds whenever the dashboard has left the terminal. */
function expectTidy({ bytes, stty }: PtyResult): void {
  expect(bytes).not.toContain('\u001B[3J')
  for (const [on, off] of [
    ['\u001B[?1049h', '\u001B[?1049l'],
    ['\u001B[?25l', '\u001B[?25h'],
    ['\u001B[?7l', '\u001B[?7h'],
    ['\u001B[?2004h', '\u001B[?2004l'],
  ] as const) {
    expect(bytes.lastIndexOf(off)).toBeGreaterThan(bytes.lastIndexOf(on))
  }
  expect(stty[0]).not.toBe('')
  expect(stty[1]).toBe(stty[0])
}

test('watches what runs, shows its help, and leaves it running', async () => {
  const project = await createProject({ files: stack })
  await project.succeed('up', '-d')
  const pty = await openPty(project, ['ui'], { columns: 120, rows: 30 })
  await pty.shows(/db +healthy/)
  await pty.shows('WARN low memory')
  pty.type('?')
  await pty.shows('next service or line')
  pty.type('\u001B')
  await pty.shows((screen) => !screen.includes('next service or line'))
  pty.type('q')
  const result = await pty.result
  expect(result.code).toBe(0)
  expectTidy(result)
  expect(result.lines).toEqual([`${project.name}: 2 of 3 services running`])
  expect((await project.containers()).filter(({ state }) => state === 'running')).toHaveLength(2)
})
