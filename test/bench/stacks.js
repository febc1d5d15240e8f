// The stacks that the engine benchmark brings up and down: each a folder with a Compose file, and what is timed on it.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * By the name to ask for. `make` fills a folder; `running` is how many containers run after each `up`; `rounds` says
 * how often every command is timed, the round that warms up not counted.
 */
export const stacks = {
  fifty: {
    title: '50 services',
    rounds: 5,
    running: 50,
    bare: true,
    make: (folder) => write(folder, services(50)),
    commands: [
      { label: 'up -d', args: ['up', '-d'], target: 0.85 },
      { label: 'up -d, nothing to do', args: ['up', '-d'] },
      { label: 'down', args: ['down'], target: 0.75 },
    ],
  },
  ten: {
    title: '10 services',
    rounds: 5,
    running: 10,
    make: (folder) => write(folder, services(10)),
    commands: [
      { label: 'up -d', args: ['up', '-d'] },
      { label: 'up -d, nothing to do', args: ['up', '-d'] },
      { label: 'up -d --force-recreate', args: ['up', '-d', '--force-recreate'] },
      { label: 'ps', args: ['ps'] },
      { label: 'down', args: ['down'] },
    ],
  },
  flask: {
    title: 'Flask + Postgres + Redis',
    rounds: 5,
    running: 3,
    make: (folder, root) => cpSync(join(root, 'examples', 'flask'), folder, { recursive: true }),
    commands: [
      { label: 'up -d --wait', args: ['up', '-d', '--wait'] },
      { label: 'up -d, nothing to do', args: ['up', '-d'], target: 0.5 },
      { label: 'up -d --wait, nothing to do', args: ['up', '-d', '--wait'] },
      { label: 'down -v', args: ['down', '-v'] },
    ],
  },
  deaf: {
    title: 'an application that ignores SIGTERM',
    rounds: 2,
    running: 1,
    make: (folder) =>
      write(
        folder,
        '  web: {image: "python:3.11-slim", command: [python, -c, "import time; time.sleep(1000)"]}\n',
      ),
    commands: [
      { label: 'up -d', args: ['up', '-d'] },
      { label: 'down', args: ['down'], target: 0.15 },
    ],
  },
}

function services(count) {
  return Array.from(
    { length: count },
    (_, index) => `  s${index}: {image: busybox, command: sleep 1000, stop_signal: SIGKILL}\n`,
  ).join('')
}

function write(folder, text) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'compose.yaml'), `services:\n${text}`)
}
