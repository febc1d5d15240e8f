/** Files → one canonical model: each document merged, validated and made canonical in turn; then defaults, rules and paths. */
import { language } from './attributes/index.ts'
import { canonicalize } from './canonical.ts'
import { changesSince, withChanges } from './changes.ts'
import { setDefaults } from './defaults.ts'
import { prepareDocument } from './document.ts'
import { applyExtends } from './extends.ts'
import { applyIncludes, type FileRef } from './include.ts'
import { inheritVariables } from './inherit.ts'
import { merge } from './merge.ts'
import { resolvePaths } from './paths.ts'
import type { Document } from './reading.ts'
import { removePaths } from './reset.ts'
import { checkRules } from './rules.ts'
import { readDocuments, type Scope } from './session.ts'
import { withoutKeys, type MapNode } from './tree.ts'
import { makeUnique } from './unique.ts'
import { validateSchema } from './validate.ts'

/** Loads files as one model, later ones over earlier ones. Relative paths are joined to `rebase`. */
export async function loadFiles(files: readonly FileRef[], scope: Scope, rebase: string): Promise<MapNode> {
  const { session, environment } = scope
  const { skip = {} } = session.options
  let model: MapNode | undefined
  for (const { path, written, span } of files) {
    const documents = await readDocuments(session, path, { what: 'file', written, span })
    for (const document of documents ?? []) {
      model = await addDocument(model, document, { ...scope, chain: [...scope.chain, path] })
    }
  }
  const complete = setDefaults(model ?? emptyModel(files))
  session.nextStage()
  if (!skip.validation) checkRules(complete, session.report)
  const home = environment['HOME']
  const convertWindows = /^(1|t|true)$/i.test(environment['COMPOSE_CONVERT_WINDOWS_PATHS'] ?? '')
  const options = { folder: rebase, home, convertWindows }
  const resolved = skip.pathResolution ? complete : resolvePaths(complete, options)
  return inheritVariables(resolved, environment, session.values)
}

async function addDocument(
  model: MapNode | undefined,
  document: Document,
  scope: Scope,
): Promise<MapNode | undefined> {
  const { session } = scope
  session.nextStage()
  const root = prepareDocument(document, scope)
  if (!root) return model
  const { tagged } = document
  const included = await applyIncludes(root, { scope, tagged, load: loadFiles })
  const extended = await applyExtends(included, tagged, scope)
  const merged = model
    ? merge(removePaths(model, tagged), extended, { shape: language, report: session.report })
    : extended
  return validated(makeUnique(merged, session.report), model, scope)
}

/** Only what the document changed is validated and made canonical: the rest has been. */
async function validated(merged: MapNode, model: MapNode | undefined, { session }: Scope): Promise<MapNode> {
  const { skip = {} } = session.options
  const changes = model ? changesSince(model, merged) : merged
  session.nextStage()
  if (!skip.validation) await validateSchema(changes, session.report)
  const version = changes.entries.get('version')
  if (version) {
    const message = 'the attribute `version` is obsolete: it is ignored'
    session.report({
      severity: 'warning',
      code: 'obsolete-attribute',
      message,
      span: version.keySpan,
      hint: 'remove it',
    })
  }
  session.nextStage()
  const canonical = canonicalize(
    withoutKeys(changes, 'version'),
    skip.interpolation ? () => {} : session.report,
  )
  const unique = makeUnique(canonical, session.report)
  return model ? withChanges(withoutKeys(merged, 'version'), unique) : unique
}

function emptyModel([file]: readonly FileRef[]): MapNode {
  const source = { path: file?.path ?? '-', text: '' }
  return { kind: 'map', entries: new Map(), span: { source, start: 0, end: 0 } }
}
