/** Reads one document through the stages that know attributes, without merging or the schema. */
import { canonicalize } from '../../src/compose/canonical.ts'
import { decodeProject } from '../../src/compose/decode.ts'
import { setDefaults } from '../../src/compose/defaults.ts'
import { normalize } from '../../src/compose/normalize.ts'
import { parseYaml } from '../../src/compose/parse.ts'
import { createProblems } from '../../src/compose/problems.ts'
import type { Project } from '../../src/compose/project.ts'
import { checkRules } from '../../src/compose/rules.ts'
import type { Service } from '../../src/compose/service.ts'
import type { MapNode } from '../../src/compose/tree.ts'

export interface Read {
  readonly root: MapNode
  readonly project: Project
  /** `line:column: message`, and `warning:` before warnings. */
  readonly problems: readonly string[]
}

export function parse(text: string, report = createProblems().report): MapNode {
  const root = parseYaml({ path: 'compose.yaml', text }, report)?.[0]?.root
  if (root?.kind !== 'map') throw new Error('the document of a test must be a map')
  return root
}

export function read(text: string, environment: Readonly<Record<string, string>> = {}): Read {
  const problems = createProblems()
  const canonical = setDefaults(canonicalize(parse(text, problems.report), problems.report))
  checkRules(canonical, problems.report)
  const root = normalize(canonical, { projectName: 'app', environment, report: problems.report })
  const project = decodeProject(root, problems.report)
  return {
    root,
    project,
    problems: problems
      .all()
      .map(
        ({ severity, place, message }) =>
          `${severity === 'warning' ? 'warning: ' : ''}${place?.line}:${place?.column}: ${message}`,
      ),
  }
}

/** The service `web` with the given attributes, in flow or block style. */
export function readService(attributes: string, environment?: Readonly<Record<string, string>>): Service {
  const { project, problems } = read(`services:\n  web:\n    image: x\n${indent(attributes)}\n`, environment)
  const errors = problems.filter((problem) => !problem.startsWith('warning'))
  if (errors.length > 0) throw new Error(errors.join('\n'))
  const { web } = project.services
  if (!web) throw new Error('no service web')
  return web
}

/** The problems of a service `web` with the given attributes; its first line is line 4. */
export function problemsOf(attributes: string): readonly string[] {
  return read(`services:\n  web:\n    image: x\n${indent(attributes)}\n`).problems
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}
