/** The inspect tab: a definition or a container as text, a page of it. */
import { createPaint } from '../../paint.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'

/** A page of YAML or JSON text; keys stand out. */
export function inspectPage(text: string, options: PageOptions): Page {
  const paint = createPaint(options.color)
  const lines = text.replace(/\n$/, '').split('\n')
  return pageOf(
    lines.map((line) => line.replace(key, (_, indent: string, name: string) => indent + paint('cyan', name))),
    options,
  )
}

const key = /^([\s-]*)("?[\w.$/@-]+"?)(?=:(?:\s|$))/
