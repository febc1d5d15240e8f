/** The project's name: `-p`, `COMPOSE_PROJECT_NAME`, `name:` of the last file that has one, the folder's name. */
import { basename } from 'node:path'
import type { Document } from './reading.ts'
import type { Environment, Session } from './session.ts'
import { substitute } from './template.ts'
import { child, stringOf, type Node } from './tree.ts'

interface NameContext {
  readonly documents: readonly Document[]
  readonly environment: Environment
  readonly workingDirectory: string
}

/** The name; empty, with a problem, where none is valid. */
export function projectName(
  session: Session,
  { documents, environment, workingDirectory }: NameContext,
): string {
  const given = session.options.projectName || environment['COMPOSE_PROJECT_NAME']
  if (given) return checkName(session, given)
  const written = lastName(documents, environment, session.options.skip?.interpolation === true)
  const name = normalizeName(written?.text ?? basename(workingDirectory))
  if (name === '') {
    const message = written
      ? `the name "${written.text}" leaves no project name: it needs a letter or a digit`
      : `the folder "${workingDirectory}" gives no project name, which must not be empty`
    const hint = 'set name: in the file, or use -p'
    session.report({ code: 'invalid-name', message, hint, ...(written && { span: written.node.span }) })
  }
  return name
}

/** Lower case, only letters, digits, `_` and `-`, none of `_-` in front. */
function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '')
}

function checkName({ report }: Session, name: string): string {
  if (normalizeName(name) === name) return name
  const message = `invalid project name "${name}": it must consist of lower-case letters, digits, "-" and "_", and start with a letter or digit`
  report({ code: 'invalid-name', message, hint: `use "${normalizeName(name)}"` })
  return ''
}

function lastName(
  documents: readonly Document[],
  environment: Environment,
  verbatim: boolean,
): { readonly text: string; readonly node: Node } | undefined {
  for (const { root } of documents.toReversed()) {
    const node = child(root, 'name')
    const template = stringOf(node)
    if (!node || !template) continue
    const text = verbatim
      ? template
      : substitute(
          template,
          (name) => environment[name],
          () => {},
        )
    if (typeof text === 'string') return { text, node }
  }
  return undefined
}
