/** `config --check`: every problem of the files, for people, editors and code hosts. */
import { UsageError, type Problem } from '../../errors.ts'
import { formatProblems } from '../../ui/problems.ts'
import { problemsJson } from '../../ui/problems-json.ts'
import { sarif } from '../../ui/sarif.ts'
import { gantryVersion } from '../about.ts'
import type { ConfigContext } from '../config.ts'
import type { Session } from '../session.ts'
import { loadRequest } from './request.ts'

/** Prints the problems; resolves with 10 where one is an error. */
export async function check(context: ConfigContext): Promise<number> {
  const { options, session } = context
  const format = formats[options.format ?? 'text']
  if (!format) throw new UsageError(`--check cannot print ${options.format}`, { hint: 'text, json or sarif' })
  const problems = await session.check(loadRequest(context))
  if (!options.quiet) session.stdout.write(format(problems, session))
  return problems.some(({ severity }) => severity === 'error') ? 10 : 0
}

type Format = (problems: readonly Problem[], session: Session) => string

const formats: Readonly<Record<string, Format>> = {
  text: (problems, { stdout, cwd }) =>
    problems.length === 0
      ? 'no problems\n'
      : formatProblems(problems, { color: stdout.color, cwd, width: stdout.columns() }),
  json: (problems) => problemsJson(problems),
  sarif: (problems, { cwd }) => sarif(problems, { version: gantryVersion, cwd }),
}
