// npm run picture: runs `gantry up -d --wait` and `gantry ui` on examples/flask in pseudo-terminals and writes what they showed
// as docs/up.svg (half-way and at the end) and docs/dashboard.svg. Needs an engine: eval "$(test/lab/up)".
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import xterm from '@xterm/headless'
import { readScreen, svg } from './svg.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const gantry = `node ${join(root, 'bin', 'gantry.js')} -p shop`
const { CI: _ci, NO_COLOR: _color, ...inherited } = process.env
const where = {
  cwd: join(root, 'examples', 'flask'),
  env: { ...inherited, PORT: '8765', TERM: 'xterm-256color' },
}

try {
  write('up.svg', await pictureOfUp({ columns: 80, rows: 24 }), 80)
  write('dashboard.svg', await pictureOfDashboard({ columns: 120, rows: 30 }), 120)
} finally {
  spawnSync('sh', ['-c', `${gantry} down -v --rmi local`], where)
}

/** The screen half-way and the last one. */
async function pictureOfUp(size) {
  const run = startIn(size, 'up -d --wait')
  let middle
  for await (const screen of run.screens) {
    if (!middle && /shop-db-1 +Waiting/.test(screen.text)) middle = screen
  }
  if (!middle)
    throw new Error(`the run was over before it showed what the picture wants:\n${run.last().text}`)
  return [{ title: '$ gantry up -d --wait', ...middle }, run.last()]
}

/** The dashboard with the last service chosen, as soon as there are numbers for every service. */
async function pictureOfDashboard(size) {
  const run = startIn(size, 'ui')
  let pressed = false
  for await (const screen of run.screens) {
    if (!pressed && /● web/.test(screen.text)) run.press('jj')
    pressed ||= /● web/.test(screen.text)
    const wanted = /Why web/.test(screen.text) && /GET/.test(screen.text)
    if (wanted && screen.text.match(/\d%/g)?.length === 3) {
      run.press('q')
      return [screen]
    }
  }
  throw new Error(`the dashboard did not show what the picture wants:\n${run.last().text}`)
}

/** Runs a command in a terminal; `screens` gives each state of it. */
function startIn({ columns, rows }, line) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const command = `stty rows ${rows} cols ${columns}; exec ${gantry} ${line}`
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    ...where,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  async function* screens() {
    for await (const data of child.stdout) {
      await new Promise((resolve) => terminal.write(data, resolve))
      yield readScreen(terminal)
    }
  }
  return {
    screens: screens(),
    last: () => readScreen(terminal),
    press: (keys) => child.stdin.write(keys),
  }
}

function write(name, screens, columns) {
  writeFileSync(join(root, 'docs', name), svg(screens, columns))
  console.log(`docs/${name}`)
}
