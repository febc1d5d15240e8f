/** The query of a request's address, as the Engine API reads it. */
import type { Query } from './http.ts'

/** `?all=true&filters=…`, or nothing: `undefined` is left out, lists repeat the key, objects become JSON. */
export function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined)
      .map((item) => `${encodeURIComponent(key)}=${encodeURIComponent(wordOf(item))}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
