/** The project as one document. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { printJson, printYaml } from '../../compose/print.ts'
import { toValue } from '../../compose/tree.ts'
import type { Project } from '../../compose/project.ts'
import { UsageError } from '../../errors.ts'
import type { ConfigContext } from '../config.ts'
import { imagesOnly, withDigests } from './digests.ts'
import { loadRequest } from './request.ts'

/** Prints the project as YAML or JSON, or writes it to the file of --output; with --quiet it is only read. */
export async function printDocument(context: ConfigContext): Promise<void> {
  const { options, session } = context
  const print = printers[options.format ?? 'yaml']
  if (!print) throw new UsageError(`--format ${options.format} is for --check`)
  const interpolated = !options['no-interpolate']
  const model = await readDocument(context)
  if (options.quiet) return
  const text = print(model, { interpolated })
  if (options.output === undefined) session.stdout.write(text)
  else await writeFile(resolve(session.cwd, options.output), text)
}

const printers: Readonly<Record<string, typeof printJson>> = { yaml: printYaml, json: printJson }

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
