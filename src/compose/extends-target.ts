/** What a service's `extends` names: a service, and the file in which it stands. */
import { nameOf, quote } from './attributes/messages.ts'
import type { Report } from './problems.ts'
import { child, isNull, stringOf, type MapNode, type Node, type Span } from './tree.ts'

export interface Target {
  readonly service: string
  readonly serviceSpan: Span
  /** As written; the same document where it is left out. */
  readonly file?: string
  readonly fileSpan?: Span
}

/** Reads the short and the long form; undefined and a problem for anything else. */
export function readTarget(serviceName: string, written: Node, report: Report): Target | undefined {
  const refuse = (node: Node, step: string, expected: string) => {
    const message = `${nameOf(['services', serviceName, ...step.split('.')])} is ${quote(node)}, expected ${expected}`
    report({ code: 'invalid-extends', message, span: node.span })
    return undefined
  }
  const short = stringOf(written)
  if (short !== undefined) return { service: short, serviceSpan: written.span }
  if (written.kind !== 'map')
    return refuse(written, 'extends', 'the name of a service, or a map with service and file')
  warnOfOthers(serviceName, written, report)
  const file = child(written, 'file')
  const fileText = stringOf(file)
  if (file && !isNull(file) && fileText === undefined)
    return refuse(file, 'extends.file', 'the path of a file')
  const service = child(written, 'service')
  const serviceText = stringOf(service)
  if (!service || serviceText === undefined)
    return refuse(service ?? written, 'extends.service', 'the name of a service')
  return {
    service: serviceText,
    serviceSpan: service.span,
    ...(file && fileText !== undefined && { file: fileText, fileSpan: file.span }),
  }
}

/** Docker compose drops other keys silently. */
function warnOfOthers(serviceName: string, { entries }: MapNode, report: Report): void {
  for (const { key, keySpan } of entries.values()) {
    if (key === 'service' || key === 'file') continue
    const message = `${nameOf(['services', serviceName, 'extends', key])} has no effect: extends takes service and file`
    report({ severity: 'warning', code: 'ignored-attribute', message, span: keySpan })
  }
}
