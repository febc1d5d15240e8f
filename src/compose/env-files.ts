/** `env_file` and `label_file` of services become environment and labels; the files themselves are then forgotten. */
import { resolve } from 'node:path'
import { nameOf } from './attributes/messages.ts'
import { parseDotenv } from './dotenv.ts'
import { reportUnset } from './interpolate.ts'
import { parseRawEnvFile } from './raw-env-file.ts'
import type { Services } from './profiles.ts'
import type { Service } from './service.ts'
import { readSource, type Environment, type Session } from './session.ts'
import type { Path, Source, Span } from './tree.ts'

export interface FoldContext {
  readonly session: Session
  /** The project's, for bare names and variables. */
  readonly environment: Environment
  readonly spanOf: (path: Path) => Span | undefined
}

/** Services with the variables and labels of their files, and bare variables given their values. */
export async function foldFiles(services: Services, context: FoldContext): Promise<Services> {
  const folded: Record<string, Service> = Object.create(null)
  for (const [name, service] of Object.entries(services)) {
    const { env_file: envFiles, label_file: labelFiles, ...rest } = service
    if (!envFiles && !labelFiles && !hasBareNames(service)) folded[name] = service
    else {
      const withVariables = await foldEnvFiles(name, { ...rest, env_file: envFiles ?? [] }, context)
      folded[name] = await foldLabelFiles(name, withVariables, { ...context, files: labelFiles ?? [] })
    }
  }
  return folded
}

/** Services with bare variables given their values, their files left as they are. */
export function inheritBareNames(services: Services, environment: Environment): Services {
  const inherited: Record<string, Service> = Object.create(null)
  for (const [name, service] of Object.entries(services)) {
    inherited[name] = hasBareNames(service)
      ? { ...service, environment: inherit(service, environment) }
      : service
  }
  return inherited
}

type Variables = Record<string, string | null>

function hasBareNames({ environment = {} }: Service): boolean {
  return Object.values(environment).includes(null)
}

function inherit({ environment = {} }: Service, project: Environment): Variables {
  const values: Variables = Object.create(null)
  for (const [name, value] of Object.entries(environment)) values[name] = value ?? project[name] ?? null
  return values
}

async function foldEnvFiles(
  name: string,
  { env_file: files = [], ...service }: Service,
  { session, environment, spanOf }: FoldContext,
): Promise<Service> {
  const own = inherit(service, environment)
  const values = new Map<string, string>()
  const origins = new Map<string, string>()
  session.variableFiles.set(name, origins)
  for (const [index, { path: written, required, format = '' }] of files.entries()) {
    const path = fileOf(written, session)
    const at = ['services', name, 'env_file', index]
    const parse = parsers.get(format)
    if (!parse) {
      const message = `unsupported format "${format}" of ${nameOf(at)}`
      session.report({
        code: 'invalid-value',
        message,
        span: spanOf([...at, 'format']),
        hint: 'leave it out, or write raw',
      })
      continue
    }
    if (required === false && (await session.options.reader.kind(path)) === undefined) continue
    const mention = { what: `env file of service "${name}"`, written, span: spanOf([...at, 'path']) }
    const source = await readSource(session, path, mention)
    if (!source) continue
    const lookup = (variable: string) => environment[variable] ?? own[variable] ?? undefined
    for (const [variable, value] of parse(source, { lookup, values, session })) {
      values.set(variable, value)
      if (!Object.hasOwn(own, variable)) origins.set(variable, path)
    }
  }
  warnOfMasked(name, { own, values, session, spanOf })
  if (values.size === 0 && !service.environment) return service
  const variables: Variables = Object.create(null)
  for (const [variable, value] of values) variables[variable] = value
  return { ...service, environment: Object.assign(variables, own) }
}

/** Paths that were left relative are read from the folder the command runs in. */
function fileOf(path: string, { options }: Session): string {
  return options.skip?.pathResolution ? resolve(options.cwd, path) : path
}

interface ParseContext {
  readonly lookup: (name: string) => string | undefined
  /** Of earlier files. */
  readonly values: ReadonlyMap<string, string>
  readonly session: Session
}

type Parse = (source: Source, context: ParseContext) => ReadonlyMap<string, string>

const parseSyntax: Parse = (source, { lookup, values, session }) =>
  parseDotenv(source, {
    lookup,
    earlier: values,
    report: session.report,
    onUnset: (name, span) => reportUnset(name, span, session),
  })

const parsers: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['', parseSyntax],
  ['raw', (source, { lookup, session }) => parseRawEnvFile(source, lookup, session.report)],
])

interface Masked {
  readonly own: Readonly<Variables>
  readonly values: ReadonlyMap<string, string>
  readonly session: Session
  readonly spanOf: FoldContext['spanOf']
}

/** A name without a value in `environment` hides the one of env_file, which surprises. */
function warnOfMasked(serviceName: string, { own, values, session, spanOf }: Masked): void {
  for (const name of values.keys()) {
    if (own[name] !== null) continue
    const message = `service "${serviceName}": "${name}" in environment has no value and hides the one of env_file`
    const span = spanOf(['services', serviceName, 'environment', name])
    session.report({
      severity: 'warning',
      code: 'masked-variable',
      message,
      span,
      hint: 'remove it from environment',
    })
  }
}

async function foldLabelFiles(
  name: string,
  service: Service,
  { session, spanOf, files }: FoldContext & { readonly files: readonly string[] },
): Promise<Service> {
  if (files.length === 0) return service
  session.labelFiles.set(
    name,
    files.map((path) => fileOf(path, session)),
  )
  const labels = new Map<string, string>()
  for (const [index, path] of files.entries()) {
    const span = spanOf(['services', name, 'label_file', index])
    const source = await readSource(session, fileOf(path, session), {
      what: `label file of service "${name}"`,
      written: path,
      span,
    })
    if (!source) continue
    const values = parseSyntax(source, { lookup: (label) => labels.get(label), values: labels, session })
    for (const [label, value] of values) labels.set(label, value)
  }
  const all: Record<string, string> = Object.create(null)
  for (const [label, value] of labels) all[label] = value
  return { ...service, labels: Object.assign(all, service.labels) }
}
