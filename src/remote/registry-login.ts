/** How a registry wants to be logged in to: it answers 401 with a challenge, Basic or Bearer. */
import type { Credentials } from '../docker/credentials.ts'
import { GantryError } from '../errors.ts'
import type { Exchange } from './exchange.ts'
import type { OciReference } from './oci-reference.ts'
import { answerError, readAnswer, type Task } from './registry-failures.ts'
import { shown } from './shown.ts'

export interface LoginContext {
  readonly exchange: Exchange
  readonly reference: OciReference
  readonly task: Task
  /** Absent: anonymous. */
  readonly credentials?: Credentials
  /** Why there are no credentials. */
  readonly problem?: string
}

/** The value of Authorization that answers a challenge; undefined where a login would be needed and there is none. */
export async function authorize(challenge: string, context: LoginContext): Promise<string | undefined> {
  const bearer = /\bBearer\s+(.*)$/i.exec(challenge)?.[1]
  if (bearer !== undefined) return `Bearer ${await fetchToken(parametersOf(bearer), context)}`
  const { credentials } = context
  return /\bBasic\b/i.test(challenge) && credentials?.password !== undefined ? basic(credentials) : undefined
}

function basic({ username = '', password = '' }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** Of several challenges the first one's parameters count. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([a-z_]+)="([^"]*)"/gi)
  return new Map([...found].toReversed().map(([, name = '', value = '']) => [name.toLowerCase(), value]))
}

async function fetchToken(challenge: ReadonlyMap<string, string>, context: LoginContext): Promise<string> {
  const { exchange, task, problem } = context
  const realm = realmOf(challenge, context)
  const asked = new Map([
    ['service', challenge.get('service') ?? ''],
    ['scope', challenge.get('scope') ?? `repository:${context.reference.repository}:pull`],
  ])
  const answer = await (context.credentials?.identitytoken
    ? exchange.send(realm, exchangeOf(context.credentials.identitytoken, asked))
    : exchange.send(withQuery(realm, asked), headersOf(context.credentials)))
  if (!answer.ok) throw await answerError(answer, task, problem)
  const text = Buffer.from(await readAnswer(answer, longestToken, task)).toString('utf8')
  const token = tokenIn(text)
  if (token === undefined) throw refusal(context, 'its login server gives no token')
  return token
}

const longestToken = 256 * 1024

/** Credentials go to the server that the registry names; never unencrypted, unless the registry itself is. */
function realmOf(challenge: ReadonlyMap<string, string>, context: LoginContext): URL {
  const realm = challenge.get('realm') ?? ''
  if (!URL.canParse(realm)) throw refusal(context, 'it asks for a login and names no server for it')
  const url = new URL(realm)
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && context.exchange.isPlain())
  if (!allowed) throw refusal(context, `its login server "${shown(realm)}" is not encrypted`)
  return url
}

function withQuery(realm: URL, asked: ReadonlyMap<string, string>): URL {
  const url = new URL(realm)
  for (const [name, value] of asked) if (value !== '') url.searchParams.set(name, value)
  return url
}

function headersOf(credentials: Credentials | undefined): RequestInit {
  return credentials?.password === undefined ? {} : { headers: { authorization: basic(credentials) } }
}

/** An identity token is exchanged as OAuth 2 exchanges refresh tokens. */
function exchangeOf(identityToken: string, asked: ReadonlyMap<string, string>): RequestInit {
  const body = new URLSearchParams([
    ['grant_type', 'refresh_token'],
    ['client_id', 'gantry'],
    ['refresh_token', identityToken],
    ...asked,
  ])
  return { method: 'POST', body }
}

function tokenIn(text: string): string | undefined {
  try {
    const { token, access_token }: TokenAnswer = JSON.parse(text)
    const found = token || access_token
    return typeof found === 'string' && /^[\x21-\x7e]+$/.test(found) ? found : undefined
  } catch {
    return undefined
  }
}

interface TokenAnswer {
  readonly token?: unknown
  readonly access_token?: unknown
}

function refusal({ task: { doing, registry } }: LoginContext, why: string): GantryError {
  return new GantryError('remote-failed', `cannot ${doing}: ${why}`, {
    hint: `check that "${registry}" is the registry you mean`,
  })
}
