// Screens of a terminal (@xterm/headless) as one SVG.

const palette = {
  1: '#ff7b72',
  2: '#7ee787',
  3: '#e3b341',
  4: '#79c0ff',
  5: '#d2a8ff',
  6: '#56d4dd',
  8: '#8b949e',
}
const [ink, paper] = ['#e6edf3', '#0d1117']
const [width, height, left] = [8.43, 18, 14]

/** The lines of the screen as runs of one style each. */
export function readScreen(terminal) {
  const buffer = terminal.buffer.active
  const lines = Array.from({ length: buffer.length }, (_, y) => runsOf(buffer.getLine(y), terminal.cols))
  while (lines.at(-1)?.length === 0) lines.pop()
  return { lines, text: lines.map((runs) => runs.map(({ text }) => text).join('')).join('\n') }
}

function runsOf(line, columns) {
  const runs = []
  for (let x = 0; x < columns; x++) {
    const cell = line.getCell(x)
    const style = styleOf(cell)
    const text = cell.getChars() || ' '
    const last = runs.at(-1)
    if (last && JSON.stringify(last.style) === JSON.stringify(style)) last.text += text
    else runs.push({ style, text })
  }
  const last = runs.at(-1)
  if (last && !last.style.inverse) last.text = last.text.trimEnd()
  return runs.filter(({ text }) => text !== '')
}

function styleOf(cell) {
  return {
    colour: cell.isFgPalette() ? cell.getFgColor() : -1,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    inverse: cell.isInverse() !== 0,
  }
}

/** Screens one above the other, `{ title, lines }` each, as a picture as wide as so many columns. */
export function svg(screens, columns) {
  const body = []
  let y = 28
  for (const { title, lines } of screens) {
    if (title) {
      body.push(`<text x="${left}" y="${y}" fill="${ink}" font-weight="bold">${escape(title)}</text>`)
      y += height
    }
    for (const runs of lines) {
      body.push(...drawLine(runs, y))
      y += height
    }
    y += height
  }
  const size = `width="${Math.round(columns * width + left * 2)}" height="${y}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14"><rect width="100%" height="100%" rx="8" fill="${paper}"/>\n${body.join('\n')}\n</svg>\n`
}

function drawLine(runs, y) {
  let x = left
  return runs.flatMap(({ style, text }) => {
    const from = x
    x += text.length * width
    return drawRun({ style, text }, { x: from, y })
  })
}

/** `textLength` keeps the columns where the font is wider or narrower than the one the picture was made for. */
function drawRun({ style, text }, { x, y }) {
  const colour = palette[style.colour] ?? ink
  const length = (text.length * width).toFixed(1)
  const ground = `<rect x="${x.toFixed(1)}" y="${y - 13}" width="${length}" height="${height}" fill="${colour}"/>`
  const extra = `${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.65"' : ''}`
  const words = `<text x="${x.toFixed(1)}" y="${y}" textLength="${length}" fill="${style.inverse ? paper : colour}"${extra} xml:space="preserve">${escape(text)}</text>`
  return [...(style.inverse ? [ground] : []), ...(text.trim() === '' ? [] : [words])]
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
