/** An explanation as text. */
import type { Explanation, Reach, Source } from './explanation.ts'

/** Values, then where the variable stands, then what containers get. */
export function formatExplanation({ variable, value, sources, uses, containers }: Explanation): string {
  const reached = containers.filter(isReached)
  const others = containers.filter((one) => !isReached(one)).map(({ service }) => service)
  const paragraphs = [
    [`In the Compose files \${${variable}} is ${quote(value)}:`, ...indent(sourceLines(sources))],
    uses.length > 0
      ? [
          'It stands in:',
          ...indent(align(uses.map(({ place, attribute, text }) => [place, attribute, text]))),
        ]
      : ['It stands nowhere in the Compose files.'],
    ...reached.map(reachLines),
    ...(others.length > 0 ? [[`It does not reach containers of: ${others.join(', ')}`]] : []),
  ]
  return paragraphs.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

function isReached({ value, sources }: Reach): boolean {
  return value !== undefined || sources.some((source) => source.value !== undefined)
}

function reachLines({ service, value, sources }: Reach): readonly string[] {
  const gets =
    value === undefined
      ? `Containers of ${service} do not get it:`
      : `Containers of ${service} get ${quote(value)}:`
  return [gets, ...indent(sourceLines(sources))]
}

function sourceLines(sources: readonly Source[]): readonly string[] {
  return align(
    sources.map(({ name, place, value, counts }) => [
      place === undefined ? name : `${name}, ${place}`,
      quote(value),
      counts ? '<- counts' : '',
    ]),
  )
}

function quote(value: string | null | undefined): string {
  if (value === null) return 'named without a value'
  return value === undefined ? 'not set' : JSON.stringify(value)
}

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`)
}
