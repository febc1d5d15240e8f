import { describe, expect, test } from 'vitest'
import { prospectOf } from '../../src/docker/transience.ts'

const noon = Date.UTC(2026, 5, 1, 12)
const pull = (text: string, status?: number, retryAfter?: string) =>
  prospectOf({ text, status, retryAfter, fetching: true }, noon)

describe('a pull is worth another try when', () => {
  test.each([
    ['the registry limits', 'toomanyrequests: You have reached your pull rate limit.', undefined],
    ['the engine or a proxy is busy', 'HTTP 503, Service Unavailable', 503],
    ['a gateway is broken', '', 502],
    ['the registry is broken', 'received unexpected HTTP status: 500 Internal Server Error', undefined],
    [
      'it answers a layer with 5xx',
      'unexpected status from GET request to https://r/v2/x/blobs/a: 502 Bad Gateway',
      undefined,
    ],
    ['the connection breaks', 'read tcp 10.0.0.2:1->1.2.3.4:443: read: connection reset by peer', undefined],
    ['a layer ends early', 'unexpected EOF', undefined],
    ['a layer arrives damaged', 'filesystem layer verification failed for digest sha256:12', undefined],
    ['nothing answers', 'Get "https://r/v2/": net/http: TLS handshake timeout', 500],
    ['nobody listens yet', 'dial tcp 127.0.0.1:5000: connect: connection refused', 500],
    ['names cannot be resolved now', 'lookup r on 127.0.0.53:53: server misbehaving', 500],
    ['the engine fails for no known reason', 'something new', 500],
  ])('%s', (_, text, status) => expect(pull(text, status).transient).toBe(true))
})

describe('a pull would fail again when', () => {
  test.each([
    ['the tag is not there', 'manifest for x:9 not found: manifest unknown', 404],
    ['it is not there, in a stream', 'manifest unknown', undefined],
    ['it is not there, with a status of no use', 'reading manifest 9 in r/x: manifest unknown', 500],
    ['it is private', 'pull access denied for x, repository does not exist or may require docker login', 404],
    ['a login is wrong', 'unauthorized: incorrect username or password', 500],
    ['the name has no address', 'dial tcp: lookup registry.invalid: no such host', 500],
    [
      'there is nothing for the platform',
      'no matching manifest for linux/arm64 in the manifest list entries',
      500,
    ],
    ['the certificate is not trusted', 'x509: certificate signed by unknown authority', 500],
    ['the disk is full', 'write /x: no space left on device', 500],
    ['the words are unknown and no status says more', 'something new', undefined],
  ])('%s', (_, text, status) => expect(pull(text, status).transient).toBe(false))
})

test('other calls are not tried again for their words', () => {
  const start = (status: number) =>
    prospectOf({ text: 'connection refused', status, fetching: false }, noon).transient
  expect([500, 409, 503, 429].map(start)).toEqual([false, false, true, true])
})

test.each([
  ['30', '', 30],
  ['Mon, 01 Jun 2026 12:00:45 GMT', '', 45],
  ['Mon, 01 Jun 2026 11:00:00 GMT', '', 0],
  ['soon', '', undefined],
  [undefined, 'toomanyrequests: retry-after: 1.5s, allowed: 44000/minute', 1.5],
  [undefined, 'toomanyrequests: retry-after: 250ms, allowed: 44000/minute', 0.25],
  [undefined, 'toomanyrequests: retry-after: 413.5µs, allowed: 44000/minute', 0.0004135],
  [undefined, 'Too Many Requests, retry after 2m', 120],
  [undefined, 'toomanyrequests', undefined],
])('the time to wait: %s, %s', (header, text, seconds) => {
  const { retryAfter } = pull(text, 429, header)
  if (seconds === undefined) expect(retryAfter).toBeUndefined()
  else expect(retryAfter).toBeCloseTo(seconds, 9)
})
