/** The part of Go's templates that `--format` is used with: fields, and `json`. */
import { UsageError } from '../errors.ts'

/** Fills `{{.Name}}`, `{{json .}}` and `{{json .Publishers}}`; `\t` and `\n` are tab and line end. Throws a UsageError for anything else. */
export function formatTemplate(template: string, row: object): string {
  const fields = new Map<string, unknown>(Object.entries(row))
  return template
    .replaceAll(/\\([tn])/g, (_, letter) => (letter === 't' ? '\t' : '\n'))
    .replaceAll(/\{\{-?\s*(.*?)\s*-?\}\}/g, (whole, action: string) => {
      const [, json, name] = /^(json\s+)?\.(\w*)$/.exec(action) ?? []
      if (name === undefined || (name === '' && !json)) throw unknown(whole, 'write {{.Name}} or {{json .}}')
      if (name !== '' && !fields.has(name)) throw unknown(whole, `known: ${[...fields.keys()].join(', ')}`)
      const value = name === '' ? row : fields.get(name)
      return json ? JSON.stringify(value) : text(value)
    })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function unknown(action: string, hint: string): UsageError {
  return new UsageError(`--format cannot do ${action}`, { hint })
}
