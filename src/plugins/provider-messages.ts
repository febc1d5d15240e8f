/** What a provider says on standard output: JSON objects, one a line (docker compose's provider protocol). */
import { jsonOf } from '../util/json.ts'

export type ProviderMessage =
  | { readonly type: 'info' | 'error' | 'debug'; readonly message: string }
  /** A variable for the services that depend on the provider; `own`: named as it is, without the service's name before it. */
  | { readonly type: 'variable'; readonly name: string; readonly value: string; readonly own: boolean }

/** Reads a line; undefined for one that is no message. */
export function readMessage(line: string): ProviderMessage | undefined {
  const value = parse(line)
  if (!value || typeof value.message !== 'string') return undefined
  const { type, message } = value
  if (type === 'info' || type === 'error' || type === 'debug') return { type, message }
  if (type !== 'setenv' && type !== 'rawsetenv') return undefined
  const at = message.indexOf('=')
  if (at < 1) return undefined
  return {
    type: 'variable',
    name: message.slice(0, at),
    value: message.slice(at + 1),
    own: type === 'rawsetenv',
  }
}

/** The variable's name in the containers of dependents: `DB_URL` of `URL` from service `db`. */
export function variableName(
  service: string,
  { name, own }: { readonly name: string; readonly own: boolean },
): string {
  return own ? name : `${service.toUpperCase().replaceAll('-', '_')}_${name}`
}

function parse(line: string): { readonly type?: unknown; readonly message?: unknown } | undefined {
  const value = line.startsWith('{') ? jsonOf(line) : undefined
  return typeof value === 'object' && value !== null ? value : undefined
}
