/** HTTP requests to one registry, with a deadline; what goes wrong on the way becomes an error with a hint. */
import { connectionError, isTrustError, type Task } from './registry-failures.ts'

export type Scheme = 'https' | 'http'

export interface Exchange {
  /** A request to the registry's own host. */
  readonly get: (path: string, headers: Readonly<Record<string, string>>) => Promise<Response>
  /** A request to another server that the registry has named. */
  readonly send: (url: URL, init: RequestInit) => Promise<Response>
  /** Whether the registry has been reached without encryption. */
  readonly isPlain: () => boolean
}

export interface ExchangeOptions {
  readonly host: string
  /** Tried in order until one connects. */
  readonly schemes: readonly Scheme[]
  readonly task: Task
}

/** Requests to one registry; see `Exchange`. */
export function createExchange({ host, schemes, task }: ExchangeOptions): Exchange {
  let working: Scheme | undefined
  const request = async (url: URL, init: RequestInit) => {
    const deadline = AbortSignal.timeout(longestAnswer)
    return fetch(url, { ...init, signal: task.signal ? AbortSignal.any([task.signal, deadline]) : deadline })
  }
  const send: Exchange['send'] = async (url, init) =>
    request(url, init).catch((error: unknown) => {
      throw connectionError(error, url, task)
    })
  const get: Exchange['get'] = async (path, headers) => {
    const urlBy = (scheme: Scheme) => new URL(`${scheme}://${host}${path}`)
    const [first, second] = working ? [working] : schemes
    try {
      const answer = await request(urlBy(first ?? 'https'), { headers })
      working ??= first
      return answer
    } catch (error) {
      if (second === undefined || isTrustError(error))
        throw connectionError(error, urlBy(first ?? 'https'), task)
    }
    const answer = await send(urlBy(second), { headers })
    working = second
    return answer
  }
  return { get, send, isPlain: () => working === 'http' }
}

const longestAnswer = 60_000
