/** The entries of `include`, short and long. */
import { quote } from './attributes/messages.ts'
import type { Report } from './problems.ts'
import { child, isNull, stringOf, type Node, type Span } from './tree.ts'

export interface WrittenPath {
  readonly written: string
  readonly span?: Span | undefined
}

export interface Include {
  /** The first decides the folder; the others are merged over it. */
  readonly paths: readonly WrittenPath[]
  /** `project_directory` */
  readonly folder?: string | undefined
  readonly envFiles: readonly WrittenPath[]
}

/** The entries that can be read, none where nothing is written after `include:`; the others are reported. */
export function readIncludes(node: Node, report: Report): readonly Include[] {
  if (node.kind === 'list') return node.items.flatMap((item) => readEntry(item, report) ?? [])
  if (isNull(node)) return []
  const message = `include must be a list of files, not ${quote(node)}`
  report({
    code: 'invalid-include',
    message,
    span: node.span,
    hint: 'write each file as an item: - path/to/compose.yaml',
  })
  return []
}

function readEntry(node: Node, report: Report): Include | undefined {
  const short = stringOf(node)
  if (short !== undefined) return { paths: [{ written: short, span: node.span }], envFiles: [] }
  if (node.kind !== 'map') return refuse(node, 'an item of include', report)
  for (const { key, keySpan } of node.entries.values()) {
    if (known.has(key) || key.startsWith('x-')) continue
    const message = `"${key}" has no effect in include: it takes path, project_directory and env_file`
    report({ severity: 'warning', code: 'ignored-attribute', message, span: keySpan })
  }
  const paths = readPaths(child(node, 'path') ?? node, 'path of include', report)
  const envFile = child(node, 'env_file')
  const folder = child(node, 'project_directory')
  if (folder && stringOf(folder) === undefined) refuse(folder, 'project_directory of include', report)
  const envFiles = envFile ? readPaths(envFile, 'env_file of include', report) : []
  return paths.length === 0 ? undefined : { paths, envFiles, folder: stringOf(folder) || undefined }
}

function readPaths(node: Node, name: string, report: Report): readonly WrittenPath[] {
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap((item) => {
    const written = stringOf(item)
    return written === undefined ? (refuse(item, name, report) ?? []) : [{ written, span: item.span }]
  })
}

function refuse(node: Node, name: string, report: Report): undefined {
  report({
    code: 'invalid-include',
    message: `${name} is ${quote(node)}, expected the path of a file`,
    span: node.span,
  })
  return undefined
}

const known = new Set(['path', 'project_directory', 'env_file'])
