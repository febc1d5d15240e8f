/** The text of the settings as settings: a map of few keys, checked with places as Compose files are. */
import { createProblems, type Report } from '../../compose/problems.ts'
import { parseSimple } from '../../compose/simple.ts'
import { isNull, stringOf, type Entry, type Node, type Source } from '../../compose/tree.ts'
import { ProjectError } from '../../errors.ts'
import { uiChoices, type UiChoice } from '../../ui/mode.ts'
import { nearest } from '../../util/nearest.ts'
import type { Settings } from '../settings.ts'

/** Reads the text; rejects with a ProjectError that tells every fault. */
export async function parseSettings(source: Source): Promise<Settings> {
  const problems = createProblems()
  const { report } = problems
  const read = { ui: undefined as UiChoice | undefined, keys: new Map<string, KeySetting>() }
  for (const entry of entriesOf(await rootOf(source, report), 'the settings', report)) {
    if (entry.key === 'ui') read.ui = readUi(entry, report)
    else if (entry.key === 'keys') read.keys = readKeys(entry, report)
    else report(unknown(entry, 'setting', ['ui', 'keys']))
  }
  if (problems.errors().length > 0) throw new ProjectError(problems.all())
  return {
    ...(read.ui !== undefined && { ui: read.ui }),
    keys: Object.fromEntries([...read.keys].map(([command, { keys }]) => [command, keys])),
    refuseKeys: (command, message, hint) => {
      const found = createProblems()
      found.report({ code: 'invalid-settings', message, hint, span: read.keys.get(command)?.entry.keySpan })
      return new ProjectError(found.all())
    },
  }
}

interface KeySetting {
  readonly entry: Entry
  readonly keys: readonly string[]
}

async function rootOf(source: Source, report: Report): Promise<Node | undefined> {
  const documents =
    parseSimple(source) ?? (await import('../../compose/parse.ts')).parseYaml(source, report) ?? []
  return documents[0]?.root
}

/** The entries of a map; none of nothing. */
function entriesOf(node: Node | undefined, what: string, report: Report): readonly Entry[] {
  if (node === undefined || isNull(node)) return []
  if (node.kind === 'map') return [...node.entries.values()]
  report({ code: 'invalid-settings', message: `${what} must be a map`, span: node.span })
  return []
}

function readUi({ value }: Entry, report: Report): UiChoice | undefined {
  const written = stringOf(value)
  const choice = uiChoices.find((name) => name === written)
  if (choice !== undefined) return choice
  const near = written === undefined ? undefined : nearest(written, uiChoices)
  report({
    code: 'invalid-settings',
    message: `"ui" must be one of ${uiChoices.join(', ')}`,
    span: value.span,
    hint: near === undefined ? undefined : `did you mean "${near}"?`,
  })
  return undefined
}

function readKeys({ value }: Entry, report: Report): Map<string, KeySetting> {
  const read = new Map<string, KeySetting>()
  for (const entry of entriesOf(value, '"keys"', report)) {
    const nodes = entry.value.kind === 'list' ? entry.value.items : [entry.value]
    const keys = nodes.flatMap((node) => keyOf(node) ?? [])
    if (keys.length === nodes.length) read.set(entry.key, { entry, keys })
    else {
      const message = `"keys.${entry.key}" must be a key or a list of keys, such as "r" or [r, ctrl-r]`
      report({ code: 'invalid-settings', message, span: entry.value.span })
    }
  }
  return read
}

/** A key may look like a number: `1`. */
function keyOf(node: Node): string | undefined {
  if (node.kind !== 'scalar' || (node.type !== 'str' && node.type !== 'int')) return undefined
  const key = String(node.value)
  return key === '' ? undefined : key
}

function unknown({ key, keySpan }: Entry, what: string, known: readonly string[]) {
  const near = nearest(key, known)
  return {
    code: 'unknown-setting',
    message: `there is no ${what} "${key}"`,
    span: keySpan,
    hint: near === undefined ? `there is: ${known.join(', ')}` : `did you mean "${near}"?`,
  }
}
