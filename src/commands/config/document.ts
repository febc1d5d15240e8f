/** The project as one document. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { printJson, printYaml } from '../../compose/print.ts'
import { toValue } from '../../compose/tree.ts'
import { GantryError, UsageError } from '../../errors.ts'
import type { ConfigContext } from '../config.ts'
import { loadRequest } from './request.ts'

/** Prints the project as YAML or JSON, or writes it to the file of --output; with --quiet it is only read. */
export async function printDocument(context: ConfigContext): Promise<void> {
  const { options, session } = context
  refuseDigests(context)
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
  if (!options['no-interpolate']) return (await session.load(loadRequest(context))).project
  const { root } = await session.loadModel(loadRequest(context))
  return Object(toValue(root))
}

function refuseDigests({ options }: ConfigContext): void {
  const name = (['resolve-image-digests', 'lock-image-digests'] as const).find((name) => options[name])
  if (!name) return
  throw new GantryError('not-supported', `--${name} is not supported yet`, {
    hint: 'docker compose config can do it for the same files',
  })
}
