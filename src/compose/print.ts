/** Projects and canonical documents as text. */
import { language } from './attributes/index.ts'
import { stepInto } from './attributes/shape.ts'
import { toIndentedJson } from './print-json.ts'
import { arrange, isEmpty, sortNames, type Arranged, type Format } from './print-order.ts'
import { toYaml } from './print-yaml.ts'

export interface PrintOptions {
  /** False: the model is the plain value of a document whose variables stand as written; it is printed whole, and `$` as it is. */
  readonly interpolated?: boolean
}

/**
 * The canonical JSON of a project as docker compose prints it: two blanks of indentation, no models, no extensions but those at
 * the top, and every `$` doubled, so that it can be loaded again. Ends with a line feed.
 */
export function printJson(model: object, { interpolated = true }: PrintOptions = {}): string {
  if (!interpolated) return `${toIndentedJson(arrange(model, undefined, 'json'))}\n`
  const names = sortNames(Object.keys(model), 'json').filter((name) => name !== 'models')
  return `${doubleDollars(toIndentedJson(sections(model, names, 'json')))}\n`
}

/** The canonical YAML of a project, with models and extensions, and every `$` doubled. Ends with a line feed. */
export function printYaml(model: object, { interpolated = true }: PrintOptions = {}): string {
  if (!interpolated) return toYaml(arrange(model, undefined, 'yaml'))
  const rank = (name: string) => language.fields.get(name)?.rank ?? Number.MAX_SAFE_INTEGER
  const names = [...sortNames(Object.keys(model), 'yaml')].sort((a, b) => rank(a) - rank(b))
  return doubleDollars(toYaml(sections(model, names, 'yaml')))
}

/** The sections of a project; empty ones are left out, but for the services. */
function sections(model: object, names: readonly string[], format: Format): Arranged {
  const entries = new Map<string, Arranged>()
  for (const name of names) {
    const section = arrange(Reflect.get(model, name), stepInto(language, name), format)
    if (name === 'services' || name.startsWith('x-') || !isEmpty(section)) entries.set(name, section)
  }
  return entries
}

function doubleDollars(text: string): string {
  return text.replaceAll('$', '$$$$')
}
