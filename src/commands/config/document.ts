/** The project as one document. */
import { resolve } from 'node:path'
import { toValue } from '../../compose/tree.ts'
import type { Project } from '../../compose/project.ts'
import { UsageError } from '../../errors.ts'
import type { ConfigContext } from '../config.ts'
import { imagesOnly, withDigests } from './digests.ts'
import { loadRequest } from './request.ts'

/** Prints the project as YAML or JSON, or writes it to the file of --output; with --quiet it is only read. */
export async function printDocument(context: ConfigContext): Promise<void> {
  const { options, session } = context
  const format = options.format ?? 'yaml'
  if (format !== 'yaml' && format !== 'json') throw new UsageError(`--format ${format} is for --check`)
  const model = await readDocument(context)
  if (options.quiet) return
  const interpolated = !options['no-interpolate']
  const { printJson, printYaml } = await import('../../compose/print.ts')
  const text = format === 'json' ? printJson(model, { interpolated }) : printYaml(model, { interpolated })
  if (options.output === undefined) session.stdout.write(text)
  else await writeOutput(options.output, text, session)
}

async function writeOutput(file: string, text: string, { cwd }: ConfigContext['session']): Promise<void> {
  const { cannotWrite, replaceFile } = await import('../output-file.ts')
  await replaceFile(resolve(cwd, file), text).catch((error: unknown) => {
    throw cannotWrite('--output', file, error)
  })
}

/** A project with variables as they are written has no typed values: its canonical tree is printed. */
async function readDocument(context: ConfigContext): Promise<object> {
  const { options, session } = context
  if (!options['no-interpolate']) return pinned((await session.load(loadRequest(context))).project, context)
  const { root } = await session.loadModel(loadRequest(context))
  return Object(toValue(root))
}

/** The project as --resolve-image-digests and --lock-image-digests want it; only they ask the engine. */
async function pinned(project: Project, { options, session }: ConfigContext): Promise<object> {
  if (!options['resolve-image-digests'] && !options['lock-image-digests']) return project
  const resolved = await withDigests(project, await session.engine(), session.signal)
  return options['lock-image-digests'] ? imagesOnly(resolved) : resolved
}
