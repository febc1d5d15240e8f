// npm run picture: runs `gantry up -d --wait` and `gantry plan` on examples/flask in a pseudo-terminal of 80×24
// and writes what the terminal showed, half-way and at the end, as docs/up.svg. Needs an engine: eval "$(test/lab/up)".
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import xterm from '@xterm/headless'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const gantry = `node ${join(root, 'bin', 'gantry.js')} -p shop`
const [columns, rows] = [80, 24]
const { CI: _ci, NO_COLOR: _color, ...inherited } = process.env
const environment = { ...inherited, PORT: '8765', TERM: 'xterm-256color' }

const screens = []
await record('up -d --wait', (text) => /shop-db-1 +Waiting/.test(text))
spawnSync('sh', ['-c', `${gantry} down -v --rmi local`], {
  cwd: join(root, 'examples', 'flask'),
  env: environment,
})
writeFileSync(join(root, 'docs', 'up.svg'), svg(screens))
console.log(`docs/up.svg: ${screens.length} screens`)

/** Runs a command in a terminal; keeps the first screen for which `half` holds, and the last one. */
async function record(line, half) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const command = `stty rows ${rows} cols ${columns}; exec ${gantry} ${line}`
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: join(root, 'examples', 'flask'),
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let middle
  for await (const data of child.stdout) {
    await new Promise((resolve) => terminal.write(data, resolve))
    const screen = read(terminal)
    if (!middle && half(screen.text)) middle = screen
  }
  if (!middle)
    throw new Error(`the run was over before it showed what the picture wants:\n${read(terminal).text}`)
  screens.push({ title: `$ gantry ${line}`, ...middle }, { title: undefined, ...read(terminal) })
}

/** The lines of the screen as runs of one style each. */
function read(terminal) {
  const buffer = terminal.buffer.active
  const lines = Array.from({ length: buffer.length }, (_, y) => runsOf(buffer.getLine(y)))
  while (lines.at(-1)?.length === 0) lines.pop()
  return { lines, text: lines.map((runs) => runs.map(({ text }) => text).join('')).join('\n') }
}

function runsOf(line) {
  const runs = []
  for (let x = 0; x < columns; x++) {
    const cell = line.getCell(x)
    const style = `${cell.isFgPalette() ? cell.getFgColor() : -1}${cell.isBold() ? 'b' : ''}${cell.isDim() ? 'd' : ''}`
    const text = cell.getChars() || ' '
    if (runs.at(-1)?.style === style) runs.at(-1).text += text
    else runs.push({ style, text })
  }
  if (runs.length > 0) runs.at(-1).text = runs.at(-1).text.trimEnd()
  return runs.filter(({ text }) => text !== '')
}

/** Screens one above the other. */
function svg(all) {
  const [width, height, left] = [8.43, 18, 14]
  const palette = {
    1: '#ff7b72',
    2: '#7ee787',
    3: '#e3b341',
    4: '#79c0ff',
    5: '#d2a8ff',
    6: '#56d4dd',
    8: '#8b949e',
  }
  const body = []
  let y = 28
  for (const { title, lines } of all) {
    if (title)
      body.push(`<text x="${left}" y="${y}" fill="#e6edf3" font-weight="bold">${escape(title)}</text>`)
    if (title) y += height
    for (const runs of lines) {
      let x = left
      for (const { style, text } of runs) {
        const fill = palette[Number.parseInt(style, 10)] ?? '#e6edf3'
        const extra = `${style.includes('b') ? ' font-weight="bold"' : ''}${style.includes('d') ? ' opacity="0.65"' : ''}`
        if (text.trim() !== '')
          body.push(
            `<text x="${x.toFixed(1)}" y="${y}" fill="${fill}"${extra} xml:space="preserve">${escape(text)}</text>`,
          )
        x += text.length * width
      }
      y += height
    }
    y += height
  }
  const size = `width="${Math.round(columns * width + left * 2)}" height="${y}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14"><rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n${body.join('\n')}\n</svg>\n`
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
