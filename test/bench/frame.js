// npm run bench:frame: milliseconds from the start of the program to its first frame, in a pseudo-terminal of 80×24 on the
// engine of DOCKER_HOST. `up` is timed on the Flask example with everything still to do, `ui` on what it made.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, ms } from './rivals.js'

const limit = 250
const rounds = 9
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const program = join(root, 'bin', 'gantry.js')
const folder = mkdtempSync(join(tmpdir(), 'gantry-frame-'))
const { CI: _ci, NO_COLOR: _color, GANTRY_UI: _ui, COMPOSE_PROGRESS: _progress, ...inherited } = process.env
const env = {
  ...inherited,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  COMPOSE_PROJECT_NAME: `frame${process.pid}`,
  PORT: '0',
}

/** A command, what its first frame holds, and how it is left. */
const surfaces = [
  { name: 'inline (up --no-start)', args: ['up', '--no-start'], frame: /\[\+\] .*up/, undo: true },
  { name: 'dashboard (ui)', args: ['ui'], frame: /\[\?1049h[^]*\bdb\b/, keys: '\u0003' },
]

cpSync(join(root, 'examples', 'flask'), folder, { recursive: true })
try {
  let slow = false
  for (const surface of surfaces) {
    if (surface.undo === undefined) gantry('up', '--no-start')
    const times = []
    for (let round = 0; round <= rounds; round++) {
      times.push(await firstFrame(surface))
      if (surface.undo) gantry('down', '-v')
    }
    const [, ...counted] = times
    const middle = median(counted)
    slow ||= middle > limit
    const spread = `${ms(Math.min(...counted))} … ${ms(Math.max(...counted))}`
    console.log(`${surface.name.padEnd(24)} ${ms(middle)}  (${spread}; at most ${limit} ms)`)
  }
  process.exitCode = slow ? 1 : 0
} finally {
  gantry('down', '-v', '--rmi', 'local')
  rmSync(folder, { recursive: true, force: true })
}

function gantry(...args) {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, env })
}

/** From the moment at which the shell becomes the program to the frame's arrival at the terminal. */
async function firstFrame({ name, args, frame, keys }) {
  const line = `stty rows 24 cols 80; printf ready; exec '${process.execPath}' '${program}' ${args.join(' ')}`
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let text = ''
  let began
  let seen
  for await (const data of child.stdout) {
    const now = performance.now()
    text += data
    if (began === undefined && text.includes('ready')) began = now
    if (seen !== undefined || !frame.test(text)) continue
    seen = now
    if (keys) child.stdin.write(keys)
  }
  if (seen === undefined) throw new Error(`${name} showed no frame:\n${text}`)
  return seen - began
}
